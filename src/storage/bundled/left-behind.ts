import { execFile } from 'node:child_process'
import { readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError, type Clock, type Logger } from '#kernel'

/** What a pid is to a cluster: its postmaster, gone, or a process that has nothing to do with it (a zombie included). */
export type ProcessKind = 'postmaster' | 'gone' | 'other'

const FIRST_LOOK_MS = 10
const LAST_LOOK_MS = 1_000
const FAST_STOP_MS = 60_000
const QUICK_STOP_MS = 10_000
/** Above every pid a Linux or macOS kernel gives out, so surely nobody. */
const NOBODYS_PID = 2 ** 30

/**
 * Makes a cluster startable whose server was left behind by a process of ours that was killed: a server that still runs
 * is stopped cleanly; a pid file that names somebody else is corrected. (PostgreSQL itself only asks whether the pid
 * exists.) The rest of the pid file stays: PostgreSQL finds there the shared memory by which it knows that backends of
 * the old server still work on the files.
 *
 * Only to be called by the holder of the folder's lock.
 *
 * @throws AppError `conflict` when the old server does not stop.
 */
export async function clearLeftBehind(cluster: string, logger: Logger, clock: Clock): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return
  const kind = await processKind(pid, cluster)
  if (kind === 'postmaster') {
    logger.warn('Stopping a database server that was left behind', { pid, cluster })
    await stopLeftBehind(pid, cluster, clock)
  } else if (kind === 'other') {
    logger.warn('The pid file of the database names a process that is not its server', { pid, cluster })
    await writeFile(pidFile, [String(NOBODYS_PID), ...lines.slice(1)].join('\n'))
  }
}

async function stopLeftBehind(pid: number, cluster: string, clock: Clock): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', QUICK_STOP_MS],
  ] as const) {
    signalIfThere(pid, signal)
    if (await goneWithin(patienceMs, pid, cluster, clock)) return
  }
  throw new AppError('conflict', `The database server of ${cluster} (pid ${pid}) does not stop`, { cluster, pid })
}

async function goneWithin(patienceMs: number, pid: number, cluster: string, clock: Clock): Promise<boolean> {
  let pauseMs = FIRST_LOOK_MS
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pauseMs) {
    if ((await processKind(pid, cluster)) !== 'postmaster') return true
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve))
    pauseMs = Math.min(pauseMs * 1.5, LAST_LOOK_MS)
  }
  return false
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause
  }
}

/** Looks a pid up; a postmaster works in the folder of its cluster, which tells it from every other process. */
export async function processKind(pid: number, cluster: string): Promise<ProcessKind> {
  if (process.platform !== 'linux') return await processKindByPs(pid, cluster)
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return 'gone'
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0]
  if (state === 'Z' || state === 'X') return 'other'
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '')
  const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return cwd === cluster && command.trim() === 'postgres' ? 'postmaster' : 'other'
}

async function processKindByPs(pid: number, cluster: string): Promise<ProcessKind> {
  const found = await promisify(execFile)('ps', ['-o', 'stat=,command=', '-p', String(pid)]).catch(() => undefined)
  if (found === undefined) return 'gone'
  if (found.stdout.trimStart().startsWith('Z')) return 'other'
  return found.stdout.includes('postgres') && found.stdout.includes(cluster) ? 'postmaster' : 'other'
}
