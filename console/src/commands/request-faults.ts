import type { Fault } from '#json-schema'
import { ApiError } from '../api/problem.ts'

/** What stands before the fields of a command's request in a problem document. */
export const REQUEST = 'request.'

/** The faults a problem document names inside what `prefix` stands before. */
export function faultsIn(thrown: unknown, prefix = REQUEST): readonly Fault[] {
  const fields = thrown instanceof ApiError ? thrown.problem.details?.fields : undefined
  if (!Array.isArray(fields)) return []
  return fields.flatMap((each: unknown): Fault[] => {
    if (typeof each !== 'object' || each === null || !('field' in each) || !('problem' in each)) return []
    const path = String(each.field)
    return path.startsWith(prefix) ? [{ path: path.slice(prefix.length), problem: String(each.problem) }] : []
  })
}
