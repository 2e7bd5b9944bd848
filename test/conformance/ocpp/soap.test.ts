import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '#test/platform'
import { Operator } from '../operator.ts'
import { car, field, type Simulated, simulated } from '../simulated.ts'

const VERSIONS = ['ocpp1.5', 'ocpp1.6'] as const
type Version = (typeof VERSIONS)[number]

let platform: TestPlatform
let operator: Operator
beforeAll(async () => {
  platform = await testPlatform({ ocpp: { soap: true } })
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
})
afterAll(() => platform.stop())

const soapUrl = () => platform.ocppUrl.replace('ws:', 'http:')

async function booted(id: string, soap: Version, compression = false): Promise<Simulated> {
  const one = simulated({ id, version: 'ocpp1.6', soap, url: soapUrl(), hardware: 'doublePost', compression })
  await one.boot()
  return one
}

describe.each(VERSIONS)('%s over SOAP', (version) => {
  test('what a station was answered is in the database, and the API shows it', async () => {
    const id = `CHARGE-${version}`
    const { station, journal, clock, ended, boot } = await bootless(id, version)
    await boot()
    await operator.untilConnected(id)
    expect(await operator.station(id)).toMatchObject({
      protocol: version,
      registration: 'accepted',
      vendor: 'Chargewright Works',
      presence: { connected: true, deviationCount: 0, remoteAddress: '127.0.0.1' },
    })
    station.plugIn(car)
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const start = await journal.exchange('StartTransaction')
    clock.advance(1_800_000)
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const end = await ended()
    const record = await operator.record(id, String(field(start.response, 'transactionId')))
    expect(record).toMatchObject({
      status: 'ended',
      token: { value: 'ALICE', kind: 'rfid' },
      evseId: 1,
      energyWh: Number(field(end, 'meterStop')) - Number(field(start.request, 'meterStart')),
      complete: true,
      flags: [],
    })
    expect(record.energyWh).toBeGreaterThan(4_000)
    expect((await operator.readings(id)).length).toBeGreaterThan(20)
    station.stop()
  })
})

function bootless(id: string, soap: Version): Promise<Simulated> {
  return Promise.resolve(simulated({ id, version: 'ocpp1.6', soap, url: soapUrl(), hardware: 'doublePost' }))
}
