import { expect, test } from 'vitest'
import { aTransaction } from '../testing/samples.ts'
import { completedMonth } from './completed.ts'

const ended = (endedAt: string, energyWh: number, flagged = false) =>
  aTransaction({ status: 'ended', endedAt, energyWh, flags: flagged ? ['offline'] : [] })

test('a month comes to the sum of its transactions, with every day in it', () => {
  const month = completedMonth('2026-11', [
    ended('2026-11-01T00:00:00.000Z', 100),
    ended('2026-11-01T23:59:59.999Z', 250, true),
    ended('2026-11-30T12:00:00.000Z', 1_000),
  ])
  expect(month).toMatchObject({ transactions: 3, energyWh: 1_350, flagged: 1 })
  expect(month.days).toHaveLength(30)
  expect(month.days[0]).toEqual({ day: 1, transactions: 2, energyWh: 350 })
  expect(month.days[1]).toEqual({ day: 2, transactions: 0, energyWh: 0 })
  expect(month.days[29]).toEqual({ day: 30, transactions: 1, energyWh: 1_000 })
})
