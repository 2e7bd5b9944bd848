import { expect, test } from 'vitest'
import { scheduleChart } from './schedule-chart.ts'

const sink = { write: () => {}, isTerminal: false, colour: false, columns: 80 }
const drawn = (periods: Parameters<typeof scheduleChart>[1]['periods']) =>
  scheduleChart(sink, { startAt: '2026-11-01T00:00:00Z', durationS: 86_400, rateUnit: 'A', periods })
    .split('\n')
    .map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, 'TIME'))

test('each period has a bar beside the highest of all', () => {
  const lines = drawn([
    { startS: 0, limit: '16' },
    { startS: 3_600, limit: '32' },
  ])
  expect(lines[1]).toBe(`TIME  16  ${'█'.repeat(16)}`)
  expect(lines[2]).toBe(`TIME  32  ${'█'.repeat(32)}`)
  expect(lines[3]).toMatch(/^TIME +end$/)
})

test('nothing is a mark of its own, and so is no limit at all', () => {
  const lines = drawn([{ startS: 0, limit: '0' }, { startS: 60 }])
  expect(lines[1]).toMatch(/ 0 {2}│$/)
  expect(lines[2]).toMatch(/no limit {2}─+→$/)
})

test('phases are told where there are fewer', () => {
  expect(drawn([{ startS: 0, limit: '6', phases: 1 }])[1]).toBe(`TIME  6       1  ${'█'.repeat(32)}`)
})
