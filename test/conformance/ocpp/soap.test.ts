import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, simulated } from '../simulated.ts'

const VERSIONS = ['ocpp1.5', 'ocpp1.6'] as const
type Version = (typeof VERSIONS)[number]

const { platform, operator } = await openScene({ settings: { ocpp: { soap: true } } })

function over(soap: Version, id: string, compression = false): Simulated {
  const url = platform.ocppUrl.replace('ws:', 'http:')
  return simulated({ id, version: 'ocpp1.6', soap, url, hardware: 'doublePost', compression })
}

describe.each(VERSIONS)('%s over SOAP: a simulated station', (version) => {
  test('charges, and what it was answered is in the database', async () => {
    const id = `CHARGE-${version}`
    const { station, journal, clock, ended, boot } = over(version, id)
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
    await expect
      .poll(async () => (await operator.station(id)).connectors.map(({ status }) => status))
      .toContain(version === 'ocpp1.5' ? 'occupied' : 'charging')
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
    const readings = await operator.readings(id)
    expect(readings.length).toBeGreaterThan(20)
    expect(readings.every(({ voltageV }) => voltageV === undefined || voltageV > 200)).toBe(true)
    expect((await operator.station(id)).presence.deviationCount).toBe(0)
    station.stop()
  })

  test('G-06 compresses its requests', async () => {
    const id = `GZIP-${version}`
    const { station, boot } = over(version, id, true)
    await boot()
    await operator.untilConnected(id)
    station.stop()
  })

  describe('G-03 does as it is asked', () => {
    let one: Simulated
    const id = `ASKED-${version}`
    beforeAll(async () => {
      one = over(version, id)
      await one.boot()
    })
    afterAll(() => one.station.stop())

    test.each<[CommandKind, CommandRequests[CommandKind], object]>([
      ['clear-cache', {}, { state: 'answered', result: { status: 'Accepted' } }],
      ['change-availability', { evseId: 2, available: false }, { state: 'answered', result: { status: 'Accepted' } }],
      ['data-transfer', { vendorId: 'com.example', data: '<&>' }, { state: 'refused' }],
      [
        'get-variables',
        { variables: [{ name: 'HeartbeatInterval' }, { name: 'Nonsense' }] },
        { result: { details: { variables: expect.arrayContaining([expect.objectContaining({ value: '300' })]) } } },
      ],
      ['set-variables', { variables: [{ name: 'MeterValueSampleInterval', value: '30' }] }, { state: 'answered' }],
      ['unlock', { evseId: 1, connectorId: 1 }, { state: 'answered' }],
      ['stop-transaction', { reference: '4711' }, { state: 'refused', result: { status: 'Rejected' } }],
    ])('%s %j', async (kind, request, expected) => {
      expect(await operator.carryOut(id, kind, request)).toMatchObject(expected)
    })

    test('start-transaction: a car that is plugged in charges', async () => {
      one.station.plugIn(car)
      const command = await operator.carryOut(id, 'start-transaction', { evseId: 1, token: 'ALICE' })
      expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      const start = await one.journal.exchange('StartTransaction')
      const reference = String(field(start.response, 'transactionId'))
      expect(await operator.carryOut(id, 'stop-transaction', { reference })).toMatchObject({ state: 'answered' })
      await one.ended()
      expect(await operator.record(id, reference)).toMatchObject({ status: 'ended', complete: true })
    })
  })
})

describe.each(VERSIONS)('%s over SOAP: a reset', (version) => {
  test.each(['immediately', 'when-idle'] as const)('%s is answered before the station hangs up', async (when) => {
    const id = `RESET-${version}-${when}`
    const { station, boot } = over(version, id)
    await boot()
    await operator.untilConnected(id)
    expect(await operator.carryOut(id, 'reset', { when })).toMatchObject({
      state: 'answered',
      result: { status: 'Accepted' },
    })
    station.stop()
  })
})

describe('what a version has no words for is not sent', () => {
  test.each<[Version, CommandKind, CommandRequests[CommandKind], object]>([
    ['ocpp1.6', 'trigger', { message: 'heartbeat' }, { state: 'answered', result: { status: 'Accepted' } }],
    [
      'ocpp1.5',
      'trigger',
      { message: 'heartbeat' },
      {
        state: 'refused',
        result: { error: { code: 'unsupported', message: 'OCPP 1.5 over SOAP has no TriggerMessage' } },
      },
    ],
  ])('%s %s', async (version, kind, request, expected) => {
    const id = `WORDS-${version}`
    const { station, boot } = over(version, id)
    await boot()
    await operator.untilConnected(id)
    const command = await operator.carryOut(id, kind, request)
    expect(command).toMatchObject(expected)
    if (version === 'ocpp1.5') expect(command.sentAt).toBeUndefined()
    station.stop()
  })
})
