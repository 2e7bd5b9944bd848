import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { createOcppListener } from '#ocpp/transport'
import { dial, FOREIGN_BOOT, type ForeignStation, foreignEvent } from '#test/foreign-station'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { version as ocpp99 } from '../../fixtures/ocpp9.9/version.ts'

/** What a version may change of the one it builds on, each over a real socket. That it takes one folder: test/e2e/added-version. */
let stand: GatewayStand
beforeAll(async () => {
  stand = await startGateway(() => ({ derivedVersions: [ocpp99] }))
})
afterAll(() => stand.close())

async function booted(id: string): Promise<ForeignStation> {
  await stand.addStation({ id })
  const station = await dial(stand.url, id, ['ocpp9.9', 'ocpp2.1'])
  expect(station.protocol).toBe('ocpp9.9')
  expect((await station.call('BootNotification', FOREIGN_BOOT))[2]).toMatchObject({ status: 'Accepted' })
  return station
}

test('a station that speaks it boots, is authorized in its own words, and charges', async () => {
  await stand.services.authorization.create({ partyId: 'default', value: 'CARD-1' })
  const station = await booted('NINE-1')
  expect(await station.call('Authorize', { card: 'CARD-1', reader: 2 })).toEqual([3, 'm-2', { verdict: 'Welcome' }])
  expect(await station.call('Authorize', { card: 'CARD-2' })).toEqual([3, 'm-3', { verdict: 'Sorry' }])
  expect((await station.call('TransactionEvent', foreignEvent('Started', 0, 'Authorized', 1_000)))[0]).toBe(3)
  expect((await station.call('TransactionEvent', foreignEvent('Ended', 1, 'EVDeparted', 4_500)))[0]).toBe(3)
  const record = await stand.services.transactions.find(everyParty, 'NINE-1', 'T-1')
  expect(record).toMatchObject({ status: 'ended', energyWh: 3_500 })
  await expect.poll(async () => (await stand.services.stations.get(everyParty, 'NINE-1')).protocol).toBe('ocpp9.9')
  station.close()
})

test('its schema judges what it changed: leniently, with a note, and with the error names it has from 2.1', async () => {
  const station = await booted('NINE-2')
  expect((await station.call('Authorize', { card: 4711 }))[2]).toEqual({ verdict: 'Sorry' })
  const missing = await station.call('Authorize', { reader: 1 })
  expect(missing.slice(0, 3)).toEqual([4, 'm-3', 'OccurrenceConstraintViolation'])
  expect((await station.call('Authorize', { idToken: { idToken: 'CARD-1', type: 'ISO14443' } }))[0]).toBe(4)
  await stand.services.messages.flush()
  const { items } = await stand.services.messages.list(everyParty, { stationId: 'NINE-2' }, { limit: 100 })
  expect(items.map(({ note }) => note)).toContain('/card: an integer instead of a string')
  station.close()
})

test('what is asked of it is asked in its own words, and its answers are judged by its schema', async () => {
  const station = await booted('NINE-3')
  const unlock = () =>
    stand.services.commands.submit(everyParty, {
      ...{ stationId: 'NINE-3', kind: 'unlock' as const, request: { evseId: 2 }, requestedBy: 'a test' },
    })
  const ended = async (id: string) => {
    const { state, result } = await stand.services.commands.get(everyParty, id)
    return result?.error?.code ?? state
  }
  const answers = [
    [{ lock: 'Open' }, 'answered'],
    [{ lock: 'Shut' }, 'refused'],
    [{ status: 'Unlocked' }, 'invalid-answer'],
  ] as const
  for (const [answer, end] of answers) {
    const { id } = await unlock()
    const asked = await station.frames.next()
    expect(asked.slice(2)).toEqual(['OpenLock', { outlet: 2 }])
    station.send([3, asked[1], answer])
    await expect.poll(() => ended(id)).toBe(end)
    // CALLRESULTERROR, which it has from 2.1.
    if (end === 'invalid-answer') expect((await station.frames.next())[0]).toBe(5)
  }
  const trigger = { stationId: 'NINE-3', kind: 'trigger' as const, request: { message: 'heartbeat' as const } }
  await stand.services.commands.submit(everyParty, { ...trigger, requestedBy: 'a test' })
  expect((await station.frames.next()).slice(2)).toEqual(['TriggerMessage', { requestedMessage: 'Heartbeat' }])
  station.close()
})

test('the versions that are built in are spoken as before, and without it nobody speaks the new one', async () => {
  await stand.addStation({ id: 'TWO-1' })
  const older = await dial(stand.url, 'TWO-1', ['ocpp2.1', 'ocpp9.9'])
  expect(older.protocol).toBe('ocpp2.1')
  await older.call('BootNotification', FOREIGN_BOOT)
  const idToken = { idToken: 'CARD-1', type: 'ISO14443' }
  expect((await older.call('Authorize', { idToken }))[2]).toMatchObject({ idTokenInfo: { status: 'Accepted' } })
  expect((await older.call('Authorize', { card: 'CARD-1' }))[0]).toBe(4)
  older.close()
  const plain = await startGateway()
  await plain.addStation({ id: 'NINE-4' })
  const station = await dial(plain.url, 'NINE-4', ['ocpp9.9', 'ocpp2.1'])
  expect(station.protocol).toBe('ocpp2.1')
  station.close()
  await plain.close()
})

test('where the version it builds on is not spoken it is not spoken either', async () => {
  const { gateway, clock } = stand
  const authenticate = gateway.authenticate.bind(gateway)
  const { handler, derivedVersions } = gateway
  const listener = await createOcppListener({ authenticate, handler, derivedVersions, clock, versions: ['ocpp1.6'] })
  await stand.addStation({ id: 'NINE-5' })
  const station = await dial(`ws://127.0.0.1:${listener.address.port}/ocpp`, 'NINE-5', ['ocpp9.9', 'ocpp1.6'])
  expect(station.protocol).toBe('ocpp1.6')
  station.close()
  await listener.close()
})
