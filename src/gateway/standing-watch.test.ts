import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StationChange } from '#domain/stations'
import { everyParty } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { createOcppListener } from '#ocpp/transport'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { RawStation } from '#test/raw-station'
import { createGateway } from './gateway.ts'

let stand: GatewayStand
beforeAll(async () => {
  stand = await startGateway()
})
afterAll(() => stand.close())

const boots: Readonly<Record<OcppVersion, object>> = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
}
const waiting = { admission: 'waiting', registration: 'pending' } as const

let count = 0
async function booted(version: OcppVersion, standing: object): Promise<{ id: string; station: RawStation }> {
  count += 1
  const id = `CS-${count}`
  await stand.addStation({ id, ...standing })
  const station = await stand.connect(id, version)
  await station.call('BootNotification', boots[version])
  return { id, station }
}

const decide = (id: string, change: StationChange) => stand.services.stations.change(everyParty, id, change)

/** Nothing but the answer to a heartbeat comes: whatever else was to come would have come before it. */
async function hearsNothingElse(station: RawStation): Promise<void> {
  expect((await station.call('Heartbeat'))[1]).toMatch(/^m-/)
}

describe('an operator who refuses a station', () => {
  test('has its connection closed at once, and it does not come in again', async () => {
    const { id, station } = await booted('ocpp1.6', {})
    await decide(id, { admission: 'refused' })
    expect(await station.closed).toMatchObject({ code: 1008 })
    await expect(stand.connect(id)).rejects.toThrow(/403/)
  })

  test('has it closed whichever node holds it', async () => {
    const gateway = createGateway({ ...stand.services, node: 'node-2' })
    const authenticate = gateway.authenticate.bind(gateway)
    const listener = await createOcppListener({ authenticate, handler: gateway.handler, clock: stand.clock })
    await stand.addStation({ id: 'elsewhere' })
    const url = `ws://127.0.0.1:${listener.address.port}/ocpp`
    const station = await RawStation.connect({ url, identity: 'elsewhere', versions: ['ocpp1.6'] })
    await station.call('BootNotification', boots['ocpp1.6'])
    await decide('elsewhere', { admission: 'refused' })
    expect(await station.closed).toMatchObject({ code: 1008 })
    await listener.close()
    await gateway.close()
  })

  test('keeps out also one that was judged a moment before', async () => {
    await stand.addStation({ id: 'late' })
    const { stations } = stand.services
    await decide('late', { admission: 'refused' })
    const arrival = { node: 'n', protocol: 'ocpp1.6', remoteAddress: '::1', securityProfile: 0 } as const
    await expect(stations.connect({ stationId: 'late', ...arrival })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('touches no other station', async () => {
    const { station } = await booted('ocpp1.6', {})
    const { id } = await booted('ocpp1.6', {})
    await decide(id, { admission: 'refused' })
    await hearsNothingElse(station)
  })
})

describe('an operator who accepts a station', () => {
  test.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const)(
    'C-07 B02.FR.09: has it boot again by one click, so that it is accepted at once (%s)',
    async (version) => {
      const { id, station } = await booted(version, waiting)
      await decide(id, { admission: 'accepted' })
      const asked = await station.asked()
      expect(asked).toMatchObject({ action: 'TriggerMessage', payload: { requestedMessage: 'BootNotification' } })
      station.send([3, asked.id, { status: 'Accepted' }])
      stand.clock.advance(1_000)
      expect(await station.call('BootNotification', boots[version])).toMatchObject([3, 'm-2', { status: 'Accepted' }])
      expect((await station.call('Heartbeat'))[0]).toBe(3)
    },
  )

  test('has one boot that was admitted and pending', async () => {
    const { id, station } = await booted('ocpp2.0.1', { registration: 'pending' })
    await decide(id, { registration: 'accepted' })
    expect(await station.asked()).toMatchObject({ action: 'TriggerMessage' })
  })

  test('B03.FR.03: asks nothing of one that was rejected: it boots by its interval', async () => {
    const { id, station } = await booted('ocpp2.0.1', { registration: 'rejected' })
    await decide(id, { registration: 'accepted' })
    stand.clock.advance(1_000)
    expect(await station.call('BootNotification', boots['ocpp2.0.1'])).toMatchObject([3, 'm-2', { status: 'Accepted' }])
  })

  test('asks nothing of one that is accepted already', async () => {
    const { id, station } = await booted('ocpp2.0.1', {})
    await decide(id, { name: 'Renamed', registration: 'accepted' })
    await hearsNothingElse(station)
  })
})

describe('an operator who takes an acceptance back', () => {
  test('has a station of 2.x learn it at once', async () => {
    const { id, station } = await booted('ocpp2.0.1', {})
    await decide(id, { registration: 'pending' })
    const { id: asked } = await station.asked()
    station.send([3, asked, { status: 'Accepted' }])
    expect(await station.call('BootNotification', boots['ocpp2.0.1'])).toMatchObject([3, 'm-2', { status: 'Pending' }])
  })

  test('C-07: does not have an accepted station of 1.6 asked to boot', async () => {
    const { id, station } = await booted('ocpp1.6', {})
    await decide(id, { registration: 'pending' })
    await hearsNothingElse(station)
  })
})
