import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { type TestPlatform, testPlatform } from '#test/platform'
import { type TerminalOptions, terminal } from '../../testing/terminal.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await testPlatform({ ocpp: { soap: true } })
})
afterAll(() => platform.stop())

describe('against a system that lets stations in', () => {
  test('a fleet of all versions charges until it is interrupted, and leaves no transaction open', async () => {
    const controller = new AbortController()
    const run = terminal({ interrupted: controller.signal })
    const tokens = ['04A2B9C1', '04A2B9C2']
    for (const value of tokens) {
      await platform.services.authorization.create({ partyId: 'default', value, kind: 'rfid', concurrentLimit: 0 })
    }
    const running = run(
      ...['simulate', '--url', platform.ocppUrl, '--stations', '6', '--prefix', 'CAR-', '--token', ...tokens],
      ...['--site', 'highway', '--quickness', '10000', '--rate', '1000', '--seed', 'one', '--json'],
    )
    const transactions = async (query = ''): Promise<{ items: unknown[] }> =>
      JSON.parse(await (await platform.api(`/transactions?limit=100${query}`)).text())
    await expect.poll(async () => (await transactions()).items.length).toBeGreaterThanOrEqual(3)
    controller.abort()
    const { code, err, ...ended } = await running
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(ended.json()).toMatchObject({
      stations: 6,
      mostOnline: 6,
      mostCharging: expect.any(Number),
      messagesSent: expect.any(Number),
    })
    const { items }: { items: { protocol: string }[] } = JSON.parse(
      await (await platform.api('/stations?search=CAR-')).text(),
    )
    expect(new Set(items.map(({ protocol }) => protocol))).toEqual(new Set(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']))
    await expect.poll(async () => (await transactions('&status=active')).items).toEqual([])
  })

  test('a time that is up ends it, with a summary for people', async () => {
    const clock = new ManualClock()
    const running = simulate({ clock }, 'SHORT-', '--duration', '60')
    await isConnected('SHORT-1')
    clock.advance(59_000)
    clock.advance(1_000)
    const { code, out } = await running
    expect(code).toBe(0)
    expect(out).toMatch(/^Online, at most +1$/m)
    expect(out).toMatch(/^Messages sent +\d+$/m)
    expect(out).toMatch(/^Ran for +1 min$/m)
  })

  test('a terminal shows every second how it goes; a pipe does not', async () => {
    const clock = new ManualClock()
    const shown = simulate({ clock, columns: 120 }, 'SEEN-', '--duration', '2')
    await isConnected('SEEN-1')
    clock.advance(2_000)
    const { err } = await shown
    expect(err).toMatch(/1\/1 connected · \d+ charging · \d+ messages\/s · \d+\.\d kW/)
  })

  test.each([
    [[], 'ocpp1.6'],
    [['1.5', '--soap-host', '127.0.0.2'], 'ocpp1.5'],
  ])('--soap %j: every station speaks it', async (version, protocol) => {
    const clock = new ManualClock()
    const prefix = `SOAP-${protocol}-`
    const running = terminal({ clock })(
      ...['simulate', '--url', platform.ocppUrl, '--stations', '2', '--rate', '1000', '--prefix', prefix],
      ...['--duration', '1', '--json', '--soap', ...version],
    )
    await isConnected(`${prefix}1`)
    clock.advance(1_000)
    const ended = await running
    expect(ended.json()).toMatchObject({ stations: 2, mostOnline: expect.any(Number) })
    expect(await (await platform.api(`/stations/${prefix}1`)).text()).toContain(`"protocol":"${protocol}"`)
  })

  test('A-07 security profile 2: over TLS, with a password', async () => {
    const secret = 'a password of 16+'
    await platform.services.stations.create({ id: 'SAFE-1', partyId: 'default', secret, securityProfile: 2 })
    const folder = await mkdtemp(join(tmpdir(), 'chargewright-test-'))
    const ca = join(folder, 'ca.pem')
    // As `cat` puts files together.
    await writeFile(ca, platform.tlsCertificates.join(''))
    const clock = new ManualClock()
    const running = terminal({ clock, env: { CHARGEWRIGHT_STATION_PASSWORD: secret } })(
      ...['simulate', '--url', platform.ocppTlsUrl, '--security', '2', '--ca', ca],
      ...['--stations', '1', '--prefix', 'SAFE-', '--version', '2.0.1', '--duration', '1', '--json'],
    )
    await isConnected('SAFE-1')
    clock.advance(1_000)
    expect((await running).json()).toMatchObject({ mostOnline: 1, ranForS: 1 })
    await rm(folder, { recursive: true })
  })
})

describe('against a system that does not', () => {
  test('the reason is told once, and it exits with 1', async () => {
    await platform.services.stations.create({ id: 'NO-1', partyId: 'default', admission: 'refused' })
    const clock = new ManualClock()
    const onErr = (text: string) => text.startsWith('A connection failed') && clock.advance(1_000)
    const { code, err } = await simulate({ clock, onErr }, 'NO-', '--duration', '1')
    expect(code).toBe(1)
    expect(err.match(/^A connection failed or ended: .*403.*$/gm)).toHaveLength(1)
    expect(err).toContain(`No station was let in at ${platform.ocppUrl}: `)
  })
})

function simulate(around: TerminalOptions, prefix: string, ...args: string[]) {
  const fleet = ['--url', platform.ocppUrl, '--stations', '1', '--version', '1.6', '--prefix', prefix]
  return terminal(around)('simulate', ...fleet, ...args)
}

async function isConnected(id: string): Promise<void> {
  await expect.poll(async () => (await platform.api(`/stations/${id}`)).text()).toContain('"status":"available"')
}

describe('what cannot be done is told before anything is tried', () => {
  test.each([
    [['--url', 'http://127.0.0.1:9000'], 'no address of an OCPP system'],
    [['--security', '2', '--password', 'x'], 'has to begin with wss://'],
    [['--security', '1'], 'security profile 1 needs --password'],
    [['--ca', 'own.pem'], '--ca is for --security 2 or 3, not 0'],
    [
      ['--security', '2', '--url', 'wss://x', '--password', 'x', '--key', 'own.pem'],
      '--key is for --security 3, not 2',
    ],
    [['--security', '3', '--url', 'wss://127.0.0.1:9443/ocpp'], 'security profile 3 needs --cert'],
    [['--security', '2', '--url', 'wss://x', '--password', 'x', '--ca', '/nonexistent.pem'], 'cannot be read'],
    [['--version', '1.5'], 'Allowed choices'],
    [['--soap', '2.0.1'], 'Allowed choices'],
    [['--soap', '--url', 'ftp://x'], 'no address of a service'],
    [['--soap', '--security', '2', '--password', 'x'], 'has to begin with https://'],
    [['--stations', '0'], 'whole number from 1'],
  ])('%j: %s', async (args, sentence) => {
    const { code, err } = await terminal()('simulate', ...args)
    expect(code).toBe(2)
    expect(err).toContain(sentence)
  })
})
