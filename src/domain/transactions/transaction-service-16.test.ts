import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { minute, reading, start, stop, TransactionTrial, token, values } from '#test/transactions'
import type { StartReport } from './transaction.ts'

let trial: TransactionTrial
beforeAll(async () => {
  trial = await TransactionTrial.open()
})
afterAll(() => trial.close())

describe('1.6 transactions', () => {
  test('D-03 numbers are positive, within int32, and never used again', async () => {
    const stationId = await trial.newStation()
    const numbers: number[] = []
    for (let n = 0; n < 5; n++) numbers.push((await trial.node.start(start(stationId, n, n))).number)
    expect(new Set(numbers).size).toBe(5)
    for (const number of numbers) {
      expect(number).toBeGreaterThan(0)
      expect(number).toBeLessThan(2 ** 31)
    }
  })

  test('D-03 a number that the station knows already for another transaction is passed over', async () => {
    const stationId = await trial.newStation()
    const { rows } = await trial.database.pool.query(`SELECT last_value + 1 AS next FROM transaction_number`)
    await trial.node.stop(stop(stationId, rows[0].next, 5, 100))
    const { number } = await trial.node.start(start(stationId, 10, 100))
    expect(number).not.toBe(rows[0].next)
    expect(await trial.record(stationId, rows[0].next)).toMatchObject({ status: 'ended', flags: ['start-missing'] })
  })

  test('D-05 the same start, told again at once, later or after its end, has the same number and opens nothing', async () => {
    const stationId = await trial.newStation()
    const told = start(stationId, 0, 100)
    const [first, second] = await Promise.all([trial.node.start(told), trial.node.start(told)])
    expect(second?.number).toBe(first.number)
    await trial.node.stop(stop(stationId, first.number, 30, 4_100))
    expect((await trial.another().start(told)).number).toBe(first.number)
    expect(await trial.record(stationId, first.number)).toMatchObject({ status: 'ended', energyWh: 4_000 })
    expect((await trial.count(stationId)).transactions).toBe(1)
  })

  test('D-02 a refused token still gets a number, and its transaction is stored', async () => {
    const stationId = await trial.newStation()
    trial.verdict = { status: 'refused', reason: 'blocked' }
    const answer = await trial.node.start(start(stationId, 0, 0))
    trial.verdict = { status: 'accepted' }
    expect(answer.verdict).toEqual({ status: 'refused', reason: 'blocked' })
    expect(await trial.record(stationId, answer.number)).toMatchObject({
      tokenRefused: 'blocked',
      status: 'active',
      flags: ['token-refused'],
    })
  })

  test('D-06 any order and repetition of readings and stop, with crashes in between, gives the same record', async () => {
    const script = fc.record({ order: fc.infiniteStream(fc.nat()), crashes: fc.infiniteStream(fc.boolean()) })
    await fc.assert(
      fc.asyncProperty(script, async ({ order, crashes }) => {
        const stationId = await trial.newStation()
        const { number } = await trial.node.start(start(stationId, 0, 1_000))
        const readings = [1, 2, 3].map(
          (n) => () => trial.node.readings(values(stationId, [reading(n, 1_000 + n * 250)], { number })),
        )
        const end = () =>
          trial.node.stop(stop(stationId, number, 4, 2_000, { readings: [reading(3, 1_750)], stopReason: 'Local' }))
        const again = () => trial.node.start(start(stationId, 0, 1_000))
        const told = [...readings, ...readings, end, end, again].map((tell) => ({ tell, key: order.next().value ?? 0 }))
        for (const { tell } of told.sort((a, b) => a.key - b.key)) {
          await tell()
          if (crashes.next().value) trial.crash()
        }
        expect(await trial.record(stationId, number)).toMatchObject({
          status: 'ended',
          energyWh: 1_000,
          complete: true,
          flags: [],
          stopReason: 'Local',
          endedAt: minute(4),
          evseId: 1,
        })
        expect(await trial.count(stationId)).toEqual({ transactions: 1, readings: 3, energyWh: 1_000 })
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
      const stationId = await trial.newStation()
      const told = [
        () => trial.node.start(start(stationId, 10, 500)),
        () => trial.node.readings(values(stationId, [reading(20, 800)], { number: -1 })),
        () => trial.node.stop(stop(stationId, -1, 30, 1_100, { token })),
      ]
      for (const index of [...order, ...order]) await told[index]?.()
      const { items } = await trial.node.list(everyParty, { stationId }, { limit: 10 })
      expect(items).toHaveLength(1)
      expect(items[0]).toMatchObject({
        status: 'ended',
        energyWh: 600,
        complete: true,
        flags: [],
        startedAt: minute(10),
        endedAt: minute(30),
      })
      expect((await trial.count(stationId)).readings).toBe(1)
    }
  })

  describe('a stop whose start never came', () => {
    const STRANGE = 2_000_000_001

    test('knows its energy by the readings that name it, in any order and repetition, with crashes in between', async () => {
      const script = fc.record({
        order: fc.infiniteStream(fc.nat()),
        crashes: fc.infiniteStream(fc.boolean()),
        together: fc.boolean(),
        carried: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(script, async ({ order, crashes, together, carried }) => {
          const stationId = await trial.newStation()
          const taken = [1, 2, 3].map((n) => reading(n, 1_000 + n * 250))
          const messages = (together ? [taken] : taken.map((one) => [one])).map(
            (readings) => () => trial.node.readings(values(stationId, readings, { number: STRANGE })),
          )
          const end = () =>
            trial.node.stop(stop(stationId, STRANGE, 4, 2_000, { readings: carried ? taken.slice(0, 1) : [] }))
          const told = [...messages, ...messages, end, end].map((tell) => ({ tell, key: order.next().value ?? 0 }))
          for (const { tell } of told.sort((a, b) => a.key - b.key)) {
            await tell()
            if (crashes.next().value) trial.crash()
          }
          expect(await trial.record(stationId, STRANGE)).toMatchObject({
            ...{ status: 'ended', energyWh: 750, complete: false, flags: ['start-missing'], evseId: 1 },
            ...{ startRegisterWh: 1_250, lastRegisterWh: 2_000, endedAt: minute(4) },
            ...{ firstEventAt: minute(1), lastEventAt: minute(4) },
          })
          expect(await trial.count(stationId)).toEqual({ transactions: 1, readings: 3, energyWh: 750 })
        }),
        { numRuns: 20 },
      )
    })

    test.each([
      ['taken before the clock was set', new Date('1970-01-01T00:00:09Z')],
      ['taken a year ago', minute(-60 * 24 * 365)],
    ])('counts a reading %s, in any order', async (_, at) => {
      for (const stopFirst of [true, false]) {
        const stationId = await trial.newStation()
        const told = [
          () => trial.node.readings(values(stationId, [{ ...reading(0, 1_250), at }], { number: STRANGE })),
          () => trial.node.stop(stop(stationId, STRANGE, 4, 2_000)),
        ]
        for (const tell of stopFirst ? told.reverse() : told) await tell()
        expect(await trial.record(stationId, STRANGE)).toMatchObject({ energyWh: 750, evseId: 1, firstEventAt: at })
      }
    })

    test('leaves nothing but readings of a number that nobody stops', async () => {
      const stationId = await trial.newStation()
      const readings = [reading(1, 100), reading(2, 200)]
      await trial.node.readings(values(stationId, readings, { number: STRANGE }))
      const { rows } = await trial.database.pool.query('SELECT FROM transaction_event WHERE station_id = $1', [
        stationId,
      ])
      expect(rows).toEqual([])
      expect(await trial.count(stationId)).toEqual({ transactions: 0, readings: 2, energyWh: 0 })
    })

    test('knows it by the data it brings', async () => {
      const stationId = await trial.newStation()
      const readings = [
        reading(10, 500, { context: 'Transaction.Begin' }),
        reading(30, 1_100, { context: 'Transaction.End' }),
      ]
      await trial.node.stop(stop(stationId, -1, 30, 1_100, { readings }))
      const { items } = await trial.node.list(everyParty, { stationId }, { limit: 10 })
      expect(items).toMatchObject([{ energyWh: 600, startRegisterWh: 500, flags: ['start-missing'], complete: false }])
    })

    test('is worth nothing where nothing but its own register is known', async () => {
      const stationId = await trial.newStation()
      await trial.node.readings(values(stationId, [reading(1, 100)], { number: STRANGE + 1 }))
      await trial.node.readings(values(stationId, [reading(1, 100)]))
      await trial.node.stop(stop(stationId, STRANGE, 4, 2_000))
      expect(await trial.record(stationId, STRANGE)).toMatchObject({ energyWh: 0, flags: ['start-missing'] })
    })

    test('D-13 is not there before it is told: readings that name it are, by themselves', async () => {
      const stationId = await trial.newStation()
      await trial.node.readings(values(stationId, [reading(1, 100)], { number: STRANGE }))
      const readings = async () => (await trial.node.listReadings(everyParty, { stationId }, { limit: 10 })).items
      expect(await readings()).toMatchObject([{ registerWh: 100 }])
      expect((await readings())[0]).not.toHaveProperty('transactionId')
      expect(await trial.count(stationId)).toMatchObject({ transactions: 0 })
      await trial.node.stop(stop(stationId, STRANGE, 4, 2_000))
      const { id } = await trial.record(stationId, STRANGE)
      expect(await readings()).toMatchObject([{ transactionId: id }])
    })
  })

  test('D-08 a start on a busy connector ends its predecessor there, in whatever order they come, and nowhere else', async () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
    ]) {
      const stationId = await trial.newStation()
      const told = [start(stationId, 0, 0), start(stationId, 30, 500), start(stationId, 60, 900)]
      const elsewhere = await trial.node.start(start(stationId, 5, 0, { evseId: 2 }))
      for (const index of order) await trial.node.start(told[index] as StartReport)
      const { items } = await trial.node.list(everyParty, { stationId }, { limit: 10 })
      const onOne = items
        .filter(({ evseId }) => evseId === 1)
        .map(({ startedAt, endedAt, status }) => ({ startedAt, endedAt, status }))
      expect(onOne).toEqual([
        { startedAt: minute(60), endedAt: undefined, status: 'active' },
        { startedAt: minute(30), endedAt: minute(60), status: 'ended' },
        { startedAt: minute(0), endedAt: minute(30), status: 'ended' },
      ])
      expect((await trial.record(stationId, elsewhere.number)).status).toBe('active')
    }
  })

  test('D-09 a stop that was queued for hours is joined like any other', async () => {
    const stationId = await trial.newStation()
    const old = await trial.node.start(start(stationId, 0, 0))
    const live = await trial.node.start(start(stationId, 60, 700))
    await trial.node.stop(stop(stationId, old.number, 40, 700))
    expect(await trial.record(stationId, old.number)).toMatchObject({
      endedAt: minute(40),
      energyWh: 700,
      flags: [],
      complete: true,
    })
    expect((await trial.record(stationId, live.number)).status).toBe('active')
  })

  test('C-08 D-05 a start and stop whose times cannot be read are the same when told again, and what was written is kept', async () => {
    const stationId = await trial.newStation()
    const told = (n: number) => start(stationId, n, 100, { timestamp: 'yesterday' })
    const { number } = await trial.node.start(told(0))
    expect((await trial.node.start(told(1))).number).toBe(number)
    for (const n of [20, 21]) await trial.node.stop(stop(stationId, number, n, 900, { timestamp: 'today' }))
    const { id } = await trial.node.find(everyParty, stationId, String(number))
    const { items: events } = await trial.node.listEvents(everyParty, id, { limit: 10 })
    expect(events.map(({ facts }) => facts.timestamp)).toEqual(['yesterday', 'today'])
  })

  test('D-12 a stop below the start bills nothing and is marked', async () => {
    const stationId = await trial.newStation()
    const { number } = await trial.node.start(start(stationId, 0, 9_000))
    await trial.node.stop(stop(stationId, number, 10, 12))
    expect(await trial.record(stationId, number)).toMatchObject({ energyWh: 0, flags: ['register-decreased'] })
  })

  test('D-01 hundreds of readings in one message are stored, and known when they are told again', async () => {
    const stationId = await trial.newStation()
    const { number } = await trial.node.start(start(stationId, 0, 0))
    const told = values(
      stationId,
      Array.from({ length: 400 }, (_, n) => reading(n / 10, n)),
      { number },
    )
    for (const _ of ['once', 'again']) await trial.node.readings(told)
    await trial.node.stop(stop(stationId, number, 100, 500))
    const { id } = await trial.node.find(everyParty, stationId, String(number))
    expect((await trial.node.listEvents(everyParty, id, { limit: 10 })).items).toHaveLength(3)
    expect(await trial.count(stationId)).toMatchObject({ readings: 400, energyWh: 500 })
  })

  test('D-01 readings of a connector that no station can have are stored', async () => {
    const stationId = await trial.newStation()
    const { number } = await trial.node.start(start(stationId, 0, 0))
    for (const n of [1, 2]) {
      await trial.node.readings(values(stationId, [reading(n, n * 100)], { number, evseId: 3e9 }))
    }
    await trial.node.stop(stop(stationId, number, 3, 250))
    expect(await trial.record(stationId, number)).toMatchObject({ status: 'ended', energyWh: 250 })
    expect(await trial.count(stationId)).toMatchObject({ readings: 2 })
  })

  test('D-13 readings without transaction, of an unknown and of an ended one are stored', async () => {
    const stationId = await trial.newStation()
    const { number } = await trial.node.start(start(stationId, 0, 0))
    await trial.node.stop(stop(stationId, number, 10, 100))
    for (const [n, named] of [
      [20, undefined],
      [21, 999_999],
      [22, number],
    ] as const) {
      const naming = named === undefined ? {} : { number: named }
      await trial.node.readings(values(stationId, [reading(n, n)], { evseId: n === 20 ? 0 : 1, ...naming }))
    }
    const { items } = await trial.node.listReadings(everyParty, { stationId }, { limit: 10 })
    expect(items.map(({ at }) => at)).toEqual([minute(20), minute(21), minute(22)])
    expect(await trial.record(stationId, number)).toMatchObject({ status: 'ended', energyWh: 100 })
  })
})
