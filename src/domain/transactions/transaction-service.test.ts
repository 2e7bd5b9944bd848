import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { type Bus, everyParty, ManualClock, noMetrics, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import type { Reading, StartReport, StopReport, TokenVerdict, Transaction, TransactionReport } from './transaction.ts'
import { createTransactions, type TransactionService } from './transaction-service.ts'

const clock = new ManualClock('2026-03-01T12:00:00Z')
const T0 = Date.parse('2026-03-01T10:00:00Z')
const token = { value: 'AB12', kind: 'rfid' } as const
const minute = (n: number) => new Date(T0 + n * 60_000)

let database: Awaited<ReturnType<typeof testDatabase>>
let bus: Bus
let transactions: TransactionService
let verdict: TokenVerdict = { status: 'accepted' }
let stations = 0

beforeAll(async () => {
  database = await testDatabase()
  bus = memoryBus({ logger: silentLogger, clock })
  transactions = open()
})

afterAll(async () => {
  await transactions.close()
  await bus.close()
  await database.close()
})

/** What a node starts with: nothing in memory. */
function open(): TransactionService {
  const authorization = { authorizeStart: async () => verdict }
  return createTransactions({ database, bus, clock, logger: silentLogger, metrics: noMetrics, authorization })
}

async function newStation(): Promise<string> {
  const id = `CS-${++stations}`
  await database.pool.query(`INSERT INTO station (id, party_id) VALUES ($1, 'default')`, [id])
  return id
}

function reading(n: number, registerWh: number, more: Partial<Reading> = {}): Reading {
  return { at: minute(n), registerWh, samples: [{ value: String(registerWh) }], ...more }
}

const common = (stationId: string) => ({ stationId, partyId: 'default', receivedAt: minute(120) })

function start(stationId: string, n: number, wh: number, more: Partial<StartReport> = {}): StartReport {
  return { ...common(stationId), evseId: 1, token, at: minute(n), startRegisterWh: wh, ...more }
}

function stop(stationId: string, number: number, n: number, wh: number, more: Partial<StopReport> = {}): StopReport {
  return { ...common(stationId), number, at: minute(n), stopRegisterWh: wh, readings: [], ...more }
}

function event(
  stationId: string,
  reference: string,
  kind: TransactionReport['kind'],
  seqNo: number,
  wh: number,
  more: Partial<TransactionReport> = {},
): TransactionReport {
  return {
    ...common(stationId),
    reference,
    kind,
    seqNo,
    at: minute(seqNo),
    facts: { evseId: 1, connectorId: 1 },
    readings: [reading(seqNo, wh)],
    ...more,
  }
}

/** The record without what tells when and how often it was written. */
async function recordOf(stationId: string, reference: string): Promise<Partial<Transaction>> {
  const { updatedAt: _, ...record } = await transactions.find(everyParty, stationId, reference)
  return record
}

async function count(stationId: string): Promise<{ transactions: number; readings: number; energyWh: number }> {
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*) FROM transaction WHERE station_id = $1) AS transactions,
            (SELECT count(*) FROM meter_reading WHERE station_id = $1) AS readings,
            (SELECT coalesce(sum(energy_wh), 0)::bigint FROM transaction WHERE station_id = $1) AS "energyWh"`,
    [stationId],
  )
  return rows[0]
}

describe('2.x transactions', () => {
  test('E-03 any order and repetition of the events, with crashes in between, gives the same record and no energy twice', async () => {
    const script = fc.record({
      steps: fc.array(fc.nat(2_000), { minLength: 2, maxLength: 6 }),
      again: fc.array(fc.nat(6), { maxLength: 6 }),
      order: fc.infiniteStream(fc.nat()),
      crashes: fc.infiniteStream(fc.boolean()),
    })
    await fc.assert(
      fc.asyncProperty(script, async ({ steps, again, order, crashes }) => {
        const stationId = await newStation()
        let wh = 5_000
        const events = steps.map((step, index) => {
          wh += index === 0 ? 0 : step
          const kind = index === 0 ? 'started' : index === steps.length - 1 ? 'ended' : 'updated'
          return event(stationId, 'tx-1', kind, index, wh)
        })
        const repeated = again.flatMap((index) => events[index] ?? [])
        const told = [...events, ...repeated].map((one) => ({ one, key: order.next().value ?? 0 }))
        for (const { one } of told.sort((a, b) => a.key - b.key)) {
          await transactions.report(one)
          if (crashes.next().value) transactions = open()
        }
        const record = await recordOf(stationId, 'tx-1')
        expect(record).toMatchObject({
          status: 'ended',
          energyWh: wh - 5_000,
          complete: true,
          flags: [],
          startedAt: minute(0),
          endedAt: minute(steps.length - 1),
          startRegisterWh: 5_000,
          lastRegisterWh: wh,
        })
        expect(await count(stationId)).toEqual({ transactions: 1, readings: steps.length, energyWh: wh - 5_000 })
      }),
      { numRuns: 25 },
    )
  })

  test('E-03 two connections of one station telling the same events at once make one record', async () => {
    const stationId = await newStation()
    const events = [0, 1, 2, 3].map((n) =>
      event(stationId, 'tx', n === 0 ? 'started' : n === 3 ? 'ended' : 'updated', n, n * 100),
    )
    const other = open()
    await Promise.all([...events, ...events].map((one, index) => (index % 2 === 0 ? transactions : other).report(one)))
    expect(await recordOf(stationId, 'tx')).toMatchObject({ status: 'ended', energyWh: 300, complete: true })
    expect(await count(stationId)).toEqual({ transactions: 1, readings: 4, energyWh: 300 })
    await other.close()
  })

  test('E-04 an Updated after the Ended is stored, and the transaction stays ended', async () => {
    const stationId = await newStation()
    for (const [kind, n, wh] of [
      ['started', 0, 0],
      ['ended', 2, 500],
      ['updated', 3, 600],
    ] as const) {
      await transactions.report(event(stationId, 'tx', kind, n, wh))
    }
    expect(await recordOf(stationId, 'tx')).toMatchObject({ status: 'ended', energyWh: 600, endedAt: minute(2) })
  })

  test('E-05 missing Updated events are marked and the energy is whole', async () => {
    const stationId = await newStation()
    await transactions.report(event(stationId, 'tx', 'started', 0, 0))
    await transactions.report(event(stationId, 'tx', 'ended', 4, 800))
    expect(await recordOf(stationId, 'tx')).toMatchObject({ energyWh: 800, complete: false, flags: ['events-missing'] })
  })

  test('E-07 says the verdict whenever the event bears a token', async () => {
    const stationId = await newStation()
    verdict = { status: 'accepted', groupId: 'fleet' }
    const facts = { evseId: 1, token }
    expect(await transactions.report(event(stationId, 'tx', 'started', 0, 0, { facts }))).toEqual({ verdict })
    expect(await transactions.report(event(stationId, 'tx', 'updated', 1, 10))).toEqual({})
    expect(await transactions.report(event(stationId, 'tx', 'ended', 2, 20, { facts }))).toEqual({ verdict })
    verdict = { status: 'accepted' }
  })

  test('E-11 the same transactionId at two stations is two transactions', async () => {
    const [one, other] = [await newStation(), await newStation()]
    await transactions.report(event(one, 'tx', 'started', 0, 0))
    await transactions.report(event(other, 'tx', 'started', 0, 0))
    expect((await recordOf(one, 'tx')).id).not.toBe((await recordOf(other, 'tx')).id)
  })

  test('while it runs the record follows, also in a node that has just started', async () => {
    const stationId = await newStation()
    await transactions.report(event(stationId, 'tx', 'started', 0, 1_000))
    const next = open()
    await next.report(
      event(stationId, 'tx', 'updated', 1, 1_250, {
        readings: [reading(1, 1_250, { powerW: 7_400, stateOfCharge: 41 })],
      }),
    )
    await next.refresh()
    expect(await recordOf(stationId, 'tx')).toMatchObject({
      status: 'active',
      energyWh: 250,
      powerW: 7_400,
      stateOfCharge: 41,
    })
    await next.close()
  })

  test('a node that crashed before it stored what was running makes the records anew from the log', async () => {
    const stationId = await newStation()
    await transactions.report(event(stationId, 'tx', 'started', 0, 1_000))
    await transactions.report(event(stationId, 'tx', 'updated', 1, 1_900))
    const next = open()
    expect(await next.reproject()).toBeGreaterThan(0)
    expect(await recordOf(stationId, 'tx')).toMatchObject({ status: 'active', energyWh: 900 })
    await next.close()
  })
})

describe('1.6 transactions', () => {
  test('D-03 numbers are positive, within int32, and never used again', async () => {
    const stationId = await newStation()
    const numbers: number[] = []
    for (let n = 0; n < 5; n++) numbers.push((await transactions.start(start(stationId, n, n))).number)
    expect(new Set(numbers).size).toBe(5)
    for (const number of numbers) {
      expect(number).toBeGreaterThan(0)
      expect(number).toBeLessThan(2 ** 31)
    }
  })

  test('D-03 a number that the station knows already for another transaction is passed over', async () => {
    const stationId = await newStation()
    const { rows } = await database.pool.query(`SELECT last_value + 1 AS next FROM transaction_number`)
    await transactions.stop(stop(stationId, rows[0].next, 5, 100))
    const { number } = await transactions.start(start(stationId, 10, 100))
    expect(number).not.toBe(rows[0].next)
    expect(await recordOf(stationId, String(rows[0].next))).toMatchObject({ status: 'ended', flags: ['start-missing'] })
  })

  test('D-05 the same start, told again at once, later or after its end, has the same number and opens nothing', async () => {
    const stationId = await newStation()
    const told = start(stationId, 0, 100)
    const [first, second] = await Promise.all([transactions.start(told), transactions.start(told)])
    expect(second?.number).toBe(first.number)
    await transactions.stop(stop(stationId, first.number, 30, 4_100))
    expect((await open().start(told)).number).toBe(first.number)
    expect(await recordOf(stationId, String(first.number))).toMatchObject({ status: 'ended', energyWh: 4_000 })
    expect((await count(stationId)).transactions).toBe(1)
  })

  test('D-02 a refused token still gets a number, and its transaction is stored', async () => {
    const stationId = await newStation()
    verdict = { status: 'refused', reason: 'blocked' }
    const answer = await transactions.start(start(stationId, 0, 0))
    verdict = { status: 'accepted' }
    expect(answer.verdict).toEqual({ status: 'refused', reason: 'blocked' })
    expect(await recordOf(stationId, String(answer.number))).toMatchObject({
      tokenRefused: 'blocked',
      status: 'active',
      flags: ['token-refused'],
    })
  })

  test('D-06 any order and repetition of readings and stop, with crashes in between, gives the same record', async () => {
    const script = fc.record({ order: fc.infiniteStream(fc.nat()), crashes: fc.infiniteStream(fc.boolean()) })
    await fc.assert(
      fc.asyncProperty(script, async ({ order, crashes }) => {
        const stationId = await newStation()
        const { number } = await transactions.start(start(stationId, 0, 1_000))
        const readings = [1, 2, 3].map(
          (n) => () =>
            transactions.readings({ ...common(stationId), evseId: 1, number, readings: [reading(n, 1_000 + n * 250)] }),
        )
        const end = () =>
          transactions.stop(stop(stationId, number, 4, 2_000, { readings: [reading(3, 1_750)], stopReason: 'Local' }))
        const again = () => transactions.start(start(stationId, 0, 1_000))
        const told = [...readings, ...readings, end, end, again].map((tell) => ({ tell, key: order.next().value ?? 0 }))
        for (const { tell } of told.sort((a, b) => a.key - b.key)) {
          await tell()
          if (crashes.next().value) transactions = open()
        }
        expect(await recordOf(stationId, String(number))).toMatchObject({
          status: 'ended',
          energyWh: 1_000,
          complete: true,
          flags: [],
          stopReason: 'Local',
          endedAt: minute(4),
          evseId: 1,
        })
        expect(await count(stationId)).toEqual({ transactions: 1, readings: 3, energyWh: 1_000 })
      }),
      { numRuns: 20 },
    )
  })

  test('D-04 D-07 a start, readings and stop that never learnt their number are joined in any order', async () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ] as const
    for (const order of orders) {
      const stationId = await newStation()
      const told = [
        () => transactions.start(start(stationId, 10, 500)),
        () => transactions.readings({ ...common(stationId), evseId: 1, number: -1, readings: [reading(20, 800)] }),
        () => transactions.stop(stop(stationId, -1, 30, 1_100, { token })),
      ]
      for (const index of [...order, ...order]) await told[index]?.()
      const { items } = await transactions.list(everyParty, { stationId }, { limit: 10 })
      expect(items).toHaveLength(1)
      expect(items[0]).toMatchObject({
        status: 'ended',
        energyWh: 600,
        complete: true,
        flags: [],
        startedAt: minute(10),
        endedAt: minute(30),
      })
      expect((await count(stationId)).readings).toBe(1)
    }
  })

  test('D-08 a start on a busy connector ends its predecessor there, in whatever order they come, and nowhere else', async () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
    ]) {
      const stationId = await newStation()
      const told = [start(stationId, 0, 0), start(stationId, 30, 500), start(stationId, 60, 900)]
      const elsewhere = await transactions.start(start(stationId, 5, 0, { evseId: 2 }))
      for (const index of order) await transactions.start(told[index] as StartReport)
      const { items } = await transactions.list(everyParty, { stationId }, { limit: 10 })
      const onOne = items
        .filter(({ evseId }) => evseId === 1)
        .map(({ startedAt, endedAt, status }) => ({ startedAt, endedAt, status }))
      expect(onOne).toEqual([
        { startedAt: minute(60), endedAt: undefined, status: 'active' },
        { startedAt: minute(30), endedAt: minute(60), status: 'ended' },
        { startedAt: minute(0), endedAt: minute(30), status: 'ended' },
      ])
      expect((await recordOf(stationId, String(elsewhere.number))).status).toBe('active')
    }
  })

  test('D-09 a stop that was queued for hours is joined like any other', async () => {
    const stationId = await newStation()
    const old = await transactions.start(start(stationId, 0, 0))
    const live = await transactions.start(start(stationId, 60, 700))
    await transactions.stop(stop(stationId, old.number, 40, 700))
    expect(await recordOf(stationId, String(old.number))).toMatchObject({
      endedAt: minute(40),
      energyWh: 700,
      flags: [],
      complete: true,
    })
    expect((await recordOf(stationId, String(live.number))).status).toBe('active')
  })

  test('D-12 a stop below the start bills nothing and is marked', async () => {
    const stationId = await newStation()
    const { number } = await transactions.start(start(stationId, 0, 9_000))
    await transactions.stop(stop(stationId, number, 10, 12))
    expect(await recordOf(stationId, String(number))).toMatchObject({ energyWh: 0, flags: ['register-decreased'] })
  })

  test('D-13 readings without transaction, of an unknown and of an ended one are stored', async () => {
    const stationId = await newStation()
    const { number } = await transactions.start(start(stationId, 0, 0))
    await transactions.stop(stop(stationId, number, 10, 100))
    for (const [n, named] of [
      [20, undefined],
      [21, 999_999],
      [22, number],
    ] as const) {
      const naming = named === undefined ? {} : { number: named }
      await transactions.readings({
        ...common(stationId),
        evseId: n === 20 ? 0 : 1,
        ...naming,
        readings: [reading(n, n)],
      })
    }
    const { items } = await transactions.listReadings(everyParty, { stationId }, { limit: 10 })
    expect(items.map(({ at }) => at)).toEqual([minute(20), minute(21), minute(22)])
    expect(await recordOf(stationId, String(number))).toMatchObject({ status: 'ended', energyWh: 100 })
  })
})

describe('reading transactions', () => {
  test('pages by cursor through everything exactly once, newest first', async () => {
    const stationId = await newStation()
    for (let n = 0; n < 7; n++) await transactions.start(start(stationId, n, n))
    const seen: Date[] = []
    let cursor: string | undefined
    do {
      const page = await transactions.list(
        everyParty,
        { stationId },
        { limit: 3, ...(cursor === undefined ? {} : { cursor }) },
      )
      seen.push(...page.items.map(({ firstEventAt }) => firstEventAt))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map(minute))
  })

  test('shows another party nothing', async () => {
    const stationId = await newStation()
    const { number } = await transactions.start(start(stationId, 0, 0))
    const { id } = await transactions.find(everyParty, stationId, String(number))
    const other = { partyIds: ['other'] }
    await expect(transactions.get(other, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(transactions.find(other, stationId, String(number))).rejects.toMatchObject({ code: 'not-found' })
    await expect(transactions.listEvents(other, id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await transactions.list(other, {}, { limit: 10 })).items).toEqual([])
    expect((await transactions.listReadings(other, { stationId }, { limit: 10 })).items).toEqual([])
  })

  test('a cursor of another list is refused by name', async () => {
    await expect(transactions.list(everyParty, {}, { limit: 1, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})
