import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '#kernel'

export type FilePlace = 'firmware' | 'logs'

export interface KeptFile {
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Hexadecimal; what OCPP 2.x L03 and L04 know a firmware file by. */
  readonly md5: string
}

/** A file that is here and not in its place. */
export interface FileDraft extends KeptFile {
  /** Replaces what was there under its id. */
  place(): Promise<void>
  /** Removes it, unless it is in its place. */
  discard(): Promise<void>
}

/** Files too large for the database, by the id of the row they belong to. */
export interface FileStore {
  /**
   * Takes a file in, whole or not at all, without putting it in its place yet: whoever keeps its row decides.
   * @throws AppError `too-large` beyond `limitBytes`; whatever the source fails with.
   */
  draft(place: FilePlace, id: string, source: AsyncIterable<Uint8Array>, limitBytes: number): Promise<FileDraft>
  /** The bytes from `first` to `last`, both included. @throws AppError `not-found` without such a file. */
  read(place: FilePlace, id: string, range?: { readonly first: number; readonly last: number }): Promise<Readable>
  remove(place: FilePlace, id: string): Promise<void>
  /** Removes what an interrupted process has left half written. */
  tidy(): Promise<void>
}

const UNFINISHED = '.part'
const PLACES: readonly FilePlace[] = ['firmware', 'logs']
/** What is still being written is younger than this. */
const LEFT_BEHIND_MS = 86_400_000

/** A store in a folder, which is made when it is needed. Nodes of a cluster must share the folder. */
export function createFileStore(folder: string): FileStore {
  const pathOf = (place: FilePlace, id: string) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new AppError('not-found', 'There is no such file')
    return join(folder, place, id)
  }
  return {
    async draft(place, id, source, limitBytes) {
      const path = pathOf(place, id)
      await mkdir(join(folder, place), { recursive: true })
      const unfinished = `${path}-${randomBytes(6).toString('hex')}${UNFINISHED}`
      const discard = () => rm(unfinished, { force: true })
      try {
        const kept = await write(unfinished, source, limitBytes)
        return { ...kept, place: () => rename(unfinished, path), discard }
      } catch (thrown) {
        await discard()
        throw thrown
      }
    },
    async read(place, id, range) {
      const path = pathOf(place, id)
      const found = await stat(path).catch(() => undefined)
      if (found === undefined) throw new AppError('not-found', 'There is no such file')
      return createReadStream(path, range === undefined ? {} : { start: range.first, end: range.last })
    },
    remove: (place, id) => rm(pathOf(place, id), { force: true }),
    async tidy() {
      const before = Date.now() - LEFT_BEHIND_MS
      for (const place of PLACES) {
        for (const name of await readdir(join(folder, place)).catch(() => [])) {
          if (!name.endsWith(UNFINISHED)) continue
          const path = join(folder, place, name)
          const found = await stat(path).catch(() => undefined)
          if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true })
        }
      }
    },
  }
}

async function write(path: string, source: AsyncIterable<Uint8Array>, limitBytes: number): Promise<KeptFile> {
  const file = await open(path, 'wx', 0o600)
  try {
    const sha256 = createHash('sha256')
    const md5 = createHash('md5')
    let sizeBytes = 0
    for await (const chunk of source) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > limitBytes) {
        throw new AppError('too-large', `The file is larger than ${limitBytes} bytes`, { limitBytes })
      }
      sha256.update(chunk)
      md5.update(chunk)
      await file.write(chunk)
    }
    await file.sync()
    return { sizeBytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') }
  } finally {
    await file.close()
  }
}
