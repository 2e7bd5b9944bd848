import { expect, test } from 'vitest'
import type { TestResult } from '../test-run/results.ts'
import type { Catalogue } from './catalogue.ts'
import { proveClause, versionPage } from './version-page.ts'

function result(name: string, status: TestResult['status'] = 'passed'): TestResult {
  return { name, file: 'src/a.test.ts', status }
}

const clause = { id: 'A01.FR.03', demands: 'The former one opens no more.', provenBy: ['A01.FR.03', 'A-13'] }

const catalogue: Catalogue = {
  version: 'ocpp2.0.1',
  parts: [
    {
      title: 'Part 2',
      clauses: [
        clause,
        { id: 'B01.FR.02', demands: 'A boot is answered.', provenBy: ['B01.FR.02'] },
        { id: 'B01.FR.99', demands: 'Somebody else does it.', provenBy: ['B01.FR.99'], notProvable: 'it is not ours' },
      ],
    },
    { title: 'Part 4', clauses: [{ id: '2.0.1-J §3.3', demands: 'Pressed.', provenBy: ['2.0.1-J §3.3'] }] },
  ],
}

test.each([
  ['its own id', result('A01.FR.03'), 'proven'],
  ['an id of the same demand', result('ocpp2.0.1 A-13 a password'), 'proven'],
  ['another version', result('ocpp1.6 A01.FR.03'), 'not proven'],
  ['a longer id', result('A01.FR.033'), 'not proven'],
  ['a failure', result('A01.FR.03', 'failed'), 'failing'],
  ['a test that did not run', result('A01.FR.03', 'skipped'), 'not proven'],
])('a clause is judged by %s', (_what, one, verdict) => {
  expect(proveClause(clause, 'ocpp2.0.1', [one]).verdict).toBe(verdict)
})

test('what no test can prove says why, until a test does', () => {
  const hopeless = { ...clause, notProvable: 'it is not ours' }
  expect(proveClause(hopeless, 'ocpp2.0.1', []).verdict).toBe('cannot be proven')
  expect(proveClause(hopeless, 'ocpp2.0.1', [result('A01.FR.03')]).verdict).toBe('proven')
})

test('the page has totals at its top, and each clause with its tests or the words not proven', () => {
  const page = versionPage(catalogue, [result('A01.FR.03 a | b'), result('B01.FR.02 c', 'failed')])
  expect(page).toContain('| Part 2 | 3 | 1 | 1 | 0 | 1 |')
  expect(page).toContain('| Part 4 | 1 | 0 | 0 | 1 | 0 |')
  expect(page).toContain('### A. Security: 1 of 1 proven\n\n- **A01.FR.03** The former one opens no more. **proven**\n')
  expect(page).toContain('  - `src/a.test.ts`: A01.FR.03 a \\| b\n')
  expect(page).toContain('- **B01.FR.99** Somebody else does it. **cannot be proven**: it is not ours\n')
  expect(page).toContain('- **2.0.1-J §3.3** Pressed. **not proven**\n')
})

test('the page counts the negative cases of its version', () => {
  const page = versionPage(catalogue, [
    result('requests negative ocpp2.0.1 strict request Authorize: 12 cases'),
    result('requests negative ocpp2.0.1 strict request Heartbeat: 3 cases'),
    result('negative ocpp2.0.1 not accepted: 25 cases'),
    result('negative ocpp2.1 strict request Authorize: 500 cases'),
    result('negative ocpp2.0.1 strict request MeterValues: 100 cases', 'skipped'),
  ])
  expect(page).toContain('40 negative cases, all with the right answer.')
  expect(page).toContain('- strict request, 15: Authorize 12, Heartbeat 3\n')
  expect(page).toContain('- not accepted, 25\n')
})

test('one failure among the negative cases is told', () => {
  const page = versionPage(catalogue, [result('negative ocpp2.0.1 strict request Authorize: 12 cases', 'failed')])
  expect(page).toContain('12 negative cases, 12 of them in a test that failed.')
})

test('the page is the same whatever order the tests ran in', () => {
  const results = [result('A01.FR.03 one'), result('A-13 two'), result('negative ocpp2.0.1 b: 1 cases'), result('x')]
  expect(versionPage(catalogue, results)).toBe(versionPage(catalogue, results.toReversed()))
})
