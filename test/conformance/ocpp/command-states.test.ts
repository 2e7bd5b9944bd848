import { describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { createStation, StationJournal } from '#simulator'
import { RawStation } from '#test/raw-station'
import { bootedStation } from '../booted-station.ts'
import type { SeenCommand } from '../operator.ts'
import { openScene } from '../scene.ts'
import { VERSIONS } from '../simulated.ts'

const QUEUE_LIMIT = 4
const CALL_TIMEOUT_MS = 30_000
/** The platform's time; nothing times out unless it is turned. */
const clock = new ManualClock(new Date().toISOString())
const { platform, operator, raw } = await openScene({
  settings: { ocpp: { commandQueueLimit: QUEUE_LIMIT, pingIntervalS: 0 } },
  clock,
})

const connected = (version: OcppVersion = 'ocpp1.6') => raw(version)

/** A station the platform knows and that has gone home. */
async function away(version: OcppVersion = 'ocpp1.6'): Promise<string> {
  const { id, station } = await connected(version)
  station.connection.close()
  await operator.untilConnected(id, false)
  return id
}

/** A station that comes back as it was, without booting (C-05): what waited for it is sent at once. */
function returned(identity: string, version: OcppVersion): Promise<RawStation> {
  return RawStation.connect({ url: platform.ocppUrl, identity, versions: [version] })
}

async function inState(command: SeenCommand, state: string): Promise<SeenCommand> {
  await expect.poll(async () => (await operator.seen(command.id)).state).toBe(state)
  return await operator.seen(command.id)
}

const accepted = { status: 'Accepted' }

describe.each(VERSIONS)('F-07 %s: a command', (version) => {
  test('is queued, sent, and answered', async () => {
    const { id, station } = await connected(version)
    const command = await operator.command(id, 'clear-cache', {})
    expect(command).toMatchObject({ state: 'queued', warnings: [] })
    const asked = await station.asked()
    const sent = await inState(command, 'sent')
    expect(sent.sentAt).toBeDefined()
    expect(sent.settledAt).toBeUndefined()
    station.send([3, asked.id, accepted])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: accepted })
  })

  test('is refused, by a status or by an error', async () => {
    const { id, station } = await connected(version)
    const first = await operator.command(id, 'clear-cache', {})
    station.send([3, (await station.asked()).id, { status: 'Rejected' }])
    expect(await operator.settled(first)).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    const second = await operator.command(id, 'clear-cache', {})
    station.send([4, (await station.asked()).id, 'NotImplemented', 'no cache', {}])
    expect(await operator.settled(second)).toMatchObject({
      state: 'refused',
      result: { error: { code: 'NotImplemented', message: 'no cache' } },
    })
  })

  test('times out at a station that never answers, and the next one goes out', async () => {
    const id = `SILENT-${version}`
    const station = createStation({ id, version, url: platform.ocppUrl, misbehaviour: 'never-answers' })
    const journal = new StationJournal(station)
    station.start()
    await journal.exchange('BootNotification')
    // Time that passed while one of these is in hand would be held against it.
    for (let told = version === 'ocpp1.6' ? 2 : 1; told > 0; told -= 1) await journal.exchange('StatusNotification')
    const first = await operator.command(id, 'clear-cache', {})
    await inState(first, 'sent')
    const second = await operator.command(id, 'data-transfer', { vendorId: 'com.example' })
    clock.advance(CALL_TIMEOUT_MS)
    expect(await operator.settled(first)).toMatchObject({ state: 'timed-out', result: { error: { code: 'timeout' } } })
    await inState(second, 'sent')
    station.stop()
    expect(await operator.settled(second)).toMatchObject({ state: 'lost' })
  })

  test('that was sent is lost with its connection; one that was not goes out on the next', async () => {
    const { id, station } = await connected(version)
    const first = await operator.command(id, 'clear-cache', {})
    const second = await operator.command(id, 'reset', { when: 'immediately' })
    await station.asked()
    await inState(first, 'sent')
    station.connection.terminate()
    expect(await operator.settled(first)).toMatchObject({ state: 'lost', result: { error: { code: 'lost' } } })
    const again = await returned(id, version)
    const asked = await again.asked()
    expect(asked.action).toBe('Reset')
    again.send([3, asked.id, accepted])
    expect(await operator.settled(second)).toMatchObject({ state: 'answered', result: accepted })
  })

  test('waits for a station that is away, and expires when it stays away', async () => {
    const id = await away(version)
    const brief = await operator.command(id, 'clear-cache', {}, { expiresInS: 60 })
    const long = await operator.command(id, 'reset', { when: 'when-idle' }, { expiresInS: 3_600 })
    expect(brief).toMatchObject({ state: 'queued', warnings: ['The station is not connected.'] })
    clock.advance(61_000)
    await platform.services.commands.sweep()
    expect(await operator.settled(brief)).toMatchObject({ state: 'expired', result: { error: { code: 'expired' } } })
    expect(await operator.seen(long.id)).toMatchObject({ state: 'queued' })
    const station = await returned(id, version)
    const asked = await station.asked()
    expect(asked.action).toBe('Reset')
    station.send([3, asked.id, accepted])
    expect(await operator.settled(long)).toMatchObject({ state: 'answered' })
  })
})

test('F-07 a command for now or never expires at once at a station that is away', async () => {
  const command = await operator.command(await away(), 'clear-cache', {}, { expiresInS: 0 })
  expect(await operator.settled(command)).toMatchObject({ state: 'expired' })
})

test('F-07 what waits for a station is bounded', async () => {
  const id = await away()
  const body = { stationId: id, kind: 'clear-cache', request: {} }
  for (let n = 0; n < QUEUE_LIMIT; n += 1) expect(await operator.status('POST', '/commands', body)).toBe(202)
  expect(await operator.status('POST', '/commands', body)).toBe(429)
})

test('an idempotency key gives the same command again, and the station hears it once', async () => {
  const { id, station } = await connected()
  const ask = () => operator.command(id, 'clear-cache', {}, { idempotencyKey: `key-${id}` })
  const [first, ...others] = await Promise.all([ask(), ask(), ask()])
  expect(new Set(others.map((other) => other.id))).toEqual(new Set([first?.id]))
  const asked = await station.asked()
  station.send([3, asked.id, accepted])
  expect(await operator.settled(await ask())).toMatchObject({ id: first?.id, state: 'answered' })
  await station.call('Heartbeat')
  expect(station.frames.size).toBe(0)
  const headers = { 'Idempotency-Key': `key-${id}` }
  const other = { stationId: id, kind: 'reset', request: { when: 'when-idle' } }
  expect((await operator.ask('POST', '/commands', other, headers)).status).toBe(409)
})

test('what the platform would not advise is said, and sent all the same', async () => {
  const { id, station } = await connected('ocpp2.0.1')
  const starting = await operator.command(id, 'start-transaction', { evseId: 7, token: 'nobody' })
  expect(starting.warnings).toEqual(['The station has never told of EVSE 7.', 'The token is not known.'])
  const first = await station.asked()
  expect(first).toMatchObject({ action: 'RequestStartTransaction', payload: { evseId: 7 } })
  station.send([3, first.id, accepted])
  expect(await operator.settled(starting)).toMatchObject({ state: 'answered' })

  const unlocking = await operator.command(id, 'unlock', { evseId: 7, connectorId: 3 })
  expect(unlocking.warnings).toEqual(['The station has never told of connector 3 of EVSE 7.'])
  const second = await station.asked()
  station.send([3, second.id, { status: 'UnknownConnector' }])
  expect(await operator.settled(unlocking)).toMatchObject({ state: 'refused', result: { status: 'UnknownConnector' } })
})

test('B-01 B-20 commands go out one at a time, in the order they were given', async () => {
  const { id, station } = await connected('ocpp2.1')
  const given: SeenCommand[] = []
  for (const evseId of [1, 2, 3]) given.push(await operator.command(id, 'unlock', { evseId }))
  for (const evseId of [1, 2, 3]) {
    const asked = await station.asked()
    expect(asked.payload).toMatchObject({ evseId })
    // Whatever was to come beside it would have come before this answer.
    await station.call('Heartbeat')
    expect(station.frames.size).toBe(0)
    station.send([3, asked.id, { status: 'Unlocked' }])
  }
  for (const command of given) expect((await operator.settled(command)).state).toBe('answered')
})

test('C-03 1.6 §4.2/6 a pending station may be configured, but no charge is started on it', async () => {
  const id = 'PENDING'
  await operator.post('/stations', { id, partyId: 'default', registration: 'pending' })
  const station = await bootedStation(platform, id, 'ocpp1.6')
  const starting = await operator.command(id, 'start-transaction', { token: 'ALICE' })
  expect(starting.warnings).toContain('The station is not accepted: it may refuse everything but configuration.')
  expect(await operator.settled(starting)).toMatchObject({
    state: 'refused',
    result: { error: { code: 'not-accepted' } },
  })
  const reading = await operator.command(id, 'get-variables', {})
  const asked = await station.asked()
  expect(asked.action).toBe('GetConfiguration')
  station.send([3, asked.id, { configurationKey: [{ key: 'A', readonly: true, value: '1' }] }])
  expect(await operator.settled(reading)).toMatchObject({ state: 'answered' })
})
