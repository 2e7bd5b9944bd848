import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CopyRow } from '#storage'
import { type TestDatabase, testDatabase } from '#test/database'
import { type CarrierScope, eachCarried, readingRow, readingStore } from './carried-event-store.ts'
import type { Entry } from './entry.ts'
import { readingsEntry, reportEntry, storedReadings } from './event-line.ts'
import type { EventFacts, Reading } from './transaction.ts'

const AT = new Date('2026-06-01T10:00:00.000Z')
const STATION = 'CS-1'
const TRANSACTION = 'tx-1'

let database: TestDatabase
let copied: string[]
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  copied = []
  await database.pool.query('TRUNCATE meter_reading')
})
afterAll(() => database.close())

/** The store over the real database, with the statements it chose. */
function store(): (rows: readonly CopyRow[]) => Promise<void> {
  return readingStore({
    copy(statements, rows) {
      copied.push(statements.startsWith('COPY') ? 'plain' : 'careful')
      return database.copy(statements, rows)
    },
  })
}

function carried(seqNo: number, reading: Partial<Reading> = {}, facts: EventFacts = {}) {
  const whole = { at: AT, samples: [{ value: '1' }], ...reading }
  const report = { stationId: STATION, partyId: 'p', reference: 'r', kind: 'updated', seqNo } as const
  const entry = reportEntry({ ...report, at: AT, receivedAt: AT, facts, readings: [whole] }, {})
  const owner = { stationId: STATION, receivedAt: AT, transactionId: TRANSACTION, seqNo }
  const [stored] = storedReadings([whole], owner)
  if (stored === undefined) throw new Error('one reading is one row')
  return { entry, row: readingRow(stored, entry) }
}

async function carriedEntries(scopes: readonly CarrierScope[]): Promise<[transactionId: string, entry: Entry][]> {
  const found: [string, Entry][] = []
  await eachCarried(database, scopes, (id, entry) => found.push([id, entry]))
  return found
}

const count = async () => (await database.pool.query('SELECT FROM meter_reading')).rowCount
const scope = [{ id: TRANSACTION, stationId: STATION, fromMs: AT.getTime() - 1 }]

const measure = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => (value === 0 ? 0 : value))
const reading = fc.record(
  {
    at: fc.date({ min: AT, max: new Date(AT.getTime() + 86_400_000), noInvalidDate: true }),
    context: fc.constantFrom('Sample.Periodic', 'Sample.Clock'),
    registerWh: fc.integer({ min: 0, max: 2 ** 40 }).map((mWh) => mWh / 1000),
    powerW: measure,
    currentA: measure,
    voltageV: measure,
    stateOfCharge: measure,
  },
  { requiredKeys: ['at'] },
)
const facts = fc.record(
  {
    evseId: fc.nat(9),
    connectorId: fc.nat(9),
    trigger: fc.string(),
    chargingState: fc.constantFrom('Charging', 'Idle'),
    timestamp: fc.string(),
    offline: fc.boolean(),
  },
  { requiredKeys: [] },
)

test('an event comes back from the row of its reading as it was', async () => {
  await fc.assert(
    fc.asyncProperty(reading, facts, fc.nat(2 ** 31), async (read, said, seqNo) => {
      const { entry, row } = carried(seqNo, read, said)
      fc.pre(!JSON.stringify(said).includes('\\u0000'))
      await database.pool.query('TRUNCATE meter_reading')
      await store()([row])
      expect(await carriedEntries(scope)).toEqual([[TRANSACTION, entry]])
    }),
    { numRuns: 100 },
  )
})

test('so does a 1.6 reading, which has no number', async () => {
  const read: Reading = { at: AT, registerWh: 12.345, samples: [{ value: '12.345' }] }
  const report = { stationId: STATION, partyId: 'p', evseId: 2, receivedAt: AT, number: 7, readings: [read] }
  const stored = storedReadings([read], { stationId: STATION, evseId: 2, receivedAt: AT, transactionId: TRANSACTION })
  const entry = readingsEntry(report, stored)
  await store()(stored.map((each) => readingRow(each, entry)))
  expect(await carriedEntries(scope)).toEqual([[TRANSACTION, entry]])
})

test('readings that carry nothing, of others, and from before are not events of the transaction', async () => {
  const [plain] = storedReadings([{ at: AT, samples: [{ value: '9' }] }], {
    stationId: STATION,
    receivedAt: AT,
    transactionId: TRANSACTION,
  })
  if (plain === undefined) throw new Error('one reading is one row')
  await store()([readingRow(plain), carried(1).row])
  expect(await carriedEntries(scope)).toHaveLength(1)
  expect(await carriedEntries([{ ...(scope[0] as (typeof scope)[0]), id: 'tx-2' }])).toEqual([])
  expect(await carriedEntries([{ ...(scope[0] as (typeof scope)[0]), fromMs: AT.getTime() + 1 }])).toEqual([])
})

test('E12.FR.06: two events may read the same, and both are kept', async () => {
  await store()([carried(1).row, carried(2).row])
  expect((await carriedEntries(scope)).map(([, { seqNo }]) => seqNo).sort()).toEqual([1, 2])
})

test('what is told again, with others or alone, is stored once and disturbs nobody', async () => {
  const write = store()
  await write([carried(1).row, carried(2).row])
  await write([carried(2).row, carried(3).row, carried(3).row])
  expect(await count()).toBe(3)
})

test('after a repetition groups are stored with care, the longer the more often it happens, and then quickly again', async () => {
  const write = store()
  let seqNo = 1
  const fresh = () => write([carried(++seqNo).row])
  const repeated = () => write([carried(1).row])
  await repeated()
  for (const expected of [
    ['plain', 'careful'],
    ['plain', 'careful', 'careful'],
  ]) {
    copied = []
    await repeated()
    if (expected.length > 2) await fresh()
    expect(copied).toEqual(expected)
    if (expected.length === 2) await fresh()
  }
  copied = []
  await fresh()
  await fresh()
  await fresh()
  expect(copied).toEqual(['careful', 'plain', 'plain'])
})

test('another failure is told, and nothing is stored', async () => {
  const write = readingStore({ copy: (statements, rows) => database.copy(statements.replace('digest', 'no'), rows) })
  await expect(write([carried(1).row])).rejects.toThrow('no')
  expect(await count()).toBe(0)
})
