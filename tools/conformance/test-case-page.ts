import type { TestResult } from '../test-run/results.ts'
import { bears } from './naming.ts'
import { oneLine, page, testsByFile, verdictOf } from './page.ts'

/** An official test case: its title, and why no test of ours runs it where that cannot be. */
export type TestCase = string | { readonly title: string; readonly notCoverable: string }

/** The official test cases for a management system, by version and id. */
export type TestCases = Readonly<Record<string, Readonly<Record<string, TestCase>>>>

/** Which official test cases our own tests name, Markdown. */
export function testCasePage(cases: TestCases, results: readonly TestResult[]): string {
  return page([
    '# Official test cases and the tests that name them',
    '',
    '<!-- Made by `npm test` from test-cases.json and the results of the tests. -->',
    '',
    'The ids are those of the test cases the Open Charge Alliance has for a management system, the titles our own. A case is',
    'covered when tests of ours bear its id and all of them pass. No official tool has run them.',
    '',
    ...Object.entries(cases).flatMap(([version, titles]) => [...sectionOf(version, titles, results), '']),
  ])
}

function sectionOf(version: string, titles: TestCases[string], results: readonly TestResult[]): string[] {
  const covered = coverage(titles, results)
  const count = covered.filter(({ verdict }) => verdict === 'proven').length
  return [
    `## OCPP ${version.slice('ocpp'.length)}: ${count} of ${covered.length} covered`,
    '',
    ...covered.flatMap(({ id, title, verdict, notCoverable, tests }) => {
      const without = notCoverable === undefined ? '**not covered**' : `**cannot be covered**: ${oneLine(notCoverable)}`
      const word = verdict === 'proven' ? '**covered**' : verdict === 'failing' ? '**failing**' : without
      return [`- **${oneLine(id)}** ${oneLine(title)}: ${word}`, ...testsByFile(tests).map((line) => `  - ${line}`)]
    }),
  ]
}

/** Each official test case with the tests that bear its id. */
export function coverage(titles: TestCases[string], results: readonly TestResult[]) {
  return Object.entries(titles).map(([id, written]) => {
    const tests = results.filter(({ name, status }) => status !== 'skipped' && bears(name, id))
    const { title, notCoverable } = typeof written === 'string' ? { title: written, notCoverable: undefined } : written
    return { id, title, notCoverable, tests, verdict: verdictOf(tests) }
  })
}
