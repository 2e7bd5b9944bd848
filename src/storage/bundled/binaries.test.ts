import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { completeLinks, findBinaries } from './binaries.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chargewright-binaries-'))
  await mkdir(join(root, 'native', 'lib'), { recursive: true })
  await writeFile(join(root, 'native', 'lib', 'libpq.so.5.18'), 'the library')
  const links = ['libpq.so.5', 'libpq.so'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }))
  await writeFile(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const linked = (name: string) => readFile(join(root, 'native', 'lib', name), 'utf8')

test('links that no install script made are made, by however many at once, and made again once lost', async () => {
  await Promise.all([1, 2, 3].map(() => completeLinks(root)))
  expect(await Promise.all(['libpq.so', 'libpq.so.5'].map(linked))).toEqual(['the library', 'the library'])
  await rm(join(root, 'native', 'lib', 'libpq.so'))
  await completeLinks(root)
  expect(await linked('libpq.so')).toBe('the library')
})

test('this machine has its PostgreSQL, of a major version that is known before it runs', async () => {
  expect(await findBinaries()).toMatchObject({ major: '18', postgres: expect.stringMatching(/postgres(\.exe)?$/) })
})

test('a platform without one is told what else it can do', async () => {
  await expect(findBinaries('aix', 'ppc64')).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('server of your own'),
  })
})
