import { randomBytes } from 'node:crypto'
import { chown, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#kernel'
import type { PostgresBinaries } from './binaries.ts'
import { type Runner, spawnAs } from './run-as.ts'

/** The database's superuser, and the name of the one database in the cluster. */
export const DATABASE_USER = 'chargewright'

/** The uid the cluster of `folder` belongs to; undefined when there is none yet. */
export async function clusterUid(folder: string): Promise<number | undefined> {
  return (await stat(join(folder, 'cluster', 'PG_VERSION')).catch(() => undefined))?.uid
}

/**
 * The password of the cluster below `folder`, which is made when it is not there. A cluster appears whole or not at all:
 * it is made beside its place and renamed, so a start that was killed half-way is simply begun again.
 *
 * @throws AppError `unsupported` when the cluster is of another major version, `internal` when initdb fails.
 */
export async function prepareCluster(
  folder: string,
  binaries: PostgresBinaries,
  runner: Runner,
  onFirstTime: () => void,
): Promise<string> {
  const cluster = join(folder, 'cluster')
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version === undefined) {
    onFirstTime()
    return await createCluster(folder, binaries, runner)
  }
  if (version.trim() !== binaries.major) {
    throw new AppError(
      'unsupported',
      `The database in ${cluster} is of PostgreSQL ${version.trim()}, this program brings ${binaries.major}`,
    )
  }
  return await readPassword(join(folder, 'password'))
}

async function readPassword(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (cause) {
    throw new AppError('internal', `The password of the database is not in ${path}`, { path }, { cause })
  }
}

async function createCluster(folder: string, binaries: PostgresBinaries, runner: Runner): Promise<string> {
  const unfinished = join(folder, 'cluster.new')
  await rm(unfinished, { recursive: true, force: true })
  const password = randomBytes(24).toString('base64url')
  const passwordFile = join(folder, 'password')
  await writeSecret(passwordFile, password)
  if (runner.ownerUid !== undefined) await chown(passwordFile, runner.ownerUid, runner.ownerUid)
  await runInitdb(runner, binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--data-checksums',
    '--no-instructions',
  ])
  await rename(unfinished, join(folder, 'cluster'))
  return password
}

async function writeSecret(path: string, secret: string): Promise<void> {
  await rm(path, { force: true })
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(`${secret}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function runInitdb(runner: Runner, initdb: string, args: string[]): Promise<void> {
  const child = spawnAs(runner, initdb, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new AppError('internal', `PostgreSQL's initdb failed: ${said.trim()}`, { code })
}
