import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestResult } from '../test-run/results.ts'
import { readCatalogue } from './catalogue.ts'
import { writeConformance } from './write.ts'

const root = mkdtempSync(join(tmpdir(), 'conformance-'))
const folder = join(root, 'docs', 'conformance')
beforeAll(() => cpSync(resolve(import.meta.dirname, '../../docs/conformance'), folder, { recursive: true }))
afterAll(() => rmSync(root, { recursive: true }))

function result(name: string): TestResult {
  return { name, file: 'src/a.test.ts', status: 'passed' }
}

test('a page is not made of no results', () => {
  expect(() => writeConformance(root, [])).toThrow('no results')
  expect(() => writeConformance(root, [{ ...result('A-01'), file: 'tools/a.test.ts' }])).toThrow('no results')
})

test('every page is written, and what they hold is said', () => {
  const said = writeConformance(root, [
    result('A-01 TC_A_01_CSMS B01.FR.02 one'),
    result('1.6 §4.99 A-99 TC_A_99_CSMS slips of the pen'),
    result('negative ocpp2.1 strict request Authorize: 12 cases'),
  ])
  expect(said).toMatch(/ocpp2\.0\.1: clauses 1 of \d+ of Part 2/)
  expect(said).toMatch(/ocpp2\.1: clauses 1 of \d+ of Part 2.*; 12 negative cases/)
  expect(said).toContain('Official test cases of ocpp1.6: 0 of 77 covered')
  expect(said).toContain('Official test cases of ocpp2.0.1: 1 of 249 covered')
  expect(said).toContain('Tests bear ids that nothing has: A-99, 1.6 §4.99, TC_A_99_CSMS')
  expect(readFileSync(join(folder, 'test-cases.md'), 'utf8')).toContain('HTTP credentials that are right: **covered**')
  expect(readFileSync(join(folder, 'test-cases.md'), 'utf8')).toContain('for both uses: **cannot be covered**: a cert')
  expect(readFileSync(join(folder, 'ocpp1.6.md'), 'utf8')).toContain('§4.2/1** A boot is answered')
})

test('the clauses of 2.1 are those of 2.0.1 and its own, and no id is there twice', () => {
  const catalogues = (['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const).map((version) => readCatalogue(folder, version))
  for (const { parts } of catalogues) {
    const ids = parts.flatMap(({ clauses }) => clauses.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  }
  const [, older, newer] = catalogues.map(({ parts }) => parts[0]?.clauses.map(({ id }) => id) ?? [])
  expect(older?.filter((id) => !newer?.includes(id))).toEqual(['K17.FR.07'])
})

test('a note about a clause that is not there is a slip of the pen', () => {
  const part = { title: 'Part 2', clauses: { 'A00.FR.001': 'One.' }, as: { 'A00.FR.002': ['A-01'] } }
  writeFileSync(join(folder, 'ocpp2.0.1.json'), JSON.stringify({ version: 'ocpp2.0.1', parts: [part] }))
  expect(() => readCatalogue(folder, 'ocpp2.0.1')).toThrow('Part 2 has no A00.FR.002')
})
