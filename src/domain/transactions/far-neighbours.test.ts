import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, minute, reading, start, stop, TransactionTrial, token } from '#test/transactions'
import type { TransactionService } from './index.ts'

let trial: TransactionTrial
let other: TransactionService
beforeAll(async () => {
  trial = await TransactionTrial.open()
  other = trial.another()
})
afterAll(async () => {
  await other.close()
  await trial.close()
})

describe('a station that has been at another node meanwhile', () => {
  test.each([
    ['between start and end', 1, 200, 500],
    ['behind the end', 3, 600, 600],
  ])('E-03 E-04 tells an event %s, which is in the record', async (_, seqNo, wh, energyWh) => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'tx', 'started', 0, 0))
    if (seqNo !== 1) await other.report(event(stationId, 'tx', 'updated', 1, 100))
    await other.report(event(stationId, 'tx', 'ended', 2, 500))
    await trial.node.report(event(stationId, 'tx', 'updated', seqNo, wh))
    await trial.node.refresh()
    expect(await trial.record(stationId, 'tx')).toMatchObject({
      ...{ status: 'ended', endedAt: minute(2), energyWh, complete: true, flags: [] },
    })
  })

  test('E-08 does not lose what that node has learnt of its transaction', async () => {
    const stationId = await trial.newStation()
    const nowhere = { facts: {}, readings: [] }
    await trial.node.report(event(stationId, 'tx', 'started', 0, 0, nowhere))
    await other.report(event(stationId, 'tx', 'updated', 1, 0, { facts: { evseId: 2, token }, readings: [] }))
    await trial.node.report(event(stationId, 'tx', 'updated', 2, 300, { facts: {} }))
    await trial.node.refresh()
    expect(await trial.record(stationId, 'tx')).toMatchObject({ status: 'active', evseId: 2, token })
  })

  test('goes on where it was', async () => {
    const stationId = await trial.newStation()
    const { number } = await trial.node.start(start(stationId, 0, 1_000))
    const tell = (node: TransactionService, n: number) =>
      node.readings({
        stationId,
        partyId: 'default',
        evseId: 1,
        number,
        receivedAt: minute(120),
        readings: [reading(n, 1_000 + n)],
      })
    for (const [n, node] of [trial.node, other, other, trial.node].entries()) await tell(node, n + 1)
    await Promise.all([trial.node.refresh(), other.refresh()])
    expect(await trial.record(stationId, number)).toMatchObject({ status: 'active', energyWh: 4 })
  })
})

describe('D-08 a predecessor that never said it ended is ended by its successor', () => {
  const CONNECTORS = 60

  test.each([
    ['first', [30, 100]],
    ['last', [100, 30]],
  ])('at a station of many connectors, told %s', async (_, order) => {
    const stationId = await trial.newStation()
    for (let evseId = 1; evseId < CONNECTORS; evseId += 1) {
      await trial.node.start(start(stationId, evseId, 0, { evseId, token: { ...token, value: `T-${evseId}` } }))
    }
    const numbers = new Map<number, number>()
    for (const n of order) {
      const who = { ...token, value: 'Zoe' }
      numbers.set(n, (await trial.node.start(start(stationId, n, 0, { evseId: CONNECTORS, token: who }))).number)
    }
    expect(await trial.record(stationId, numbers.get(30) ?? 0)).toMatchObject({
      ...{ status: 'ended', endedAt: minute(100), flags: ['end-missing', 'superseded'] },
    })
    expect((await trial.record(stationId, numbers.get(100) ?? 0)).status).toBe('active')
  })

  test('D-04 a stop without a number finds the start of its token there', async () => {
    const stationId = await trial.newStation()
    const numbers: number[] = []
    for (let evseId = 1; evseId <= CONNECTORS; evseId += 1) {
      const who = { ...token, value: `T-${evseId}` }
      numbers.push((await trial.node.start(start(stationId, evseId, 0, { evseId, token: who }))).number)
    }
    await trial.node.stop(stop(stationId, -1, 100, 800, { token: { ...token, value: 'T-30' } }))
    expect(await trial.record(stationId, numbers[29] ?? 0)).toMatchObject({ status: 'ended', energyWh: 800, flags: [] })
  })

  test('also where other events come before the start', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'first', 'started', 0, 0))
    await trial.node.report(event(stationId, 'second', 'updated', 31, 900))
    await trial.node.report(event(stationId, 'second', 'started', 30, 500))
    expect(await trial.record(stationId, 'first')).toMatchObject({ status: 'ended', endedAt: minute(30) })
    expect(await trial.record(stationId, 'second')).toMatchObject({
      status: 'active',
      startedAt: minute(30),
      energyWh: 400,
    })
  })

  test('E-08 also where the EVSE is told after the start', async () => {
    const stationId = await trial.newStation()
    await trial.node.report(event(stationId, 'first', 'started', 0, 0))
    await trial.node.report(event(stationId, 'second', 'started', 30, 500, { facts: {} }))
    expect(await trial.record(stationId, 'first')).toMatchObject({ status: 'active' })
    await trial.node.report(event(stationId, 'second', 'updated', 31, 900))
    expect(await trial.record(stationId, 'first')).toMatchObject({ status: 'ended', endedAt: minute(30) })
    expect(await trial.record(stationId, 'second')).toMatchObject({ status: 'active', evseId: 1 })
  })
})
