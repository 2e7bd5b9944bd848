import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStation, type Station } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { answerTo } from '../../testing/seen.ts'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let cwd: string
let run: ReturnType<typeof terminal>
let station: Station

beforeAll(async () => {
  platform = await testPlatform()
  cwd = await mkdtemp(join(tmpdir(), 'chargewright-cli-'))
  run = terminal({ cwd, env: { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey } })
  station = createStation({ id: 'CS-1', version: 'ocpp2.0.1', url: platform.ocppUrl })
  const told = answerTo(station, 'StatusNotification')
  station.start()
  await told
})
afterAll(async () => {
  station.stop()
  await platform.stop()
  await rm(cwd, { recursive: true })
})

async function arrived(): Promise<string> {
  const find = async () => (await platform.services.diagnostics.list({ all: true }, {}, { limit: 1 })).items[0]
  await expect.poll(async () => (await find())?.file?.sizeBytes).toBeGreaterThan(0)
  return (await find())?.id ?? ''
}

describe('log', () => {
  test('is asked for, listed and fetched under its own name', async () => {
    expect((await run('log', 'request', 'CS-1', '--log', 'diagnostics')).code).toBe(0)
    const id = await arrived()
    expect((await run('log', 'list', '--station', 'CS-1')).out).toMatch(new RegExp(`^${id} +CS-1 +diagnostics`, 'm'))
    const fetched = await run('log', 'download', id)
    expect(fetched).toMatchObject({ code: 0, err: '' })
    const file = fetched.out.trim()
    expect(file.startsWith(`${cwd}/`)).toBe(true)
    expect((await readFile(file)).byteLength).toBeGreaterThan(0)
    expect(await readdir(cwd)).toHaveLength(1)
  })

  test('that was fetched before is not replaced, unless that is said', async () => {
    const id = await arrived()
    const file = (await readdir(cwd))[0] ?? ''
    expect(await run('log', 'download', id)).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    })
    expect((await run('log', 'download', id, '--to', file)).code).toBe(0)
    expect(await readdir(cwd)).toHaveLength(1)
  })

  test('that never was leaves no file behind', async () => {
    expect((await run('log', 'download', 'nothing', '--to', 'nothing.log')).code).toBe(1)
    expect(await readdir(cwd)).toHaveLength(1)
  })

  test('of a kind that does not exist is not asked for', async () => {
    expect((await run('log', 'request', 'CS-1', '--log', 'carrot')).code).toBe(2)
  })
})
