import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** One test as it ended. `name` holds the titles of the groups around it, too. */
export interface TestResult {
  readonly name: string
  /** Path in the work tree. */
  readonly file: string
  readonly status: 'passed' | 'failed' | 'skipped'
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** The results in a report of vitest's JSON reporter. A file that failed without a failing test counts as one itself. */
export function readResults(path: string, root: string): TestResult[] {
  const report: VitestReport = JSON.parse(readFileSync(path, 'utf8'))
  return report.testResults.flatMap(({ name, status, assertionResults }): TestResult[] => {
    const file = relative(root, name).replaceAll('\\', '/')
    const results = assertionResults.map((each) => ({ name: each.fullName, file, status: statusOf(each.status) }))
    const failedAsAWhole = status === 'failed' && !results.some((result) => result.status === 'failed')
    return failedAsAWhole ? [...results, { name: `${file} as a whole`, file, status: 'failed' }] : results
  })
}

function statusOf(word: string): TestResult['status'] {
  return word === 'passed' || word === 'failed' ? word : 'skipped'
}

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function tally(results: readonly TestResult[]): Tally {
  const count = (status: TestResult['status']) => results.filter((result) => result.status === status).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}
