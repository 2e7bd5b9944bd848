import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '#kernel'

/** A folder that nobody else may use until it is released. */
export interface FolderLock {
  /** Safe to call twice. */
  release(): void
}

/**
 * Takes a folder for this process alone. The lock is one of the kernel's (over an empty SQLite file, the only way Node
 * has to one), so it ends with the process however that ends: nothing to judge stale, no pid to be mistaken for another.
 *
 * @throws AppError `conflict` naming the folder and the process that holds it.
 */
export function lockFolder(folder: string): FolderLock {
  const holder = join(folder, 'lock.json')
  const file = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 })
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    file.close()
    if (!isBusy(cause)) throw cause
    const by = readHolder(holder)
    throw new AppError(
      'conflict',
      `The folder ${folder} is in use by another process (${by})`,
      { folder, holder: by },
      { cause },
    )
  }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }))
  return {
    release() {
      if (file.isOpen) file.close()
    },
  }
}

const SQLITE_BUSY = 5

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_BUSY
}

function readHolder(path: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(path, 'utf8'))
    return `pid ${pid} on ${host}, since ${since}`
  } catch {
    return 'pid unknown'
  }
}
