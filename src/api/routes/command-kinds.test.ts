import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { COMMAND_KINDS, type CommandKindInfo } from '../schemas/index.ts'

let platform: ApiPlatform
beforeAll(async () => {
  platform = await apiPlatform()
})
afterAll(() => platform.close())

async function kinds(): Promise<readonly CommandKindInfo[]> {
  const headers = await platform.keyFor('north', 'viewer')
  return (await platform.api.app.inject({ url: '/api/v1/commands/kinds', headers })).json().items
}
const one = async (kind: string) => (await kinds()).find((each) => each.kind === kind)

describe('the kinds of commands', () => {
  test('are all told, each once, those of a topic together', async () => {
    const told = await kinds()
    expect(told.map(({ kind }) => kind).sort()).toEqual(COMMAND_KINDS.toSorted())
    const topics = told.map(({ topic }) => topic)
    expect(topics.filter((topic, at) => topic !== topics[at - 1])).toEqual([...new Set(topics)])
  })

  test('say what they mean, which versions have them, and why the others have not', async () => {
    expect(await one('get-report')).toMatchObject({
      title: 'Get report',
      topic: 'Configuration',
      description: expect.stringMatching(/^Has the station report/),
      versions: ['ocpp2.0.1', 'ocpp2.1'],
      lacking: { 'ocpp1.6': expect.any(String) },
    })
  })

  test('have the schema of their request, which stands alone', async () => {
    const ajv = new Ajv({ strict: false, formats: { 'date-time': true } })
    for (const { kind, request } of await kinds()) {
      expect(JSON.stringify(request), kind).not.toContain('$ref')
      expect(ajv.validateSchema(request), kind).toBe(true)
    }
    expect((await one('reset'))?.request).toMatchObject({ required: ['when'], additionalProperties: false })
  })

  test('are for whoever has signed in', async () => {
    expect((await platform.api.app.inject('/api/v1/commands/kinds')).statusCode).toBe(401)
  })
})

/** Everything inside a schema that somebody fills in and that says nothing about itself. */
function silent(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  if (Array.isArray(schema)) return schema.flatMap((each) => silent(each, path))
  return Object.entries(schema).flatMap(([key, inside]) =>
    key === 'properties'
      ? Object.entries(inside).flatMap(([name, field]) => [
          ...(typeof field === 'object' && field !== null && !('description' in field) && !('const' in field)
            ? [`${path}.${name}`]
            : []),
          ...silent(field, `${path}.${name}`),
        ])
      : silent(inside, path),
  )
}

test('every command describes itself and each of its fields: forms are made of that', async () => {
  const all = await kinds()
  expect(
    all.filter(({ description, topic }) => description === '' || topic === 'Other').map(({ kind }) => kind),
  ).toEqual([])
  expect(all.flatMap(({ kind, request }) => silent(request, kind))).toEqual([])
})
