import { type TestResult, tally } from './results.ts'

export interface Run {
  readonly results: readonly TestResult[]
  /** What failed besides tests, a sentence each. */
  readonly failures: readonly string[]
  /** True where nothing may be left out. */
  readonly requireAll: boolean
}

/** The last lines of a run, and whether all is well. The very last one counts; a check that failed counts as a failure. */
export function verdict({ results, failures, requireAll }: Run): { lines: string[]; ok: boolean } {
  const { passed, failed, skipped } = tally(results)
  const all = [...failures]
  if (passed + failed === 0) all.push('No test ran.')
  if (requireAll && skipped > 0) all.push(`${skipped} skipped, and here nothing may be.`)
  const count = failed + all.length
  return { lines: [...all, `${passed} passed, ${count} failed, ${skipped} skipped`], ok: count === 0 }
}
