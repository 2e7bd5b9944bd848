import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { GatewayVersion } from '#gateway'
import { AppError } from '#kernel'
import { isOcppVersion } from '#ocpp/rpc'

const VERSIONS_DIR = fileURLToPath(new URL('../versions', import.meta.url))

/**
 * Versions of OCPP spoken besides those that are built in: each is a folder, named as its subprotocol, whose `version.ts`
 * exports it as `version`. In the order of their names.
 *
 * @throws AppError `invalid` for a folder that holds none, or one of another name
 */
export async function readDerivedVersions(folder: string = VERSIONS_DIR): Promise<readonly GatewayVersion[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  return await Promise.all(names.sort().map((name) => readVersion(join(folder, name), name)))
}

async function readVersion(folder: string, name: string): Promise<GatewayVersion> {
  const read: { version?: unknown } = await import(pathToFileURL(join(folder, 'version.ts')).href).catch(
    (cause: unknown) => {
      throw new AppError('invalid', `The version of OCPP in ${folder} cannot be read: ${String(cause)}`, {}, { cause })
    },
  )
  if (!isVersion(read.version))
    throw new AppError('invalid', `${folder} exports no version of OCPP that builds on ours`)
  const { version } = read
  if (version.name !== name) throw new AppError('invalid', `${folder} holds ${version.name}; it has to be called so`)
  if (isOcppVersion(name)) throw new AppError('invalid', `${name} is built in and cannot be said anew in ${folder}`)
  return version
}

/** Whether it is one at all; that all of it is right the compiler has seen to, for it stands among the sources. */
function isVersion(value: unknown): value is GatewayVersion {
  if (typeof value !== 'object' || value === null || !('name' in value && 'basedOn' in value && 'routes' in value)) {
    return false
  }
  const { name, basedOn, routes } = value
  return typeof name === 'string' && typeof basedOn === 'string' && isOcppVersion(basedOn) && typeof routes === 'object'
}
