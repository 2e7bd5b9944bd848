import { expect, test } from 'vitest'
import { conformancePage, prove, type Section, unknownIds } from './conformance/page.ts'
import type { TestResult } from './test-run/results.ts'

const section: Section = {
  letter: 'A',
  title: 'Handshake',
  behaviours: { 'A-01': 'First', 'A-02': 'Second', 'A-03': 'Third | last', 'A-04': 'Fourth' },
}

function result(name: string, status: TestResult['status'] = 'passed'): TestResult {
  return { name, file: 'src/a.test.ts', status }
}

test('a behaviour is proven when tests bear its id and all of them pass', () => {
  const results = [
    result('A-01 one'),
    result('handshake A-01, A-02 both'),
    result('A-02 two', 'failed'),
    result('A-03', 'skipped'),
    result('A-045'),
  ]
  expect(prove(section, results).map(({ id, verdict, tests }) => [id, verdict, tests.length])).toEqual([
    ['A-01', 'proven', 2],
    ['A-02', 'failing', 2],
    ['A-03', 'not proven', 0],
    ['A-04', 'not proven', 0],
  ])
})

test('the page is the same whatever order the tests ran in', () => {
  const results = [result('A-01 one'), result('A-01 two'), result('A-02')]
  expect(conformancePage([section], results)).toBe(conformancePage([section], results.toReversed()))
})

test('the page counts, names the tests by file, and is not upset by what a name holds', () => {
  const page = conformancePage([section], [result('A-03 a | b <c>'), result('A-03 d')])
  expect(page).toContain('## A. Handshake: 1 of 4 proven')
  expect(page).toContain('- **A-01** First: **not proven**\n- **A-02**')
  expect(page).toContain('- **A-03** Third \\| last: **proven**\n  - `src/a.test.ts`: A-03 a \\| b \\<c\\>; A-03 d\n')
})

test('of many tests in a file the first are named', () => {
  const results = Array.from({ length: 11 }, (_, index) => result(`A-01 case ${index}`))
  expect(conformancePage([section], results)).toContain('; and 6 more\n')
})

test('an id that no behaviour has is reported', () => {
  expect(unknownIds([section], [result('A-01'), result('A-99 x'), result('Z-01')])).toEqual(['A-99'])
})
