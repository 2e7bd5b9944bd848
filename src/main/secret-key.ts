import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel'

const BYTES = 32

/**
 * The key of this installation's keyed hashes. It lies outside the database, so that a copy of the database alone opens
 * nothing; nodes of one installation share it.
 *
 * @param given 64 hex digits, or empty for the key file under `dataDir`, which is made when it is missing
 * @throws AppError `invalid` when the key or its file is not 64 hex digits
 */
export async function openSecretKey(given: string, dataDir: string): Promise<Uint8Array> {
  if (given !== '') return parseKey(given, 'the setting secretKey')
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'secret.key')
  const known = await readKey(file)
  if (known !== undefined) return parseKey(known, file)
  // Written beside and linked into place: whoever comes second reads the first one's key, and never half of one.
  const fresh = `${file}.${randomBytes(8).toString('hex')}`
  await writeFile(fresh, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600 })
  await link(fresh, file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  await rm(fresh)
  return parseKey((await readKey(file)) ?? '', file)
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw cause
  }
}

function parseKey(text: string, where: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) throw new AppError('invalid', `The key in ${where} is not 64 hex digits`)
  return Buffer.from(text.trim(), 'hex')
}
