import { describe, expect, test } from 'vitest'
import { nextStep, scheduleColumns } from './schedule-columns.ts'

const startAt = '2026-11-21T10:00:00.000Z'
const start = Date.parse(startAt) / 1_000

describe('a schedule as it is drawn', () => {
  test('holds each limit until the next one, and the last to its end', () => {
    const periods = [
      { startS: 0, limit: '16' },
      { startS: 3_600, limit: '8.5' },
    ]
    expect(scheduleColumns([{ startAt, durationS: 7_200, periods }])).toEqual([
      [start, start + 3_600, start + 7_200],
      [16, 8.5, 8.5],
    ])
  })

  test('is a gap where nothing limits', () => {
    const periods = [{ startS: 0 }, { startS: 60, limit: '6' }]
    expect(scheduleColumns([{ startAt, durationS: 120, periods }])[1]).toEqual([null, 6, 6])
  })

  test('lies beside what the station told, each with its own steps and its own end', () => {
    const calculated = { startAt, durationS: 200, periods: [{ startS: 0, limit: '10' }] }
    const told = { startAt: '2026-11-21T10:01:40.000Z', durationS: 50, periods: [{ startS: 0, limit: '8' }] }
    expect(scheduleColumns([calculated, told])).toEqual([
      [start, start + 100, start + 150, start + 200],
      [10, 10, 10, 10],
      [null, 8, 8, null],
    ])
  })

  test('begins where it is to begin, whenever it was told', () => {
    const periods = [
      { startS: 0, limit: '32' },
      { startS: 600, limit: '6' },
    ]
    const now = '2026-11-21T10:05:00.000Z'
    expect(scheduleColumns([{ startAt, durationS: 900, periods }], now)).toEqual([
      [start + 300, start + 600, start + 900],
      [32, 6, 6],
    ])
  })

  test('leaves out what begins after its end, and is nothing without a period', () => {
    const periods = [
      { startS: 0, limit: '1' },
      { startS: 500, limit: '2' },
    ]
    expect(scheduleColumns([{ startAt, durationS: 100, periods }])[1]).toEqual([1, 1])
    expect(scheduleColumns([{ startAt, durationS: 100, periods: [] }])).toEqual([[], []])
  })
})

test('the next step is the first that is yet to come', () => {
  const periods = [
    { startS: 0, limit: '16' },
    { startS: 3_600, limit: '8' },
  ]
  const schedule = { startAt, durationS: 7_200, periods }
  expect(nextStep(schedule, Date.parse(startAt) + 1)).toEqual({ at: '2026-11-21T11:00:00.000Z', limit: '8' })
  expect(nextStep(schedule, Date.parse(startAt) + 3_600_001)).toBeUndefined()
})
