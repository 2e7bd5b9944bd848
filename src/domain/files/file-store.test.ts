import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { createFileStore, type FileStore } from './index.ts'

let folder: string
let files: FileStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  files = createFileStore(folder)
})
afterAll(() => rm(folder, { recursive: true }))

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

const keep: FileStore['draft'] = async (...asked) => {
  const draft = await files.draft(...asked)
  await draft.place()
  return draft
}

test('a file is kept with its size and digests, and read whole or in part', async () => {
  const id = newId()
  const kept = await keep('logs', id, pieces('hello ', 'world'), 11)
  const digest = (kind: string) => createHash(kind).update('hello world').digest('hex')
  expect(kept).toMatchObject({ sizeBytes: 11, sha256: digest('sha256'), md5: digest('md5') })
  expect(String(await buffer(await files.read('logs', id)))).toBe('hello world')
  expect(String(await buffer(await files.read('logs', id, { first: 6, last: 8 })))).toBe('wor')
})

test('one that is too large leaves nothing behind, and what was there stays', async () => {
  const id = newId()
  await keep('firmware', id, pieces('good'), 4)
  await expect(keep('firmware', id, pieces('12', '345'), 4)).rejects.toMatchObject({ code: 'too-large' })
  expect(String(await buffer(await files.read('firmware', id)))).toBe('good')
  expect((await readdir(join(folder, 'firmware'))).filter((name) => name.startsWith(id))).toEqual([id])
})

test('a draft replaces what was there once it is put in its place, and is gone once it is discarded', async () => {
  const id = newId()
  await keep('firmware', id, pieces('former'), 9)
  const [wanted, unwanted] = [
    await files.draft('firmware', id, pieces('new'), 9),
    await files.draft('firmware', id, pieces('x'), 9),
  ]
  expect(String(await buffer(await files.read('firmware', id)))).toBe('former')
  await wanted.place()
  for (const draft of [wanted, unwanted]) await draft.discard()
  expect(String(await buffer(await files.read('firmware', id)))).toBe('new')
  expect((await readdir(join(folder, 'firmware'))).filter((name) => name.startsWith(id))).toEqual([id])
})

test('one whose source fails half way is not kept', async () => {
  const id = newId()
  const broken = (async function* () {
    yield Buffer.from('half')
    throw new Error('hung up')
  })()
  await expect(keep('logs', id, broken, 100)).rejects.toThrow('hung up')
  await expect(files.read('logs', id)).rejects.toMatchObject({ code: 'not-found' })
})

test('it is gone once removed, and may be removed again', async () => {
  const id = newId()
  await keep('logs', id, pieces('x'), 1)
  await files.remove('logs', id)
  await files.remove('logs', id)
  await expect(files.read('logs', id)).rejects.toMatchObject({ code: 'not-found' })
})

test('no id leads out of the folder', async () => {
  await expect(keep('logs', '../outside', pieces('x'), 1)).rejects.toMatchObject({ code: 'not-found' })
})

test('what an interrupted process left is tidied away once it is old', async () => {
  const [old, fresh] = [`${newId()}-a.part`, `${newId()}-b.part`]
  for (const name of [old, fresh]) await writeFile(join(folder, 'logs', name), 'half')
  await utimes(join(folder, 'logs', old), new Date(0), new Date(0))
  await files.tidy()
  const left = await readdir(join(folder, 'logs'))
  expect(left).toContain(fresh)
  expect(left).not.toContain(old)
})
