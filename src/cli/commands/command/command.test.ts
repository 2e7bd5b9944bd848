import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cityCar, createStation, type Station } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { answerTo, seen } from '../../testing/seen.ts'
import { terminal } from '../../testing/terminal.ts'

let platform: TestPlatform
let env: Readonly<Record<string, string>>
let run: ReturnType<typeof terminal>
let old: Station
let young: Station

beforeAll(async () => {
  platform = await testPlatform()
  env = { CHARGEWRIGHT_API_URL: platform.apiUrl, CHARGEWRIGHT_API_KEY: platform.ownerKey }
  run = terminal({ env })
  old = createStation({ id: 'OLD', version: 'ocpp1.6', url: platform.ocppUrl })
  young = createStation({ id: 'YOUNG', version: 'ocpp2.0.1', url: platform.ocppUrl })
  const told = [old, young].map((station) => answerTo(station, 'StatusNotification'))
  for (const station of [old, young]) station.start()
  await Promise.all(told)
  await run('token', 'add', '04A2B9C1')
})

afterAll(async () => {
  for (const station of [old, young]) station.stop()
  await platform.stop()
})

const send = (...args: string[]) => run('command', 'send', ...args)

test('a command is waited for until the station has answered', async () => {
  expect(await send('clear-cache', 'OLD')).toEqual({
    code: 0,
    out: 'answered: Accepted\n',
    err: '',
    json: expect.any(Function),
  })
})

test('on a terminal the way there is shown, on standard error', async () => {
  const screen = terminal({ env, columns: 100 })
  const { out, err } = await screen('command', 'send', 'clear-cache', 'YOUNG')
  expect(out).toBe('answered: Accepted\n')
  expect(err).toContain('clear-cache → YOUNG: queued')
  expect(err.endsWith('\x1b[2K')).toBe(true)
})

test('a charge is started and stopped from afar', async () => {
  young.plugIn({ model: cityCar, socPercent: 40, targetSocPercent: 80, batteryCelsius: 20 })
  const begun = seen(young, (notice) => notice.type === 'sent' && notice.action === 'TransactionEvent')
  expect((await send('start-transaction', 'YOUNG', '--token', '04A2B9C1', '--evse', '1')).out).toMatch(
    /^answered: Accepted\n/,
  )
  await begun
  const active = async () => (await run('transaction', 'list', '--status', 'active', '--json')).json()
  await expect.poll(active).toMatchObject({ items: [{ stationId: 'YOUNG', token: { value: '04A2B9C1' } }] })
  const [running] = (await platform.services.transactions.list({ all: true }, { status: 'active' }, { limit: 1 })).items
  expect((await send('stop-transaction', 'YOUNG', '--transaction', running?.id ?? '')).code).toBe(0)
  young.unplug()
  await expect.poll(active).toMatchObject({ items: [] })
})

describe('what the station will not do', () => {
  test('exits with 1, and says so in the station’s own word', async () => {
    const refused = await send('stop-transaction', 'OLD', '--reference', '4711')
    expect(refused.code).toBe(1)
    expect(refused.out).toMatch(/^refused: Rejected/)
  })

  test('what its version does not have is not even sent', async () => {
    const refused = await send('get-report', 'OLD')
    expect(refused.code).toBe(1)
    expect(refused.out).toMatch(/^refused: unsupported: /)
  })

  test('one that is offline is given up when the time is over', async () => {
    await run('station', 'add', 'AWAY')
    const expired = await send('reset', 'AWAY', '--expires-in', '0', '--json')
    expect(expired.code).toBe(1)
    expect(expired.json()).toMatchObject({ state: 'expired', kind: 'reset', request: { when: 'when-idle' } })
  })
})

test('--no-wait only asks; list and show tell later what came of it', async () => {
  const asked: { id: string } = JSON.parse((await send('reset', 'AWAY', '--no-wait', '--now', '--json')).out)
  expect(asked).toMatchObject({ state: 'queued', request: { when: 'immediately' } })
  const listed = await run('command', 'list', '--station', 'AWAY', '--state', 'queued')
  expect(listed.out).toContain(asked.id)
  const shown = await run('command', 'show', asked.id)
  expect(shown.out).toMatch(/^Kind +reset$/m)
  expect(shown.out).toMatch(/^State +queued$/m)
  expect(shown.out).toMatch(/^Waits until +\d{4}-/m)
})

describe('variables', () => {
  test('configuration keys of 1.6 are set and read by name', async () => {
    expect((await send('set-variables', 'OLD', 'HeartbeatInterval=77')).code).toBe(0)
    const read = await send('get-variables', 'OLD', 'HeartbeatInterval', '--json')
    expect(JSON.stringify(read.json())).toContain('77')
    await expect.poll(async () => (await run('station', 'variables', 'OLD')).out).toMatch(/HeartbeatInterval +77/)
  })

  test('variables of 2.x by component and name', async () => {
    expect((await send('set-variables', 'YOUNG', 'OCPPCommCtrlr.HeartbeatInterval=88')).code).toBe(0)
    const read = await send('get-variables', 'YOUNG', 'OCPPCommCtrlr.HeartbeatInterval')
    expect(read.out).toContain('88')
  })

  test('a report fills the list', async () => {
    expect((await send('get-report', 'YOUNG')).code).toBe(0)
    const all = () => run('station', 'variables', 'YOUNG', '--search', 'HeartbeatInterval')
    await expect.poll(async () => (await all()).out).toMatch(/OCPPCommCtrlr +HeartbeatInterval/)
  })
})

describe('what the schema of a command gives', () => {
  test('options by the names of its fields, beside the shorter ones', async () => {
    expect((await send('change-availability', 'YOUNG', '--available', 'false', '--evse-id', '1')).out).toMatch(
      /^answered: Accepted/,
    )
    expect((await send('change-availability', 'YOUNG', '--available', 'true')).code).toBe(0)
  })

  test('a whole request as JSON, to which options add', async () => {
    const asked = await send('trigger', 'YOUNG', '--request', '{"message":"status"}', '--evse', '1', '--json')
    expect(asked.json()).toMatchObject({
      kind: 'trigger',
      request: { message: 'status', evseId: 1 },
      state: 'answered',
    })
  })

  test('things inside as JSON, one after the other', async () => {
    const variable = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '66' }
    const asked = await send('set-variables', 'YOUNG', '--variables', JSON.stringify(variable), '--json')
    expect(asked.json()).toMatchObject({ request: { variables: [variable] }, state: 'answered' })
  })

  test('bounds, told before anything is sent', async () => {
    const refused = await send('unlock', 'OLD', '--evse-id', '1000001')
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('It has to be at most 1000000.')
    expect((await send('unlock', 'OLD', '--request', '{"evseId":-1}')).err).toBe(
      'error: --evse-id has to be at least 0\n',
    )
  })

  test('what it does not know is named by the platform', async () => {
    const refused = await send('clear-cache', 'OLD', '--request', '{"deep":true}')
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('request.deep is not known here')
  })
})

describe('the kinds of commands', () => {
  test('are listed with the versions that have them', async () => {
    const { out } = await run('command', 'kinds')
    expect(out).toMatch(/^get-report +Configuration +2\.0\.1 2\.1 +Has the station report/m)
    expect(out).toMatch(/^reset +Operation +1\.5 1\.6 2\.0\.1 2\.1 /m)
  })

  test('are explained one by one: fields, options, an example, and why a version lacks it', async () => {
    const { out } = await run('command', 'kinds', 'set-variables')
    expect(out).toMatch(/^variables +--variables +yes +list of objects/m)
    expect(out).toMatch(/^variables\[\]\.value +yes +text to 2500 characters/m)
    expect(out).toContain('chargewright command send set-variables CS-1 OCPPCommCtrlr.HeartbeatInterval=300')
    expect((await run('command', 'kinds', 'get-report')).out).toMatch(/^Not OCPP 1\.6 +OCPP 1\.6 has no reports/m)
  })

  test('are what they are called only', async () => {
    expect(await run('command', 'kinds', 'nonsense')).toMatchObject({ code: 2, out: '' })
  })

  test('narrow the list of commands', async () => {
    await send('clear-cache', 'OLD')
    const { out } = await run('command', 'list', '--kind', 'clear-cache')
    expect(out).toContain('clear-cache')
    expect(out).not.toContain('reset')
    expect((await run('command', 'list', '--kind', 'nonsense')).code).toBe(2)
  })
})

test('the other commands reach the station', async () => {
  expect((await send('trigger', 'OLD', '--message', 'heartbeat')).out).toBe('answered: Accepted\n')
  expect((await send('change-availability', 'YOUNG', '--to', 'unavailable', '--evse', '1')).out).toMatch(
    /^answered: Accepted/,
  )
  expect((await send('change-availability', 'YOUNG', '--to', 'available')).out).toMatch(/^answered: Accepted/)
  expect((await send('unlock', 'OLD', '--evse', '1')).out).toMatch(/^(answered|refused): \w/)
  expect((await send('data-transfer', 'OLD', '--vendor', 'com.example')).out).toMatch(/^(answered|refused): Unknown/)
})

test.each([
  [['stop-transaction', 'OLD']],
  [['stop-transaction', 'OLD', '--reference', '1', '--transaction', '2']],
  [['start-transaction', 'OLD']],
  [['set-variables', 'OLD', 'HeartbeatInterval']],
  [['get-variables', 'OLD', 'X[y']],
  [['trigger', 'OLD', '--message', 'nonsense']],
  [['reset', 'OLD', '--expires-in', '-1']],
  [['reset', 'OLD', '--when', 'never']],
  [['reset', 'OLD', '--request', '[]']],
  [['reset', 'OLD', '--request', '{']],
  [['unlock', 'OLD']],
  [['set-variables', 'OLD']],
])('%j is not understood, and nothing is sent', async (args) => {
  const { code, out, err } = await send(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^error: /)
})

test('a command waits as long as the API lets it, a week, and not a second longer', async () => {
  const wait = (seconds: number) => send('clear-cache', 'OLD', '--no-wait', '--expires-in', String(seconds))
  expect((await wait(604_800)).code).toBe(0)
  expect(await wait(604_801)).toMatchObject({ code: 2, err: expect.stringContaining('from 0 to 604800') })
})
