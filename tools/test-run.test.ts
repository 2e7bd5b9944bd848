import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { chromiumPath, requireAll } from '../test/support/machine.ts'
import { readResults, tally } from './test-run/results.ts'

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
