import { expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { ManualClock, silentLogger } from '#kernel'
import type { Entry } from './entry.ts'
import { RunningTable } from './running-table.ts'
import { RunningTransaction } from './running-transaction.ts'
import { FIRST_VERSION } from './transaction-columns.ts'

const AT_MS = Date.parse('2026-03-01T12:00:00Z')

const started: Entry = {
  key: 'start',
  kind: 'started',
  atMs: AT_MS,
  receivedAtMs: AT_MS,
  facts: {},
  registers: [],
  measured: {},
}

function running(stationId: string, reference: string, numbered = false): RunningTransaction {
  const id = `${stationId}/${reference}`
  const name = { id, stationId, partyId: 'default', reference, numbered, version: FIRST_VERSION, receivedAtMs: AT_MS }
  return RunningTransaction.opened(name, started)
}

function tableOf(limit: number): RunningTable {
  return new RunningTable({
    bus: memoryBus({ logger: silentLogger }),
    clock: new ManualClock(),
    logger: silentLogger,
    refresh: async () => new Set(),
    overtaken: async () => {},
    limit,
    refreshMs: 500,
  })
}

test('one is found by its station and reference, a number of ours beside the same text of the station', () => {
  const table = tableOf(10)
  const [own, ours, other] = [running('A', '7'), running('A', '7', true), running('B', '7')]
  for (const one of [own, ours, other]) table.add(one)
  expect(table.get({ stationId: 'A', reference: '7', numbered: false })).toBe(own)
  expect(table.get({ stationId: 'A', reference: '7', numbered: true })).toBe(ours)
  expect(table.get({ stationId: 'B', reference: '7', numbered: false })).toBe(other)
  expect(table.get({ stationId: 'B', reference: '8', numbered: false })).toBeUndefined()
  expect(table.get({ stationId: 'C', reference: '7', numbered: false })).toBeUndefined()
})

test('the newest of one name is the one in use', () => {
  const table = tableOf(10)
  const [former, newest] = [running('A', '7'), running('A', '7')]
  table.add(former)
  table.add(newest)
  expect([table.size, former.inUse, newest.inUse]).toEqual([1, false, true])
  table.remove(former)
  expect([table.size, newest.inUse, table.get(newest)]).toEqual([0, false, undefined])
  table.remove(newest)
  expect(table.size).toBe(0)
})

test('beyond the limit of all the oldest goes first', () => {
  const table = tableOf(3)
  const all = ['A', 'B', 'C', 'D'].map((stationId) => running(stationId, '1'))
  for (const one of all) table.add(one)
  expect([table.size, all.map(({ inUse }) => inUse)]).toEqual([3, [false, true, true, true]])
})

test('a station that never ends any loses its own oldest, and nobody else theirs', () => {
  const table = tableOf(1_000)
  const other = running('B', '1')
  table.add(other)
  const all = Array.from({ length: 150 }, (_, index) => running('A', String(index)))
  for (const one of all) table.add(one)
  expect(other.inUse).toBe(true)
  expect(table.size).toBe(101)
  expect(all.filter(({ inUse }) => inUse)).toEqual(all.slice(50))
})
