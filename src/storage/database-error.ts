import { AppError, type ErrorCode } from '#kernel'

/**
 * What a failed statement means for whoever sent it:
 * - `unavailable`: the database could not be reached, went away or takes none of it; the same statement may work later
 * - `collision`: transactions got into each other's way; the same statement may work at once
 * - `row`: a value or row that was sent is at fault (bad text, broken constraint); others may be fine
 * - `bug`: a fault of our own, which would only be repeated
 */
export type FailureKind = 'unavailable' | 'collision' | 'row' | 'bug'

/** PostgreSQL's error code (SQLSTATE, appendix A of its documentation), where the failure came from it. */
export function sqlState(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined
  return /^[0-9A-Z]{5}$/.test(thrown.code) && 'severity' in thrown ? thrown.code : undefined
}

/** True when a unique or primary key (of this name, where given) refused a row. */
export function isUniqueViolation(thrown: unknown, constraint?: string): boolean {
  if (sqlState(thrown) !== '23505') return false
  return (
    constraint === undefined || (thrown instanceof Error && 'constraint' in thrown && thrown.constraint === constraint)
  )
}

/**
 * Sorts what a statement or a flush threw. What the database did not say is the doing of some item. What it refuses and no row is to blame
 * for, it may take once somebody has mended it: a password that was changed, a right that was taken away, a limit on a statement's time, a
 * table that is being restored. Whoever stored something waits for that, since a station is told of a failure only once (1.6 §3.7.1).
 */
export function failureKind(thrown: unknown): FailureKind {
  if (thrown instanceof AppError) return KIND_OF_CODE[thrown.code] ?? 'row'
  const state = sqlState(thrown)
  if (state === undefined) return lostConnection(thrown) ? 'unavailable' : 'row'
  if (COLLISIONS.has(state)) return 'collision'
  return ROW_CLASSES.has(state.slice(0, 2)) ? 'row' : 'unavailable'
}

const KIND_OF_CODE: Partial<Record<ErrorCode, FailureKind>> = { unavailable: 'unavailable', internal: 'bug' }

/** The failure as the platform tells it: a database that is away is `unavailable`, everything else stays what it is. */
export function databaseFailure(thrown: unknown): unknown {
  if (thrown instanceof AppError || failureKind(thrown) !== 'unavailable') return thrown
  const state = sqlState(thrown)
  const isAway = state === undefined || AWAY_STATES.some((prefix) => state.startsWith(prefix))
  if (isAway) return unreachable(thrown)
  return new AppError('unavailable', 'The database refuses this just now', {}, { cause: thrown })
}

/** Whoever cannot connect, for whatever reason, has sent nothing that could be at fault. */
export function unreachable(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('unavailable', 'The database cannot be reached', {}, { cause: thrown })
}

// Serialization failure, deadlock, lock not available.
const COLLISIONS = new Set(['40001', '40P01', '55P03'])
// Cardinality, data, integrity, beyond a limit (a key too long for its index), raised by a trigger.
const ROW_CLASSES = new Set(['21', '22', '23', '54', 'P0'])
// Connection exceptions, who may connect and whereto, too many connections and out of resources, shutdown and start-up in progress.
const AWAY_STATES = ['08', '28', '3D', '53', '57P']

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
])
// pg has no codes for these.
const DRIVER_SENTENCES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'timeout expired',
]

function lostConnection(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if ('code' in thrown && typeof thrown.code === 'string' && NETWORK_CODES.has(thrown.code) && 'syscall' in thrown)
    return true
  return DRIVER_SENTENCES.some((sentence) => thrown.message.startsWith(sentence))
}
