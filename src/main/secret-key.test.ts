import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSecretKey } from './secret-key.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-key-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('A-15 the key is made once, for its owner only, also when two start at once', async () => {
  const dataDir = join(folder, 'fresh')
  const keys = await Promise.all([openSecretKey('', dataDir), openSecretKey('', dataDir)])
  keys.push(await openSecretKey('', dataDir))
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
  expect(keys[0]).toHaveLength(32)
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o077).toBe(0)
})

test('a key that is given wins, and one that is none names itself', async () => {
  expect(Buffer.from(await openSecretKey('ab'.repeat(32), folder)).toString('hex')).toBe('ab'.repeat(32))
  await expect(openSecretKey('short', folder)).rejects.toMatchObject({ code: 'invalid' })
  await writeFile(join(folder, 'secret.key'), 'garbage')
  await expect(openSecretKey('', folder)).rejects.toThrow(/secret\.key/)
})
