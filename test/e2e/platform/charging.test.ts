import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import type { Operator } from '../../conformance/operator.ts'
import { car, type Simulated, simulated } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

/** Two versions by day, one by night. */
const scenes = [
  { version: 'ocpp1.6', colorScheme: 'light' },
  { version: 'ocpp2.0.1', colorScheme: 'dark' },
  { version: 'ocpp2.1', colorScheme: 'light' },
] as const
type Scene = (typeof scenes)[number]

const MINUTE_MS = 60_000
/** How late `answers-late` answers. */
const LATE_MS = 45_000

describe.skipIf(lacks('chromium')).each(scenes)('the console, $colorScheme, beside a station of $version', (scene) => {
  let stand: PlatformStand
  let operator: Operator
  let sim: Simulated | undefined
  beforeAll(async () => {
    stand = await PlatformStand.open()
    operator = stand.operator
    for (const value of ['ALICE', 'BOB']) {
      await operator.post('/tokens', { partyId: 'default', value, concurrentLimit: 0 })
    }
  })
  afterEach(async () => {
    sim?.station.stop()
    await stand.leave()
  })
  afterAll(() => stand.close())

  function newStation(id: string, options: Partial<Parameters<typeof simulated>[0]> = {}): Simulated {
    sim = simulated({ id, version: scene.version, url: stand.platform.ocppUrl, ...options })
    return sim
  }

  test('shows it arrive, and its status, power and energy as they change', async () => {
    const { page, complaints, strays } = await stand.watch('/stations', scene)
    await page.getByText('No station yet').waitFor()
    const { station, journal, clock, boot } = newStation('LIST-1')
    await boot()
    const row = page.locator('[data-station="LIST-1"]')
    await row.getByText('Online').waitFor()
    station.plugIn(car)
    await journal.exchange('StatusNotification')
    const statusMs = await msUntil(row.getByText('In use'))
    const before = registerOf(station)
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    await journal.exchange(startAction(scene))
    const waits: number[] = []
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(MINUTE_MS)
      await journal.exchange(readingAction(scene))
      waits.push(await msUntil(row.getByText(kWh(registerOf(station) - before))))
    }
    // Told, not judged: on a busy machine a limit would fail for reasons of its own.
    const energyMs = waits.toSorted((a, b) => a - b)[2] ?? Number.NaN
    console.info(`status shown after ${Math.round(statusMs)} ms, energy after ${Math.round(energyMs)} ms (median)`)
    await row.getByText('Charging', { exact: true }).waitFor()
    await row.getByText(kW(station.evse(1)?.powerW)).waitFor()
    expect(await isDark(page)).toBe(scene.colorScheme === 'dark')
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
  })

  test('shows the running transaction, with its power and energy over time', async () => {
    const { station, journal, clock, boot, charge } = newStation('PAGE-1')
    await boot()
    const before = registerOf(station)
    const reference = await charge('ALICE')
    const { page } = await stand.watch('/stations/PAGE-1', scene)
    const { id } = await operator.record('PAGE-1', reference)
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(MINUTE_MS)
      await journal.exchange(readingAction(scene))
    }
    const delivered = kWh(registerOf(station) - before)
    const powerNow = kW(station.evse(1)?.powerW)
    const card = page.locator(`[data-transaction="${id}"]`)
    await card.getByText(delivered).waitFor()
    await card.getByText(powerNow).waitFor()
    await page.locator('.u-legend').getByText(powerNow).waitFor()
    await card.click()
    await page.getByRole('heading', { name: `Transaction ${reference}` }).waitFor()
    await page.locator('.uplot canvas').waitFor()
    const legend = page.locator('.u-legend')
    await legend.getByText(powerNow).waitFor()
    await legend.getByText(delivered).waitFor()
  })

  test('shows what both say as they say it', async () => {
    const { station, journal, clock, boot, charge } = newStation('TRACE-1')
    await boot()
    await charge('ALICE')
    const { page } = await stand.watch('/stations/TRACE-1?tab=messages', scene)
    await page.getByRole('table', { name: 'Messages' }).waitFor()
    clock.advance(MINUTE_MS)
    const { messageId, action } = await journal.exchange(readingAction(scene))
    const line = page.getByRole('button', { name: new RegExp(`${action}\\s*call`) }).first()
    await line.filter({ hasText: String(registerOf(station)) }).click()
    await page.locator('pre').getByText(`"${messageId}"`).waitFor()
  })

  test('stops it from its page: queued, sent, answered; the record has what the meter counted', async () => {
    const { station, clock, boot, charge, ended } = newStation('STOP-1', { misbehaviour: 'answers-late' })
    await boot()
    const before = registerOf(station)
    const reference = await charge('ALICE')
    clock.advance(20 * MINUTE_MS)
    const { page } = await stand.watch('/stations/STOP-1?tab=commands', scene)
    await send(page, 'Ask for a message')
    const asked = command(page, 'Ask for a message')
    await asked.getByText('Sent', { exact: true }).waitFor()
    await send(page, 'Stop charging')
    const stop = command(page, 'Stop charging')
    // One call at a time: it waits for the answer to the one before.
    await stop.getByText('Queued').waitFor()
    clock.advance(LATE_MS)
    await asked.getByText('Answered').waitFor()
    await stop.getByText('Sent', { exact: true }).waitFor()
    await ended()
    clock.advance(LATE_MS)
    await stop.getByText('Answered').waitFor()
    const counted = registerOf(station) - before
    expect(counted).toBeGreaterThan(3_000)
    await page.getByRole('link', { name: 'Transactions' }).click()
    const row = page.getByRole('row').filter({ hasText: 'STOP-1' })
    await row.getByText('Ended').waitFor()
    await row.getByText(kWh(counted)).waitFor()
    expect(await operator.record('STOP-1', reference)).toMatchObject({ status: 'ended', energyWh: counted, flags: [] })
  })

  test('a token blocked in the console starts nothing more', async () => {
    const { station, journal, boot, charge, ended } = newStation('BLOCK-1', { settings: { authorizationCache: false } })
    await boot()
    await charge('BOB')
    await station.presentToken({ value: 'BOB', type: 'ISO14443' })
    await ended()
    station.unplug()
    const { page } = await stand.watch('/tokens', scene)
    const row = page.getByRole('row').filter({ hasText: 'BOB' })
    await row.getByRole('button', { name: 'Block', exact: true }).click()
    await row.getByText('Blocked').waitFor()
    station.plugIn(car)
    expect(await station.presentToken({ value: 'BOB', type: 'ISO14443' })).toMatchObject({
      accepted: false,
      status: 'Blocked',
    })
    await journal.exchange('Authorize')
    expect(await operator.transactions('BLOCK-1')).toHaveLength(1)
  })
})

const startAction = ({ version }: Scene) => (version === 'ocpp1.6' ? 'StartTransaction' : 'TransactionEvent')
const readingAction = ({ version }: Scene) => (version === 'ocpp1.6' ? 'MeterValues' : 'TransactionEvent')

const kWh = (wattHours: number) => `${(wattHours / 1_000).toFixed(2)} kWh`
const kW = (watts = 0) => `${(watts / 1_000).toFixed(1)} kW`

/** What the meter of EVSE 1 shows, in Wh. */
function registerOf({ evses }: Simulated['station']): number {
  const [evse] = evses
  if (evse === undefined) throw new Error('the station has no EVSE')
  return evse.meter.registerWh
}

async function msUntil(shown: { waitFor(): Promise<void> }): Promise<number> {
  const from = performance.now()
  await shown.waitFor()
  return performance.now() - from
}

/** Whether the page is light on dark. */
const isDark = (page: Page) =>
  page.evaluate<boolean>(`(() => {
    const canvas = document.createElement('canvas').getContext('2d')
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor
    canvas.fillRect(0, 0, 1, 1)
    return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)) < 96
  })()`)

async function send(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Command', exact: true }).click()
  await page.keyboard.type(name)
  await page.getByRole('listbox', { name: 'Commands' }).getByRole('option', { name }).click()
  await page.getByRole('button', { name, exact: true }).click()
}

const command = (page: Page, name: string) => page.locator('[data-command]').filter({ hasText: name })
