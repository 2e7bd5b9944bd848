import type { Fault } from '#json-schema'
import { ApiError } from '../api/problem.ts'

const REQUEST = 'request.'

/** The faults a problem document names inside the request. */
export function faultsIn(thrown: unknown): readonly Fault[] {
  const fields = thrown instanceof ApiError ? thrown.problem.details?.fields : undefined
  if (!Array.isArray(fields)) return []
  return fields.flatMap((each: unknown): Fault[] => {
    if (typeof each !== 'object' || each === null || !('field' in each) || !('problem' in each)) return []
    const path = String(each.field)
    return path.startsWith(REQUEST) ? [{ path: path.slice(REQUEST.length), problem: String(each.problem) }] : []
  })
}
