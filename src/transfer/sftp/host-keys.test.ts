import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeHostKey, openHostKeys } from './host-keys.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-keys-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('the keys are made once, and stay the same; whoever comes at the same time gets the same', async () => {
  const [one, other] = await Promise.all([openHostKeys(folder), openHostKeys(folder)])
  expect(one).toEqual(other)
  expect(await openHostKeys(folder)).toEqual(one)
  expect(one?.fingerprints).toEqual([
    expect.stringMatching(/^ssh-ed25519 SHA256:[\w+/]{43}$/),
    expect.stringMatching(/^ssh-rsa SHA256:[\w+/]{43}$/),
  ])
})

test('nobody else reads them, and nothing half written is left', async () => {
  await openHostKeys(folder)
  const names = await readdir(folder)
  expect(names.sort()).toEqual(['host-ed25519.key', 'host-rsa.key'])
  for (const name of names) expect((await stat(join(folder, name))).mode & 0o077).toBe(0)
})

test('a file that holds none is refused, not replaced', async () => {
  await writeFile(join(folder, 'host-rsa.key'), 'nothing')
  await expect(openHostKeys(folder)).rejects.toMatchObject({ code: 'invalid' })
})

test('a key that was made can be read, whatever bytes it came to', () => {
  const texts = Array.from({ length: 2_000 }, () => makeHostKey('ed25519'))
  expect(texts.filter((text) => ssh2.utils.parseKey(text) instanceof Error)).toEqual([])
})
