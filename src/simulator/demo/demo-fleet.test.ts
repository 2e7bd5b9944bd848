import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import type { Fleet } from '../fleet/fleet.ts'
import { answered } from '../testing/answered.ts'
import { openCsms, type ScriptedCsms } from '../testing/csms.ts'
import { demoFleet } from './demo-fleet.ts'
import { demoSites, demoTokens } from './demo-sites.ts'

let csms: ScriptedCsms
let clock: ManualClock
let fleet: Fleet

beforeEach(async () => {
  csms = await openCsms()
  clock = new ManualClock()
  fleet = demoFleet(csms.url, { clock })
})

afterEach(async () => {
  fleet.stop()
  await csms.close()
})

test('three sites of different kind, a dozen stations of all three versions, one that misbehaves', () => {
  const stations = demoSites.flatMap((site) => site.stations)
  expect(new Set(demoSites.map(({ kind }) => kind)).size).toBe(3)
  expect(new Set(stations.map(({ id }) => id)).size).toBe(12)
  expect(new Set(stations.map(({ version }) => version)).size).toBe(3)
  expect(stations.filter(({ misbehaviour }) => misbehaviour !== undefined)).toHaveLength(1)
  expect(demoTokens.filter(({ blocked }) => blocked === true)).toHaveLength(1)
})

test('something charges within ten seconds, and several do at any time of the next five minutes', async () => {
  await fleet.start()
  while (fleet.counts().online < 12) await answered(fleet)
  const charging: number[] = []
  for (let second = 0; second < 300; second += 1) {
    clock.advance(1_000)
    await answered(fleet)
    charging.push(fleet.counts().charging)
  }
  expect(Math.max(...charging.slice(0, 10))).toBeGreaterThan(0)
  expect(Math.min(...charging.slice(30))).toBeGreaterThanOrEqual(2)
})

test('K15.FR.01 vehicles tell what they need while one looks around', async () => {
  await fleet.start()
  while (fleet.counts().online < 12) await answered(fleet)
  const told = csms.calls.next(({ action }) => action === 'NotifyEVChargingNeeds')
  for (let second = 0; second < 60; second += 1) {
    clock.advance(1_000)
    await answered(fleet)
  }
  expect((await told).payload).toMatchObject({ maxScheduleTuples: 12, chargingNeeds: {} })
})

test('one station breaks down while one looks around, and is mended within minutes', async () => {
  await fleet.start()
  while (fleet.counts().online < 12) await answered(fleet)
  const breaking = fleet.stations.find(({ id }) => id === 'STR-01')?.evse(1)
  clock.advance(20_000)
  expect(breaking?.status).toBe('Faulted')
  clock.advance(240_000)
  expect(breaking?.fault).toBeUndefined()
})

test('K11 K13 a building leaves its station less while one looks around, and lets go within minutes', async () => {
  await fleet.start()
  while (fleet.counts().online < 12) await answered(fleet)
  const told = ['NotifyChargingLimit', 'ClearedChargingLimit'].map((wanted) =>
    csms.calls.next(({ action }) => action === wanted),
  )
  for (let second = 0; second < 150; second += 1) {
    clock.advance(1_000)
    await answered(fleet)
  }
  const [limited, cleared] = await Promise.all(told)
  expect(limited?.payload).toMatchObject({
    chargingLimit: { chargingLimitSource: 'EMS' },
    chargingSchedule: [{ chargingSchedulePeriod: [{ limit: 20 }] }],
  })
  expect(cleared?.payload).toEqual({ chargingLimitSource: 'EMS', evseId: 0 })
})

test('everything but the bad station speaks to the letter', async () => {
  await fleet.start()
  for (let count = 0; count < 12; count += 1) {
    await csms.calls.next(({ action, payload }) => action === 'StatusNotification' && payload.errorCode !== 'Error')
  }
  for (const violation of csms.violations) expect(violation).toMatch(/^StatusNotification \/errorCode: "Error"/)
})
