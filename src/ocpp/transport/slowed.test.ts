import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { type ClientOptions, connectOcpp, type OcppClientConnection, type TlsSettings } from '#ocpp/transport'
import { TestAuthority } from '#test/certificates'
import { type ListenerProbe, startListener } from '#test/ocpp-listener'

const BURST = 20
const limits = { messagesPerSecond: 10, messageBurst: BURST + 0.5 }

let authority: TestAuthority
let tls: TlsSettings
let clock: ManualClock
let probe: ListenerProbe

beforeAll(async () => {
  authority = await TestAuthority.create()
  tls = { certificates: [await authority.issue({ commonName: 'csms', keyKind: 'ecdsa' })] }
})
beforeEach(() => {
  clock = new ManualClock()
})
afterEach(() => probe.listener.close({ deadlineMs: 0 }))

function connect(identity: string, options: Partial<ClientOptions> = {}): Promise<OcppClientConnection> {
  return connectOcpp({ url: probe.url, identity, handler: { onFrame: () => {} }, ...options })
}

async function isHeard(station: OcppClientConnection, text: string): Promise<void> {
  station.send(text)
  expect(await probe.frames.next()).toBe(text)
}

/** One more than it may at once. */
async function saysTooMuch(station: OcppClientConnection): Promise<void> {
  for (let n = 0; n <= BURST; n++) await isHeard(station, `at once ${n}`)
}

describe.each<[string, boolean, () => Partial<ClientOptions>]>([
  ['plain', false, () => ({})],
  ['with TLS', true, () => ({ tls: { authorities: [authority.cert] } })],
  ['with compression', false, () => ({ compression: true })],
])('A-17 a station, %s, that says more than it may', (_, overTls, options) => {
  beforeEach(async () => {
    probe = await startListener({ clock, limits, ...(overTls && { tls }) })
  })

  test('is not read until it has kept silent for as long, and nobody else waits', async () => {
    const other = await connect('calm', options())
    const station = await connect('hasty', options())
    await saysTooMuch(station)
    station.send('too early')
    for (let n = 0; n < 5; n++) await isHeard(other, `calm ${n}`)
    clock.advance(1_000)
    expect(await probe.frames.next()).toBe('too early')
    await isHeard(station, 'in time')
  })

  test('is not read either when whoever serves it can take more', async () => {
    const other = await connect('calm', options())
    await probe.opened.next()
    const station = await connect('hasty', options())
    const served = await probe.opened.next()
    await saysTooMuch(station)
    served.pause()
    served.resume()
    station.send('too early')
    for (let n = 0; n < 5; n++) await isHeard(other, `calm ${n}`)
    served.pause()
    clock.advance(1_000)
    for (let n = 5; n < 10; n++) await isHeard(other, `calm ${n}`)
    served.resume()
    expect(await probe.frames.next()).toBe('too early')
  })

  test('after a goodbye is hung up on', async () => {
    const station = await connect('hasty', options())
    const served = await probe.opened.next()
    await isHeard(station, 'well')
    station.pause()
    served.close(1000, 'bye')
    for (let n = 0; n < 2 * BURST; n++) station.send(`after it ${n}`)
    expect(await probe.closed.next()).toMatchObject({ code: 1006 })
  })
})

test('A-17 long messages and pings count as well', async () => {
  probe = await startListener({ clock, limits })
  const other = await connect('calm')
  const long = await connect('long')
  await isHeard(long, 'x'.repeat(4_096 * BURST))
  long.send('too early')
  const pinging = await connect('pinging')
  for (let n = 0; n <= BURST; n++) pinging.ping()
  await isHeard(pinging, 'after pings')
  pinging.send('too early as well')
  for (let n = 0; n < 5; n++) await isHeard(other, `calm ${n}`)
  clock.advance(5_000)
  expect(new Set([await probe.frames.next(), await probe.frames.next()])).toEqual(
    new Set(['too early', 'too early as well']),
  )
})
