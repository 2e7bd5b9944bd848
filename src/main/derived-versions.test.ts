import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readDerivedVersions } from './derived-versions.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-versions-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}
const version = (name: string, basedOn = 'ocpp2.1') =>
  `export const version = { name: '${name}', basedOn: '${basedOn}', routes: {} }`

test('each folder is a version, in the order of their names; files beside them are none', async () => {
  await write('README.md', 'What is here')
  await write('ocpp9.9/version.ts', version('ocpp9.9'))
  await write('ocpp3.0/version.ts', version('ocpp3.0', 'ocpp2.0.1'))
  const names = (await readDerivedVersions(folder)).map(({ name, basedOn }) => [name, basedOn])
  expect(names).toEqual([
    ['ocpp3.0', 'ocpp2.0.1'],
    ['ocpp9.9', 'ocpp2.1'],
  ])
})

test('the program itself ships none', async () => {
  expect(await readDerivedVersions()).toEqual([])
})

test.each([
  ['of another name', 'ocpp9.9', version('ocpp9.8'), 'it has to be called so'],
  ['that is built in', 'ocpp2.1', version('ocpp2.1'), 'is built in'],
  ['that builds on none of ours', 'ocpp9.9', version('ocpp9.9', 'ocpp9.8'), 'exports no version'],
  ['under another export', 'ocpp9.9', 'export const ocpp99 = 1', 'exports no version'],
  ['that cannot be read', 'ocpp9.9', "throw new Error('not ready')", 'not ready'],
])('a version %s does not start', async (_, name, text, complaint) => {
  await write(`${name}/version.ts`, text)
  await expect(readDerivedVersions(folder)).rejects.toMatchObject({ code: 'invalid' })
  await expect(readDerivedVersions(folder)).rejects.toThrow(complaint)
})

test('a folder without a version does not start', async () => {
  await write('ocpp9.9/schemas.ts', '')
  await expect(readDerivedVersions(folder)).rejects.toMatchObject({ code: 'invalid' })
})
