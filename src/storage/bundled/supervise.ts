import { type Clock, describeFailure, type Logger, type Timer } from '#kernel'

/** A server that runs until it exits. */
export interface RunningServer {
  readonly pid: number
  /** Resolves with a sentence when the server is gone. */
  readonly exited: Promise<string>
  stop(clock: Clock): Promise<void>
}

/** A database server that is kept running. */
export interface SupervisedDatabase {
  pid(): number
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 10_000
/** A server that ran this long was well; what kills it next is a new story. */
const WELL_AFTER_MS = 60_000

/**
 * Starts a server again when it dies, after growing pauses and for as long as it takes: a full disk gets room again, and whoever makes it
 * does not have to think of us.
 */
export function superviseDatabase(
  first: RunningServer,
  start: () => Promise<RunningServer>,
  logger: Logger,
  clock: Clock,
): SupervisedDatabase {
  let current: RunningServer | undefined = first
  let lastPid = first.pid
  let starting: Promise<void> | undefined
  let stopping = false
  let attempts = 0
  let pause: Timer | undefined

  const watch = (server: RunningServer) => {
    const sinceMs = clock.monotonicMs()
    server.exited.then((how) => {
      current = undefined
      if (stopping) return
      if (clock.monotonicMs() - sinceMs > WELL_AFTER_MS) attempts = 0
      logger.error('The database server died; starting it again', { pid: server.pid, how })
      again()
    })
  }
  const again = () => {
    const pauseMs = attempts === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
    attempts += 1
    pause = clock.after(pauseMs, () => {
      starting = attempt()
    })
  }
  const attempt = async () => {
    try {
      current = await start()
      lastPid = current.pid
      watch(current)
      logger.info('The database server runs again', { pid: current.pid })
    } catch (cause) {
      logger.error('The database server did not start again', { cause: describeFailure(cause) })
      if (!stopping) again()
    }
  }

  watch(first)
  return {
    pid: () => lastPid,
    async stop() {
      stopping = true
      pause?.cancel()
      await starting
      await current?.stop(clock)
    },
  }
}
