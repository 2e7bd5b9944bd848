import { AppError } from './app-error.ts'

/** Causes of causes that are told. */
const DEEPEST = 4

/** What was thrown in one line for a log, with what it came of where it says so. */
export function describeFailure(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const isSum = thrown instanceof AggregateError && thrown.message === ''
  // The name of an AppError says nothing that its sentence does not.
  const own = isSum
    ? thrown.errors.map(String).join(', ')
    : thrown instanceof AppError
      ? thrown.message
      : String(thrown)
  if (thrown.cause === undefined || depth === DEEPEST) return own
  return `${own} (${describeFailure(thrown.cause, depth + 1)})`
}
