import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStation, type Station, StationJournal } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let env: Readonly<Record<string, string>>
let run: ReturnType<typeof terminal>
let talking: Station

beforeAll(async () => {
  platform = await testPlatform({ ocpp: { unknownStations: 'waiting-list' } })
  env = { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey }
  run = terminal({ env })
  await run('station', 'add', 'CS-1', '--name', 'Yard, left')
  talking = createStation({ id: 'CS-1', version: 'ocpp1.6', url: platform.ocppUrl })
  const journal = new StationJournal(talking)
  talking.start()
  // Of the station as a whole, then of its connector.
  for (const _ of [0, 1]) await journal.exchange('StatusNotification')
  journal.stop()
})

afterAll(async () => {
  talking.stop()
  await platform.stop()
})

describe('station add and show', () => {
  test('a station that was added can be shown', async () => {
    const added = await run('station', 'add', 'CS-2', '--security-profile', '1', '--serial-number', 'SN-2')
    expect(added).toMatchObject({ code: 0, out: 'Added CS-2.\n', err: '' })
    const shown = await run('station', 'show', 'CS-2')
    expect(shown.out).toMatch(/^Station +CS-2$/m)
    expect(shown.out).toMatch(/^State +never seen$/m)
    expect(shown.out).toMatch(/^Serial number +SN-2$/m)
    expect(shown.out).toMatch(/^Security profile +- now, 1 and no other served$/m)
  })

  test('what is there already is a conflict, told in a sentence', async () => {
    const again = await run('station', 'add', 'CS-1')
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toMatch(/^error: .*CS-1/)
  })

  test('what the API refuses names the field', async () => {
    const refused = await run('station', 'add', 'CS-3', '--secret', 'short')
    expect(refused).toMatchObject({ code: 1, err: 'error: secret has to have at least 16 characters.\n' })
  })

  test('a connected one is shown with its connectors', async () => {
    const { out, code } = await run('station', 'show', 'CS-1')
    expect(code).toBe(0)
    expect(out).toMatch(/^State +connected$/m)
    expect(out).toMatch(/^OCPP +1\.6$/m)
    expect(out).toMatch(/^EVSE +CONNECTOR +STATUS/m)
    expect(out).toMatch(/^ +1 +1 +available/m)
  })

  test('as JSON it is the API’s own document, with what it charges', async () => {
    const shown = await run('station', 'show', 'CS-1', '--json')
    expect(shown.json()).toMatchObject({ id: 'CS-1', presence: { connected: true }, activeTransactions: [] })
  })

  test('one that is not there is named', async () => {
    const missing = await run('station', 'show', 'CS-404', '--json')
    expect(missing).toMatchObject({ code: 1, out: '' })
    expect(JSON.parse(missing.err)).toMatchObject({ error: { code: 'not-found', details: { status: 404 } } })
  })
})

describe('station list', () => {
  test('where there is none it says where this installation expects them', async () => {
    const { code, out, err } = await run('station', 'list', '--search', 'nobody')
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(err).toContain(`Point one at ${platform.ocppUrl}/<its id>`)
  })

  test('columns stand below their titles', async () => {
    const { out } = await run('station', 'list', '--search', 'CS-1')
    const [titles = '', row = ''] = out.split('\n')
    expect(titles).toMatch(/^STATION +NAME +STATE +OCPP +CONNECTORS +MODEL +LAST SEEN$/)
    expect(row.indexOf('connected')).toBe(titles.indexOf('STATE'))
    expect(row.indexOf('Yard, left')).toBe(titles.indexOf('NAME'))
  })

  test('filters are the API’s', async () => {
    expect((await run('station', 'list', '--no-connected', '--json')).json()).toMatchObject({ items: [{ id: 'CS-2' }] })
    expect((await run('station', 'list', '--status', 'available')).out).toContain('CS-1')
    expect((await run('station', 'list', '--status', 'broken')).code).toBe(2)
  })

  test('an empty list says how to get a station, and not on standard output', async () => {
    const nobody = await run('station', 'list', '--search', 'nobody')
    expect(nobody).toMatchObject({ code: 0, out: '' })
    expect(nobody.err).toContain('chargewright station add')
  })

  test('a limit tells that there is more; --all takes every page', async () => {
    const first = await run('station', 'list', '--limit', '1')
    expect(first.out.trim().split('\n')).toHaveLength(2)
    expect(first.err).toBe('The first 1; --all shows every one.\n')
    expect((await run('station', 'list', '--limit', '1', '--json')).json()).toMatchObject({ more: true })
    expect((await run('station', 'list', '--all', '--json')).json()).toMatchObject({ more: false })
  })
})

test('a station that waits is accepted, and another one refused', async () => {
  const stranger = createStation({ id: 'CS-NEW', version: 'ocpp2.0.1', url: platform.ocppUrl })
  stranger.start()
  const shown = async () => (await run('station', 'show', 'CS-NEW', '--json')).json()
  await expect.poll(async () => (await run('station', 'list', '--admission', 'waiting')).out).toContain('CS-NEW')
  await expect.poll(shown).toMatchObject({ presence: { connected: true } })
  expect(await run('station', 'accept', 'CS-NEW')).toMatchObject({
    code: 0,
    out: 'Accepted CS-NEW; it is let in.\n',
  })
  await expect
    .poll(async () => (await run('station', 'messages', 'CS-NEW', '--action', 'BootNotification')).out)
    .toContain('"Accepted"')
  stranger.stop()
  expect(await run('station', 'refuse', 'CS-NEW')).toMatchObject({ code: 0, out: 'Refused CS-NEW.\n' })
  expect(await shown()).toMatchObject({ admission: 'refused' })
  await expect.poll(shown).toMatchObject({ presence: { connected: false } })
  expect((await run('station', 'accept', 'CS-NEW')).out).toBe('Accepted CS-NEW; it is let in when it connects next.\n')
})

test('a new password goes to standard output alone, so that it can be kept', async () => {
  const { out, err, code } = await run('station', 'secret', 'CS-2')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^\S{16,64}\n$/)
})

describe('station messages', () => {
  test('the newest stands last, with who sent it', async () => {
    await expect
      .poll(async () => (await run('station', 'messages', 'CS-1')).out)
      .toMatch(/→ StatusNotification +result/)
    const { out } = await run('station', 'messages', 'CS-1', '--action', 'BootNotification')
    const [call = '', result = ''] = out.trim().split('\n')
    expect(call).toMatch(/^\d\d:\d\d:\d\d ← BootNotification +call +\[2,/)
    expect(result).toMatch(/^\d\d:\d\d:\d\d → BootNotification +result +\[3,/)
  })

  test('--follow goes on with what comes, each message once, until it is interrupted', async () => {
    const controller = new AbortController()
    const seen: { kind: string; messageId?: string; frame: string }[] = []
    const follow = terminal({
      env,
      interrupted: controller.signal,
      onOut: (text) => {
        seen.push(
          ...text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line)),
        )
        if (talking.evses[0]?.connected === false) talking.plugIn(car)
        if (seen.some(({ frame }) => frame.includes('"Preparing"'))) controller.abort()
      },
    })
    const ended = await follow('station', 'messages', 'CS-1', '--follow', '--json')
    expect(ended.code).toBe(0)
    const names = seen.map(({ kind, messageId }) => `${kind} ${messageId}`)
    expect(new Set(names).size).toBe(names.length)
    talking.unplug()
  })

  test('--follow ends with an error when the platform is not there', async () => {
    const nowhere = terminal({ env: { CHARGEWRIGHT_API_URL: 'http://127.0.0.1:9' } })
    expect((await nowhere('station', 'messages', 'CS-1', '--follow')).code).toBe(1)
  })
})

const car = {
  model: { name: 'test car', batteryWh: 50_000, ac: { phases: 1 as const, maxCurrentA: 16 } },
  socPercent: 40,
  targetSocPercent: 80,
  batteryCelsius: 20,
}

test('the local list of a station is shown with its version, its tokens and what is pending', async () => {
  await run('token', 'add', 'ALICE', '--party', 'default')
  const shown = await run('station', 'local-list', 'CS-1')
  expect(shown.out).toMatch(/^Version +none confirmed$/m)
  expect(shown.out).toMatch(/^Pending +1 to be added or changed$/m)
  expect(shown.out).toMatch(/^ALICE +rfid +accepted *$/m)
  expect((await run('command', 'send', 'send-local-list', 'CS-1')).code).toBe(0)
  expect((await run('station', 'local-list', 'CS-1')).out).toMatch(/^Pending +nothing$/m)
  const rest = await run('station', 'local-list', 'CS-1', '--state', 'to-go', '--json')
  expect(rest.json()).toMatchObject({ version: 1, entries: 1, tokens: [] })
  expect((await run('station', 'local-list', 'CS-1', '--state', 'held')).code).toBe(2)
  await run('token', 'remove', 'ALICE')
})

test('who was turned away without being known is listed, and forgotten', async () => {
  expect(await run('station', 'strangers')).toMatchObject({ out: '', err: expect.stringContaining('Nobody') })
  const attempt = { kind: 'unknown-station', identity: 'NEW-1', remoteAddress: '192.0.2.1', reason: 'unknown-station' }
  platform.services.strangers.note({ ...attempt, kind: 'unknown-station', protocol: 'ocpp1.6' })
  platform.services.strangers.note({ kind: 'tls', remoteAddress: '192.0.2.2', reason: 'ERR_SSL_NO_SHARED_CIPHER' })
  await platform.services.strangers.settled()
  const { out } = await run('station', 'strangers')
  expect(out).toMatch(/NEW-1 +192\.0\.2\.1 +unknown-station +1\.6 +1 /)
  expect(out).toMatch(/192\.0\.2\.2 +TLS: ERR_SSL_NO_SHARED_CIPHER/)
  const [id = ''] = /^\S+(?= +NEW-1)/m.exec(out) ?? []
  expect(await run('station', 'forget-stranger', id)).toMatchObject({ code: 0, out: `Forgot ${id}.\n` })
  expect((await run('station', 'strangers')).out).not.toContain('NEW-1')
  expect((await run('station', 'forget-stranger', id)).code).toBe(1)
})

test('station variables and events say so when there are none', async () => {
  const variables = await run('station', 'variables', 'CS-2')
  expect(variables).toMatchObject({ code: 0, out: '' })
  expect(variables.err).toContain('get-report')
  expect(await run('station', 'events', 'CS-2', '--json')).toMatchObject({ code: 0, err: '' })
  expect((await run('station', 'events', 'CS-2', '--json')).json()).toEqual({ items: [], more: false })
})
