import { type SpawnOptions, spawn } from 'node:child_process'
import { chown, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { AppError } from '#kernel'

/** How PostgreSQL's programs are started here: a prefix of commands, each of which ends by becoming the next. */
export interface Runner {
  readonly name: string
  readonly prefix: readonly string[]
  /** Whether the kernel tells the program when we die; otherwise somebody has to watch. */
  readonly diesWithUs: boolean
  /** Whose files the cluster's are to be, where that is not ourselves. */
  readonly ownerUid?: number
}

const NOBODY = 65534
const NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
const DIES_WITH_US = ['setpriv', '--pdeathsig', 'INT']
/** The right to reach files below any path; access(2), which PostgreSQL asks first, heeds it only with this securebit. */
const REACH_FILES = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup']
/** That the folder `$1` can be written to, and that the PostgreSQL `$0` finds nothing denied of what belongs to it. */
const USABLE = 'test -w "$1" && said=$("$0" --version 2>&1) && case $said in *denied*) exit 1;; esac'

/**
 * Chooses how to run PostgreSQL, which refuses to be root. Root gets a user namespace of its own, in which it is nobody
 * and its files stay root's; where that is forbidden (many containers), another user with the one right to reach files
 * below any path.
 *
 * @param probe  a program and a folder that must be usable that way
 * @throws AppError `unsupported` when no way works.
 */
export async function chooseRunner(probe: {
  binary: string
  folder: string
  clusterUid: number | undefined
}): Promise<Runner> {
  const canDieWithUs = await succeeds([...DIES_WITH_US, 'true'])
  for (const candidate of candidates(canDieWithUs, probe.clusterUid)) {
    if (await works(candidate, probe)) return candidate
  }
  throw new AppError(
    'unsupported',
    'PostgreSQL can be run neither as this user nor as another: start as an ordinary user, or use a server of your own',
    { folder: probe.folder },
  )
}

function candidates(canDieWithUs: boolean, clusterUid: number | undefined): Runner[] {
  const last = canDieWithUs ? DIES_WITH_US : []
  const namespaced: Runner = { name: 'namespace', prefix: [...NAMESPACE, ...last], diesWithUs: canDieWithUs }
  if (process.getuid?.() !== 0) {
    const direct: Runner = { name: 'direct', prefix: last, diesWithUs: canDieWithUs }
    // initdb wants the user to have a name, which users of some containers lack.
    return hasName() ? [direct] : [namespaced, direct]
  }
  const uid = clusterUid === undefined || clusterUid === 0 ? NOBODY : clusterUid
  const drop = ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']
  const otherUser: Runner = {
    name: 'other-user',
    prefix: [...drop, ...REACH_FILES, ...last],
    diesWithUs: canDieWithUs,
    ownerUid: uid,
  }
  const otherUserPlain: Runner = { ...otherUser, name: 'other-user-plain', prefix: [...drop, ...last] }
  // A cluster keeps the owner it was made with.
  return clusterUid === undefined || clusterUid === 0
    ? [namespaced, otherUser, otherUserPlain]
    : [otherUser, otherUserPlain]
}

async function works(runner: Runner, probe: { binary: string; folder: string }): Promise<boolean> {
  const before = await stat(probe.folder)
  if (runner.ownerUid !== undefined) await chown(probe.folder, runner.ownerUid, runner.ownerUid)
  if (await succeeds([...runner.prefix, 'sh', '-c', USABLE, probe.binary, probe.folder])) return true
  if (runner.ownerUid !== undefined) await chown(probe.folder, before.uid, before.gid)
  return false
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** The environment PostgreSQL gets: nothing that would redirect it, and C messages, which we read. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/** Splits a runner and a program into what `spawn` takes. */
export function spawnAs(runner: Runner, program: string, args: readonly string[], options: SpawnOptions) {
  const [command = program, ...rest] = [...runner.prefix, program, ...args]
  return spawn(command, rest, { ...options, env: cleanEnvironment() })
}

function succeeds(command: readonly string[]): Promise<boolean> {
  const [program = '', ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', env: cleanEnvironment() })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
