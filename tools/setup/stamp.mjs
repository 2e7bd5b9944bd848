import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** True when `path` holds exactly the fingerprint of what was last built. */
export function isCurrent(path, fingerprint) {
  return existsSync(path) && readFileSync(path, 'utf8') === fingerprint
}

export function writeStamp(path, fingerprint) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, fingerprint)
}

/** SHA-256 over strings, buffers, and the names and contents of everything below folders given as `{ folder }`. */
export function fingerprintOf(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) {
    if (typeof part === 'string' || Buffer.isBuffer(part)) hash.update(part)
    else for (const file of filesBelow(part.folder, part.except ?? [])) hash.update(file).update(readFileSync(file))
    hash.update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(folder, except) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !except.includes(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path, except)
      return entry.isFile() ? [path] : []
    })
}
