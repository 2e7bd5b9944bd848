import { expect, test } from 'vitest'
import type { TransactionMoment } from '#domain/transactions'
import { courseOf } from './index.ts'

const at = (minutes: number) => Date.parse('2026-03-02T10:00:00Z') + minutes * 60_000
const moment = (minutes: number, wattHours: number, more: Partial<TransactionMoment> = {}): TransactionMoment => ({
  ...{ key: `${minutes}`, atMs: at(minutes), registers: [{ atMs: at(minutes), mWh: wattHours * 1000 }] },
  ...more,
})
const frame = { startedMs: at(0), endedMs: at(60), timeZone: 'UTC' }
const energy = (moments: readonly TransactionMoment[], energyWh?: number) =>
  courseOf(moments, { ...frame, ...(energyWh === undefined ? {} : { energyWh }) }).points.map(
    ({ energyMWh }) => energyMWh,
  )

test('counts from the first register up to what is on record', () => {
  expect(energy([moment(0, 500), moment(30, 1500), moment(60, 3500)], 3000)).toEqual([0, 1_000_000, 3_000_000])
})

test('D-12 goes on counting when the meter was reset, and never back', () => {
  expect(energy([moment(0, 90_000), moment(20, 95_000), moment(40, 0), moment(60, 2000)], 7000)).toEqual([
    ...[0, 5_000_000, 5_000_000, 7_000_000],
  ])
})

test('takes a register that goes back a little for rounding', () => {
  expect(energy([moment(0, 1400), moment(20, 1000), moment(40, 2000), moment(60, 2400)], 1000)).toEqual([
    ...[0, 0, 600_000, 1_000_000],
  ])
})

test('keeps what was read before the start or after the end within them', () => {
  const { points } = courseOf([moment(-5, 0), moment(70, 1000)], { ...frame, energyWh: 1000 })
  expect(points).toEqual([
    { atMs: at(0), energyMWh: 0 },
    { atMs: at(60), energyMWh: 1_000_000 },
  ])
})

test('has as much as is on record without any register', () => {
  expect(energy([], 0)).toEqual([0, 0])
  expect(energy([])).toEqual([0, 0])
})

test('cuts off what is no whole watt-hour while it runs', () => {
  expect(energy([moment(0, 0), moment(60, 1.999)])).toEqual([0, 1000])
})

test('tells states of one moment apart by what the station counts', () => {
  const charging = moment(10, 0, { key: 'b', seqNo: 1, chargingState: 'Charging' })
  const idle = moment(10, 0, { key: 'a', seqNo: 2, chargingState: 'SuspendedEVSE' })
  const { states } = courseOf([idle, charging], frame)
  expect(states.map(({ isCharging }) => isCharging)).toEqual([true, false])
})
