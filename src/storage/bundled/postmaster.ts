import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { AppError, type Clock, type Logger } from '#kernel'
import { type Runner, spawnAs } from './run-as.ts'
import { serverLine } from './server-line.ts'
import type { PostgresSettings } from './settings.ts'
import type { RunningServer } from './supervise.ts'

export interface PostmasterOptions {
  readonly postgres: string
  readonly cluster: string
  readonly port: number
  readonly settings: PostgresSettings
  readonly runner: Runner
  readonly logger: Logger
}

const READY = 'database system is ready to accept connections'
const FAST_STOP_MS = 30_000

/** One running database server: from its start to its exit, whoever causes it. */
export class Postmaster implements RunningServer {
  readonly pid: number
  readonly exited: Promise<string>
  readonly #child: ChildProcess
  readonly #asked: { toStop: boolean }

  private constructor(child: ChildProcess, exited: Promise<string>, asked: { toStop: boolean }) {
    this.#child = child
    this.#asked = asked
    this.pid = child.pid ?? 0
    this.exited = exited
  }

  /**
   * Starts a server and waits until it takes connections; recovery after a crash is part of the wait.
   *
   * @throws AppError `unavailable` with what the server said, when it exits instead.
   */
  static async start(options: PostmasterOptions): Promise<Postmaster> {
    const args = ['-D', options.cluster, '-p', String(options.port)]
    for (const [name, value] of Object.entries(options.settings)) args.push('-c', `${name}=${value}`)
    // A process group of its own: Ctrl-C at a terminal is for us, and we stop the database last.
    const child = spawnAs(options.runner, options.postgres, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    const said: string[] = []
    const asked = { toStop: false }
    const exited = new Promise<string>((resolve) => {
      child.once('error', (cause) => resolve(cause.message))
      // Not 'exit': its backends hold the pipe too, and while one is left no other server can start.
      child.once('close', (code, signal) => resolve(`exit ${signal ?? code}`))
    })
    const ready = new Promise<true>((resolve) => {
      if (child.stderr === null) return
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.includes(READY)) resolve(true)
        if (said.push(line) > 20) said.shift()
        logLine(options.logger, line, asked.toStop)
      })
    })
    const outcome = await Promise.race([ready, exited])
    if (outcome !== true) {
      throw new AppError('unavailable', `The database server did not start (${outcome}): ${said.join(' | ')}`, {
        portTaken: said.some((line) => line.includes('could not bind') || line.includes('could not create any TCP/IP')),
      })
    }
    if (!options.runner.diesWithUs && child.pid !== undefined) watchOverUs(child.pid, exited)
    return new Postmaster(child, exited, asked)
  }

  /** Stops the server cleanly: connections are cut, what was committed is on disk. */
  async stop(clock: Clock): Promise<void> {
    this.#asked.toStop = true
    this.#child.kill('SIGINT')
    const impatient = clock.after(FAST_STOP_MS, () => this.#child.kill('SIGQUIT'))
    await this.exited
    impatient.cancel()
  }
}

function logLine(logger: Logger, line: string, stopping: boolean): void {
  const { isAlarming, said } = serverLine(line, stopping)
  if (isAlarming) logger.error('The database server says', { said })
  else logger.debug('The database server says', { said })
}

/**
 * Where the kernel cannot tell a child that its parent died, a shell does: its input ends when we do, however we do.
 */
function watchOverUs(pid: number, exited: Promise<string>): void {
  const watcher = spawn('/bin/sh', ['-c', 'read -r word || kill -INT "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.on('error', () => {})
  watcher.stdin.on('error', () => {})
  exited.then(() => watcher.stdin.end('stopped\n'))
}
