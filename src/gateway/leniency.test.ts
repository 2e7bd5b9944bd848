import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LiveEnvelope, liveSubject } from '#domain/live'
import { everyParty } from '#kernel'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { Mailbox } from '#test/mailbox'
import type { RawStation } from '#test/raw-station'

let stand: GatewayStand
beforeAll(async () => {
  stand = await startGateway()
})
afterAll(() => stand.close())

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }

async function booted(id: string, validation?: 'lenient' | 'strict'): Promise<RawStation> {
  await stand.addStation({ id })
  if (validation !== undefined) await stand.services.stations.change(everyParty, id, { validation })
  const station = await stand.connect(id)
  await station.call('BootNotification', boot)
  return station
}

async function log(stationId: string) {
  await stand.services.messages.flush()
  const { items } = await stand.services.messages.list(everyParty, { stationId }, { limit: 100 })
  return items
}

const odd = { connectorId: '1', errorCode: 'Error', status: 'available', extra: true }

test('B-15: a lenient station is understood, and what deviates is counted and noted', async () => {
  const station = await booted('lenient')
  expect(await station.call('StatusNotification', odd)).toEqual([3, 'm-2', {}])
  stand.clock.advance(5_000)
  const seen = async () => (await stand.services.stations.get(everyParty, 'lenient')).presence.deviationCount
  await expect.poll(seen).toBe(4)
  const told = (await log('lenient')).find(
    ({ action, direction }) => action === 'StatusNotification' && direction === 'in',
  )
  expect(told?.note).toMatch(/errorCode/)
})

test('B-15: a strict station is held to the letter', async () => {
  const station = await booted('strict', 'strict')
  expect((await station.call('StatusNotification', odd)).slice(0, 2)).toEqual([4, 'm-2'])
})

test('D-01 D-10: a doubtful transaction message is answered whatever the mode, and what it says is kept', async () => {
  const station = await booted('doubtful', 'strict')
  const start = { connectorId: '1', idTag: 12345, meterStart: '1000.7', timestamp: '2026-03-01 12:00:00', junk: null }
  const [type, , started] = await station.call('StartTransaction', start)
  expect(type).toBe(3)
  const { transactionId } = started as { transactionId: number }
  const sampledValue = [
    { value: 2000, context: 'Sample.Peridoic', unit: 'Hz', measurand: 'Frequncy' },
    { value: '2500' },
  ]
  const meterValue = [{ timestamp: 'sometime', sampledValue }]
  expect((await station.call('MeterValues', { connectorId: 1, transactionId, meterValue }))[0]).toBe(3)
  const stop = { transactionId, meterStop: 3000, timestamp: '2026-03-01T12:30:00', reason: 'Whim' }
  expect((await station.call('StopTransaction', stop))[0]).toBe(3)
  const record = await stand.services.transactions.find(everyParty, 'doubtful', String(transactionId))
  expect(record).toMatchObject({ status: 'ended', energyWh: 2000, stopReason: 'Whim', tokenRefused: 'unknown' })
})

test('D-04: a stop of a transaction whose start was never confirmed is answered', async () => {
  const station = await booted('unconfirmed')
  const stop = { transactionId: -1, meterStop: 3000, timestamp: '2026-03-01T12:30:00Z' }
  expect(await station.call('StopTransaction', stop)).toEqual([3, 'm-2', {}])
})

test('C-04: a station that is not accepted is let boot once in a while, however often it tries', async () => {
  await stand.addStation({ id: 'eager', registration: 'pending' })
  const station = await stand.connect('eager')
  expect((await station.call('BootNotification', boot))[2]).toMatchObject({ status: 'Pending' })
  station.send([2, 'again', 'BootNotification', { ...boot, firmwareVersion: '2' }])
  const boots = async () =>
    (await log('eager')).filter(({ action, direction }) => direction === 'in' && action === 'BootNotification')
  await expect.poll(boots).toHaveLength(2)
  expect(station.frames.size).toBe(0)
  stand.clock.advance(1_000)
  expect(await station.frames.next()).toMatchObject([3, 'again', { status: 'Pending' }])
})

test('every frame is logged, an answer with the action it answers', async () => {
  const station = await booted('logged')
  await station.call('Heartbeat')
  station.send([3, 'nobody asked', {}])
  await station.call('Nonsense')
  const logged = await log('logged')
  const told = logged.map(({ direction, kind, action = '' }) => `${direction} ${kind} ${action}`.trim()).sort()
  expect(told).toEqual([
    'in call BootNotification',
    'in call Heartbeat',
    'in call Nonsense',
    'in result',
    'out error Nonsense',
    'out result BootNotification',
    'out result Heartbeat',
  ])
})

/** As an operator says it to a station of 1.6, which is told it as it is. */
const SECRET_KEY = '766572792d7365637265742d76616c7565'

test('A-15: who watches a station sees its messages as they happen, and no secrets', async () => {
  const station = await booted('watched')
  const seen = new Mailbox<LiveEnvelope>()
  const watching = stand.bus.subscribe(liveSubject('default', 'watched', 'message'), (payload) =>
    seen.push(payload as LiveEnvelope),
  )
  await station.call('Heartbeat')
  expect(await seen.next()).toMatchObject({ kind: 'message', direction: 'in', frameKind: 'call', action: 'Heartbeat' })
  expect(await seen.next()).toMatchObject({ direction: 'out', frameKind: 'result', action: 'Heartbeat' })
  const variables = [{ name: 'AuthorizationKey', value: SECRET_KEY }]
  await stand.services.commands.submit(everyParty, {
    ...{ stationId: 'watched', kind: 'set-variables', request: { variables }, requestedBy: 'a test' },
  })
  expect((await station.asked()).payload).toMatchObject({ value: SECRET_KEY })
  expect(JSON.stringify(await seen.next())).not.toContain(SECRET_KEY)
  expect(JSON.stringify(await log('watched'))).not.toContain(SECRET_KEY)
  watching.stop()
})
