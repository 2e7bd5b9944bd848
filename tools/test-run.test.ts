import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { chromiumPath, requireAll } from '../test/support/machine.ts'
import { readResults, type TestResult, tally } from './test-run/results.ts'
import { verdict } from './test-run/verdict.ts'

const folder = mkdtempSync(join(tmpdir(), 'results-'))
afterAll(() => rmSync(folder, { recursive: true }))

function reportOf(...testResults: unknown[]): string {
  const path = join(folder, 'vitest.json')
  writeFileSync(path, JSON.stringify({ testResults }))
  return path
}

describe('a report of vitest', () => {
  test('gives every test with its file', () => {
    const assertionResults = [
      { fullName: 'a b', status: 'passed' },
      { fullName: 'a c', status: 'pending' },
      { fullName: 'a d', status: 'todo' },
      { fullName: 'a e', status: 'failed' },
    ]
    const results = readResults(reportOf({ name: '/r/src/a.test.ts', status: 'failed', assertionResults }), '/r')
    expect(results[0]).toEqual({ name: 'a b', file: 'src/a.test.ts', status: 'passed' })
    expect(tally(results)).toEqual({ passed: 1, failed: 1, skipped: 2 })
  })

  test('counts a file that failed before its tests as one failure', () => {
    const results = readResults(reportOf({ name: '/r/src/b.test.ts', status: 'failed', assertionResults: [] }), '/r')
    expect(tally(results)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

test.each([
  [{ CI: 'true' }, true],
  [{ CHARGEWRIGHT_REQUIRE_ALL: '1' }, true],
  [{ CI: 'false' }, false],
  [{ CI: '' }, false],
  [{}, false],
])('with %j nothing may be left out: %s', (env, expected) => {
  expect(requireAll(env)).toBe(expected)
})

describe('Chromium', () => {
  const browser = join(folder, 'chromium')
  writeFileSync(browser, '', { mode: 0o755 })

  test('is the one the environment names', () => {
    expect(chromiumPath({ CHROMIUM: browser, PATH: '' })).toBe(browser)
  })

  test('is otherwise found on the PATH', () => {
    expect(chromiumPath({ PATH: `/nowhere:${folder}` })).toBe(browser)
  })

  test('is not replaced by another when the named one is missing', () => {
    expect(chromiumPath({ CHROMIUM: '/nowhere/chromium', PATH: folder })).toBeUndefined()
  })
})

describe('a run', () => {
  const of = (...statuses: TestResult['status'][]) =>
    statuses.map((status) => ({ name: 'x', file: 'a.test.ts', status }))

  test('is well when something passed and nothing failed', () => {
    const run = verdict({ results: of('passed', 'passed', 'skipped'), failures: [], requireAll: false })
    expect(run).toEqual({ lines: ['2 passed, 0 failed, 1 skipped'], ok: true })
  })

  test('is not when a test failed', () => {
    expect(verdict({ results: of('passed', 'failed'), failures: [], requireAll: false }).ok).toBe(false)
  })

  test('is not when a check failed, and the last line shows it', () => {
    const run = verdict({ results: of('passed'), failures: ['Types failed; see above.'], requireAll: false })
    expect(run).toEqual({ lines: ['Types failed; see above.', '1 passed, 1 failed, 0 skipped'], ok: false })
  })

  test('is not when nothing ran', () => {
    const run = verdict({ results: of('skipped'), failures: [], requireAll: false })
    expect(run).toEqual({ lines: ['No test ran.', '0 passed, 1 failed, 1 skipped'], ok: false })
  })

  test('is not when something was skipped where nothing may be', () => {
    const run = verdict({ results: of('passed', 'skipped'), failures: [], requireAll: true })
    expect(run).toEqual({ lines: ['1 skipped, and here nothing may be.', '1 passed, 1 failed, 1 skipped'], ok: false })
  })
})
