import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '#kernel'
import type { Surroundings } from './surroundings.ts'

/** The key a platform writes for the person it runs under: see `cli.key` in its data folder. */
const KEY_FILE = 'cli.key'

type Around = Pick<Surroundings, 'env' | 'cwd' | 'home' | 'root'>

/**
 * The API key to use at `url`: the environment's, else the one `login` has kept for this address, else that of a platform
 * on this very machine from its data folder.
 *
 * @throws AppError `invalid` when it is looked for in a data folder that was named, and is not there
 */
export function findKey(around: Around, url: string, dataDir: string | undefined): string | undefined {
  return around.env.CHARGEWRIGHT_API_KEY || readKeys(around)[originOf(url)] || localKey(around, url, dataDir)
}

/** Keeps a key for this address, readable by nobody else. */
export function keepKey(around: Around, url: string, key: string): string {
  return writeKeys(around, { ...readKeys(around), [originOf(url)]: key })
}

/** @returns whether there was one */
export function forgetKey(around: Around, url: string): boolean {
  const { [originOf(url)]: forgotten, ...rest } = readKeys(around)
  if (forgotten !== undefined) writeKeys(around, rest)
  return forgotten !== undefined
}

/** Never sent elsewhere: a key found on this machine is for a platform on this machine. */
function localKey({ env, cwd, root }: Around, url: string, dataDir: string | undefined): string | undefined {
  const { hostname } = new URL(url)
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return undefined
  const named = dataDir ?? env.CHARGEWRIGHT_DATA_DIR
  const folders = named === undefined ? [resolve(cwd, 'data'), join(root, 'data')] : [resolve(cwd, named)]
  const file = folders.map((folder) => join(folder, KEY_FILE)).find((path) => existsSync(path))
  if (file !== undefined) return readFileSync(file, 'utf8').trim() || undefined
  if (dataDir === undefined) return undefined
  throw new AppError(
    'invalid',
    `There is no ${KEY_FILE} in ${resolve(cwd, dataDir)}: it is no data folder of a platform`,
  )
}

function keysFile({ env, home }: Around): string {
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'chargewright', 'keys.json')
}

function readKeys(around: Around): Readonly<Record<string, string>> {
  const file = keysFile(around)
  if (!existsSync(file)) return {}
  try {
    const keys: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
    return keys
  } catch (cause) {
    throw new AppError('invalid', `${file} is not JSON; remove it and sign in again`, { file }, { cause })
  }
}

function writeKeys(around: Around, keys: Readonly<Record<string, string>>): string {
  const file = keysFile(around)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
  return file
}

function originOf(url: string): string {
  return new URL(url).origin
}
