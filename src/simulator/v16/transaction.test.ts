import { afterEach, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { createStation } from '../create-station.ts'
import { hatchback } from '../physics/vehicle-models.ts'
import type { Station } from '../station/station.ts'
import { StationJournal } from '../station-journal.ts'
import { openCsms, type ScriptedCsms } from '../testing/csms.ts'

const car = { model: hatchback, socPercent: 20, targetSocPercent: 80, batteryCelsius: 20 }
const token = { value: 'ALICE', type: 'ISO14443' } as const

let csms: ScriptedCsms
let clock: ManualClock
let station: Station
let journal: StationJournal

beforeEach(async () => {
  csms = await openCsms()
  clock = new ManualClock()
  station = createStation({ id: 'CS-16', version: 'ocpp1.6', url: csms.url, clock, hardware: 'wallbox' })
  journal = new StationJournal(station)
})

afterEach(async () => {
  station.stop()
  await csms.close()
  expect(csms.violations).toEqual([])
})

const heard = async (action: string) => ({ payload: (await journal.exchange(action)).request })

test('a car charges: boot, statuses, authorize, start, meter values, stop', async () => {
  station.start()
  expect((await heard('BootNotification')).payload).toMatchObject({ chargePointModel: 'Wall 11' })
  expect((await heard('StatusNotification')).payload).toMatchObject({ connectorId: 0, status: 'Available' })
  expect((await heard('StatusNotification')).payload).toMatchObject({ connectorId: 1, status: 'Available' })

  station.plugIn(car)
  expect((await heard('StatusNotification')).payload).toMatchObject({ connectorId: 1, status: 'Preparing' })
  await station.presentToken(token)
  expect((await heard('Authorize')).payload).toEqual({ idTag: 'ALICE' })
  const start = await heard('StartTransaction')
  expect(start.payload).toMatchObject({ connectorId: 1, idTag: 'ALICE' })
  expect((await heard('StatusNotification')).payload).toMatchObject({ status: 'Charging' })

  clock.advance(60_000)
  const { payload } = await heard('MeterValues')
  expect(payload).toMatchObject({ connectorId: 1, transactionId: 17 })
  expect(JSON.stringify(payload)).toContain('Sample.Periodic')

  await station.presentToken(token)
  const stop = await heard('StopTransaction')
  expect(stop.payload).toMatchObject({ transactionId: 17, idTag: 'ALICE' })
  // 11.04 kW for a minute.
  expect(Reflect.get(stop.payload, 'meterStop')).toBe(Number(Reflect.get(start.payload, 'meterStart')) + 184)
  expect((await heard('StatusNotification')).payload).toMatchObject({ status: 'Finishing' })
  station.unplug()
  expect((await heard('StatusNotification')).payload).toMatchObject({ status: 'Available' })
})
