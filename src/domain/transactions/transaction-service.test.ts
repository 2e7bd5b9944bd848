import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { event, minute, reading, start, TransactionTrial, token } from '#test/transactions'

let trial: TransactionTrial
beforeAll(async () => {
  trial = await TransactionTrial.open()
})
afterAll(() => trial.close())

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
        const stationId = await trial.newStation()
        let wh = 5_000
        const events = steps.map((step, index) => {
          wh += index === 0 ? 0 : step
          const kind = index === 0 ? 'started' : index === steps.length - 1 ? 'ended' : 'updated'
          return event(stationId, 'tx-1', kind, index, wh)
        })
        const repeated = again.flatMap((index) => events[index] ?? [])
        const told = [...events, ...repeated].map((one) => ({ one, key: order.next().value ?? 0 }))
        for (const { one } of told.sort((a, b) => a.key - b.key)) {
          await trial.node.report(one)
          if (crashes.next().value) trial.crash()
        }
        const record = await trial.record(stationId, 'tx-1')
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
        expect(await trial.count(stationId)).toEqual({ transactions: 1, readings: steps.length, energyWh: wh - 5_000 })
      }),
      { numRuns: 25 },
    )
  })

  test('E-03 two connections of one station telling the same events at once make one record', async () => {
    const stationId = await trial.newStation()
    const events = [0, 1, 2, 3].map((n) =>
      event(stationId, 'tx', n === 0 ? 'started' : n === 3 ? 'ended' : 'updated', n, n * 100),
    )
    const other = trial.another()
    await Promise.all([...events, ...events].map((one, index) => (index % 2 === 0 ? trial.node : other).report(one)))
    expect(await trial.record(stationId, 'tx')).toMatchObject({ status: 'ended', energyWh: 300, complete: true })
    expect(await trial.count(stationId)).toEqual({ transactions: 1, readings: 4, energyWh: 300 })
    await other.close()
  })

  test('E-03 events told at once of a transaction that nobody knows yet are all in its record while it runs', async () => {
    const stationId = await trial.newStation()
    const events = [1, 0, 2].map((n) => event(stationId, 'tx', n === 0 ? 'started' : 'updated', n, n * 100))
    await Promise.all(events.map((one) => trial.node.report(one)))
    await trial.node.refresh()
    const record = { status: 'active', energyWh: 200, flags: [], startedAt: minute(0), lastEventAt: minute(2) }
    expect(await trial.record(stationId, 'tx')).toMatchObject(record)
  })

  test('E-04 an Updated after the Ended is stored, and the transaction stays ended', async () => {
    const stationId = await trial.newStation()
    for (const [kind, n, wh] of [
      ['started', 0, 0],
      ['ended', 2, 500],
      ['updated', 3, 600],
    ] as const) {
      await trial.node.report(event(stationId, 'tx', kind, n, wh))
    }
    expect(await trial.record(stationId, 'tx')).toMatchObject({ status: 'ended', energyWh: 600, endedAt: minute(2) })
  })

  test('E-05 missing Updated events are marked and the energy is whole', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'tx', 'started', 0, 0))
    await trial.node.report(event(stationId, 'tx', 'ended', 4, 800))
    expect(await trial.record(stationId, 'tx')).toMatchObject({
      energyWh: 800,
      complete: false,
      flags: ['events-missing'],
    })
  })

  test('E-07 says the verdict whenever the event bears a token', async () => {
    const stationId = await trial.newStation()
    trial.verdict = { status: 'accepted', groupId: 'fleet' }
    const facts = { evseId: 1, token }
    expect(await trial.node.report(event(stationId, 'tx', 'started', 0, 0, { facts }))).toEqual({
      verdict: trial.verdict,
    })
    expect(await trial.node.report(event(stationId, 'tx', 'updated', 1, 10))).toEqual({})
    expect(await trial.node.report(event(stationId, 'tx', 'ended', 2, 20, { facts }))).toEqual({
      verdict: trial.verdict,
    })
    trial.verdict = { status: 'accepted' }
  })

  test('E-11 the same transactionId at two stations is two transactions', async () => {
    const [one, other] = [await trial.newStation(), await trial.newStation()]
    await trial.node.report(event(one, 'tx', 'started', 0, 0))
    await trial.node.report(event(other, 'tx', 'started', 0, 0))
    expect((await trial.record(one, 'tx')).id).not.toBe((await trial.record(other, 'tx')).id)
  })

  test('while it runs the record follows, also in a node that has just started', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'tx', 'started', 0, 1_000))
    const next = trial.another()
    await next.report(
      event(stationId, 'tx', 'updated', 1, 1_250, {
        readings: [reading(1, 1_250, { powerW: 7_400, stateOfCharge: 41 })],
      }),
    )
    await next.refresh()
    expect(await trial.record(stationId, 'tx')).toMatchObject({
      status: 'active',
      energyWh: 250,
      powerW: 7_400,
      stateOfCharge: 41,
    })
    await next.close()
  })

  test('a node that crashed between storing the end and making the record leaves nothing running', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'tx', 'started', 0, 1_000))
    const details = { facts: {}, registers: [[minute(9).getTime(), 1_700_000]], measured: {} }
    await trial.database.query(
      '',
      `INSERT INTO transaction_event (transaction_id, event_key, station_id, kind, seq_no, at, received_at, details)
       SELECT id, '1/ended/9', station_id, 'ended', 1, $2, $2, $3 FROM transaction WHERE station_id = $1`,
      [stationId, minute(9), JSON.stringify(details)],
    )
    const next = trial.another()
    await next.reproject()
    expect(await trial.record(stationId, 'tx')).toMatchObject({ status: 'ended', energyWh: 700, endedAt: minute(9) })
    await next.close()
  })

  test('a node that starts takes nothing out of the hands of others', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'tx', 'started', 0, 1_000))
    await trial.node.refresh()
    const version = async () => {
      const text = 'SELECT version FROM transaction WHERE station_id = $1'
      return (await trial.database.query<{ version: number }>('', text, [stationId])).rows[0]?.version
    }
    const before = await version()
    const next = trial.another()
    await next.reproject()
    expect(await version()).toBe(before)
    await next.close()
  })

  test('a node that crashed before it stored what was running makes the records anew from the log', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'tx', 'started', 0, 1_000))
    await trial.node.report(event(stationId, 'tx', 'updated', 1, 1_900))
    const next = trial.another()
    expect(await next.reproject()).toBeGreaterThan(0)
    expect(await trial.record(stationId, 'tx')).toMatchObject({ status: 'active', energyWh: 900 })
    await next.close()
  })
})

describe('reading transactions', () => {
  test('pages by cursor through everything exactly once, newest first', async () => {
    const stationId = await trial.newStation()
    for (let n = 0; n < 7; n++) await trial.node.start(start(stationId, n, n))
    const seen: Date[] = []
    let cursor: string | undefined
    do {
      const page = await trial.node.list(
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
    const stationId = await trial.newStation()
    const { number } = await trial.node.start(start(stationId, 0, 0))
    const { id } = await trial.node.find(everyParty, stationId, String(number))
    const other = { partyIds: ['other'] }
    await expect(trial.node.get(other, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(trial.node.find(other, stationId, String(number))).rejects.toMatchObject({ code: 'not-found' })
    await expect(trial.node.listEvents(other, id, { limit: 10 })).rejects.toMatchObject({ code: 'not-found' })
    expect((await trial.node.list(other, {}, { limit: 10 })).items).toEqual([])
    expect((await trial.node.listReadings(other, { stationId }, { limit: 10 })).items).toEqual([])
  })

  test('E-03 give their events page by page, as the station counted them, however they came', async () => {
    const stationId = await trial.newStation()
    const counted = Array.from({ length: 25 }, (_, n) => n)
    const told = fc.sample(fc.shuffledSubarray(counted, { minLength: 25 }), { numRuns: 1, seed: 5 })[0] ?? counted
    for (const n of [0, ...told, 7]) {
      await trial.node.report(event(stationId, 'tx', n === 0 ? 'started' : n === 24 ? 'ended' : 'updated', n, n * 100))
    }
    const { id } = await trial.node.find(everyParty, stationId, 'tx')
    const seen: (number | undefined)[] = []
    let cursor: string | undefined
    do {
      const asked = { limit: 4, ...(cursor === undefined ? {} : { cursor }) }
      const page = await trial.node.listEvents(everyParty, id, asked)
      expect(page.items.length).toBeLessThanOrEqual(4)
      seen.push(...page.items.map(({ seqNo }) => seqNo))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen).toEqual(counted)
    for (const odd of ['nonsense', Buffer.from('["a","1","x"]').toString('base64url')]) {
      const asked = { limit: 4, cursor: odd }
      await expect(trial.node.listEvents(everyParty, id, asked)).rejects.toMatchObject({ code: 'invalid' })
    }
  })

  test('a cursor of another list is refused by name', async () => {
    await expect(trial.node.list(everyParty, {}, { limit: 1, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})
