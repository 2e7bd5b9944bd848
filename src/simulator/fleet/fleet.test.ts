import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { answered } from '../testing/answered.ts'
import { openCsms, type ScriptedCsms } from '../testing/csms.ts'
import { createFleet, type Fleet } from './fleet.ts'

let csms: ScriptedCsms
let clock: ManualClock
let fleet: Fleet

beforeEach(async () => {
  csms = await openCsms()
  clock = new ManualClock()
})

afterEach(async () => {
  fleet.stop()
  await csms.close()
  expect(csms.violations).toEqual([])
})

test('a fleet connects at its rate, with all versions in turn', async () => {
  fleet = createFleet({ url: csms.url, stations: 9, ratePerSecond: 10, clock })
  const started = fleet.start()
  expect(fleet.counts().started).toBe(1)
  clock.advance(500)
  expect(fleet.counts().started).toBe(6)
  clock.advance(400)
  await started
  const connections = await Promise.all(fleet.stations.map(() => csms.opens.next()))
  expect(connections.map(({ identity }) => identity).sort()).toEqual(fleet.stations.map(({ id }) => id).sort())
  expect(connections.map(({ version }) => version).sort()).toEqual([
    ...Array(3).fill('ocpp1.6'),
    ...Array(3).fill('ocpp2.0.1'),
    ...Array(3).fill('ocpp2.1'),
  ])
})

test('people come: a quick highway fleet starts transactions', async () => {
  fleet = createFleet({
    url: csms.url,
    stations: 2,
    versions: ['ocpp2.0.1'],
    sites: ['highway'],
    quickness: 1_000,
    ratePerSecond: 1_000,
    clock,
  })
  const started = fleet.start()
  clock.advance(10)
  await started
  for (let heard = 0; heard < 2; heard += 1) await csms.calls.next(({ action }) => action === 'StatusNotification')
  while (fleet.counts().charging === 0) {
    clock.advance(250)
    await answered(fleet)
  }
  expect((await csms.calls.next(({ action }) => action === 'TransactionEvent')).payload.eventType).toBe('Started')
  expect(fleet.counts().sent).toBeGreaterThan(4)
})
