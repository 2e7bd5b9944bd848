import { beforeAll, describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import type { Misbehaviour, StationOptions } from '#simulator'
import { bootedStation, resultOf } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene()
/** A station that behaves, and must never notice the others. */
const bystander = await bootedStation(platform, 'bystander', 'ocpp1.6')
let count = 0

function misbehaving(version: OcppVersion, misbehaviour: Misbehaviour, more: Partial<StationOptions> = {}) {
  count += 1
  const id = `CS-${count}`
  return { id, ...simulated({ id, version, url: platform.ocppUrl, misbehaviour, ...more }) }
}

const isEnd = (request: object) => 'meterStop' in request || field(request, 'eventType') === 'Ended'

/** A car charges for half an hour and leaves; resolves once everything about it was answered. */
async function chargeAndLeave({ station, journal, clock }: Simulated): Promise<void> {
  const action = station.version === 'ocpp1.6' ? 'StartTransaction' : 'TransactionEvent'
  station.plugIn(car)
  await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
  expect((await journal.exchange(action)).refused).toBe(false)
  clock.advance(1_800_000)
  station.unplug()
  const last = station.version === 'ocpp1.6' ? 'StopTransaction' : 'TransactionEvent'
  for (;;) {
    const { request, refused } = await journal.exchange(last)
    expect(refused).toBe(false)
    if (isEnd(request)) return
  }
}

/** What a well-behaved station of the same fate is billed. */
const billed = new Map<OcppVersion, number>()
beforeAll(async () => {
  for (const version of VERSIONS) {
    const id = `good-${version}`
    const good = simulated({ id, version, url: platform.ocppUrl, seed: 'fate' })
    await good.boot()
    await chargeAndLeave(good)
    billed.set(version, (await operator.transactions(id))[0]?.energyWh ?? 0)
    good.station.stop()
  }
})

describe.each(VERSIONS)('%s: a station is billed exactly and disturbs nobody that', (version) => {
  test.each<[string, Misbehaviour]>([
    ['B-10 sends every message twice under one id', 'duplicates-same-id'],
    ['B-11 sends every message twice under two ids', 'duplicates-new-id'],
    ['B-08 sends half of every message first', 'broken-json'],
    ['B-15 invents words', 'unknown-enum'],
    ['B-15 writes numbers for texts', 'integer-for-string'],
    ['C-08 writes times without a zone', 'no-zone'],
    ['B-02 never answers', 'never-answers'],
  ])('%s', async (_, misbehaviour) => {
    const one = misbehaving(version, misbehaviour, { seed: 'fate' })
    await one.boot()
    await chargeAndLeave(one)
    const [record, ...others] = await operator.transactions(one.id)
    expect(others).toEqual([])
    expect(record).toMatchObject({ status: 'ended', energyWh: billed.get(version), complete: true, flags: [] })
    expect(record?.energyWh).toBeGreaterThan(4_000)
    expect(resultOf(await bystander.call('Heartbeat'))).toEqual({ currentTime: expect.any(String) })
    one.station.stop()
  })

  test('E-03 D-07 tells what happened while it was offline in the wrong order', async () => {
    const one = misbehaving(version, 'replays-out-of-order')
    await one.boot()
    one.station.plugIn(car)
    await one.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    await one.journal.exchange(version === 'ocpp1.6' ? 'StartTransaction' : 'TransactionEvent')
    one.station.goOffline()
    one.clock.advance(1_200_000)
    one.station.unplug()
    one.station.goOnline()
    await expect.poll(async () => (await operator.transactions(one.id))[0]?.complete).toBe(true)
    await expect.poll(() => one.station.hasUndelivered()).toBe(false)
    const [record, ...others] = await operator.transactions(one.id)
    expect(others).toEqual([])
    expect(record).toMatchObject({ status: 'ended', complete: true })
    expect(record?.energyWh).toBeGreaterThan(2_500)
    one.station.stop()
  })
})

test('C-05 a station that never boots again is served as it was', async () => {
  const first = simulated({ id: 'once', version: 'ocpp1.6', url: platform.ocppUrl })
  await first.boot()
  first.station.stop()
  const again = simulated({ id: 'once', version: 'ocpp1.6', url: platform.ocppUrl, misbehaviour: 'skips-boot' })
  again.station.start()
  await again.journal.exchange('StatusNotification')
  await chargeAndLeave(again)
  expect(await operator.transactions('once')).toMatchObject([{ status: 'ended', flags: [] }])
  again.station.stop()
})

test('D-04 D-07 a station that never tells a start is on record by its stop', async () => {
  const one = misbehaving('ocpp1.6', 'never-starts')
  await one.boot()
  one.station.plugIn(car)
  await one.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
  one.clock.advance(600_000)
  await one.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
  expect((await one.journal.exchange('StopTransaction')).refused).toBe(false)
  expect(await operator.transactions(one.id)).toMatchObject([
    { status: 'ended', flags: expect.arrayContaining(['start-missing']) },
  ])
  one.station.stop()
})

test.each(VERSIONS)('D-12 %s: a register that jumps back is marked, and energy is never negative', async (version) => {
  const one = misbehaving(version, 'register-jumps-back')
  await one.boot()
  await chargeAndLeave(one)
  const [record] = await operator.transactions(one.id)
  expect(record?.energyWh).toBeGreaterThanOrEqual(0)
  expect(record).toMatchObject({ status: 'ended', flags: ['register-decreased'] })
  one.station.stop()
})

test('A-16 a station that reconnects again and again is connected once, by its newest connection', async () => {
  const one = misbehaving('ocpp2.0.1', 'reconnects')
  await one.boot()
  for (let round = 0; round < 3; round += 1) {
    one.clock.advance(2_000)
    await one.journal.state('online')
  }
  await expect.poll(async () => (await operator.station(one.id)).presence.connectionCount).toBe(4)
  expect(await operator.station(one.id)).toMatchObject({ presence: { connected: true, epoch: 4 } })
  one.station.stop()
})

test.each<Misbehaviour>(['floods', 'never-reads'])(
  'a station that %s costs nobody else an answer',
  async (misbehaviour) => {
    const one = misbehaving('ocpp1.6', misbehaviour)
    one.station.start()
    await one.journal.state('connected')
    for (let round = 0; round < 20; round += 1) {
      one.clock.advance(100)
      expect(resultOf(await bystander.call('Heartbeat'))).toEqual({ currentTime: expect.any(String) })
    }
    one.station.stop()
  },
)

test('C-09 while many stations boot at once, one that is connected is answered all along', async () => {
  const storm = Array.from({ length: 200 }, (_, n) => bootedStation(platform, `storm-${n}`, 'ocpp1.6'))
  let over = false
  const ended = Promise.all(storm).then((stations) => {
    over = true
    return stations
  })
  let answersMeanwhile = 0
  while (!over) {
    resultOf(await bystander.call('Heartbeat'))
    answersMeanwhile += 1
  }
  for (const { connection } of await ended) connection.close()
  expect(answersMeanwhile).toBeGreaterThan(10)
})
