import { describe, expect, test } from 'vitest'
import type { Reading } from '../api/types.ts'
import { powerByEvse, transactionColumns } from './columns.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 10, 21, 10, n)).toISOString()
const time = (n: number) => Date.UTC(2026, 10, 21, 10, n) / 1_000
const reading = (n: number, change: Partial<Reading>): Reading => ({ at: minute(n), stationId: 'CS-1', ...change })

describe('power of a station over time', () => {
  test('has a line for each EVSE, in the order of time, whatever order the readings came in', () => {
    const plot = powerByEvse([
      reading(2, { evseId: 2, powerW: 2_000, transactionId: 'b' }),
      reading(1, { evseId: 1, powerW: 1_000, transactionId: 'a' }),
      reading(3, { evseId: 1, powerW: 3_000, transactionId: 'a' }),
    ])
    expect(plot.evses).toEqual([1, 2])
    expect(plot.columns).toEqual([
      [time(1), time(2), time(3)],
      [1, undefined, 3],
      [undefined, 2, undefined],
    ])
  })

  test('is not joined across the end of a transaction', () => {
    const { columns } = powerByEvse([
      reading(1, { evseId: 1, powerW: 1_000, transactionId: 'a' }),
      reading(2, { evseId: 1, powerW: 2_000, transactionId: 'b' }),
    ])
    expect(columns[1]).toEqual([1, null, 2])
  })

  test('keeps its times in order where gaps of one EVSE meet readings of another', () => {
    const { columns } = powerByEvse([
      reading(1, { evseId: 1, powerW: 1_000, transactionId: 'a' }),
      reading(2, { evseId: 2, powerW: 5_000, transactionId: 'c' }),
      reading(3, { evseId: 1, powerW: 2_000, transactionId: 'b' }),
    ])
    expect(columns).toEqual([
      [time(1), time(2), time(3), time(3)],
      [1, null, null, 2],
      [undefined, 5, undefined, undefined],
    ])
  })

  test('is not joined across a long silence', () => {
    const { columns } = powerByEvse([
      reading(1, { evseId: 1, powerW: 1_000, transactionId: 'a' }),
      reading(45, { evseId: 1, powerW: 2_000, transactionId: 'a' }),
    ])
    expect(columns[1]).toEqual([1, null, 2])
  })

  test('leaves out readings that say nothing of power', () => {
    expect(powerByEvse([reading(1, { evseId: 1, registerWh: 5 })]).evses).toEqual([])
  })
})

describe('the course of a transaction', () => {
  test('counts energy from the register at its start', () => {
    const [times, kilowatts, energy, charge] = transactionColumns(
      [reading(1, { registerWh: 1_500, powerW: 7_400, stateOfCharge: 40 }), reading(2, { registerWh: 2_000 })],
      1_000,
    )
    expect(times).toEqual([time(1), time(2)])
    expect(kilowatts).toEqual([7.4, null])
    expect(energy).toEqual([0.5, 1])
    expect(charge).toEqual([40, null])
  })

  test('counts from the first reading when the start is missing', () => {
    expect(
      transactionColumns([reading(1, { registerWh: 800 }), reading(2, { registerWh: 1_300 })], undefined)[2],
    ).toEqual([0, 0.5])
  })

  test('goes on with live events, which tell the energy itself', () => {
    expect(transactionColumns([reading(1, { registerWh: 1_500 }), reading(2, { energyWh: 900 })], 1_000)[2]).toEqual([
      0.5, 0.9,
    ])
  })
})
