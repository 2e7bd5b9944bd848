import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

describe.skipIf(lacks('chromium'))('the list of stations', () => {
  test('shows every station, and what is wrong with those that misbehave', async () => {
    const { page } = await stand.visit()
    await page.getByText('EVSE 2 is faulted: GroundFailure').waitFor()
    await page.getByText(/deviations from OCPP · reconnects often/).waitFor()
    await expect.poll(() => page.locator('[data-station]').count()).toBe(13)
  })

  test('follows what happens: power, and a station that goes away', async () => {
    const { page, fake } = await stand.visit()
    const [transaction] = fake.fleet.active('DEPOT-04')
    if (transaction === undefined) throw new Error('DEPOT-04 charges nothing')
    const row = page.locator('[data-station="DEPOT-04"]')
    await row.waitFor()
    await page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    fake.fleet.meter(transaction.id, 3_210, 10)
    await row.getByText('3.2 kW').waitFor()
    fake.fleet.station('DEPOT-04').presence.connected = false
    fake.fleet.tell('DEPOT-04', { kind: 'station-disconnected' })
    await row.getByText('Offline').waitFor()
  })

  test('lets a waiting station in with one click', async () => {
    const { page, fake } = await stand.visit()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText('Waiting to be let in').waitFor({ state: 'detached' })
    expect(fake.fleet.station('CP-UNKNOWN-77').admission).toBe('accepted')
  })

  test('is searched and filtered, and the address keeps the filters', async () => {
    const { page } = await stand.visit()
    const shown = () => page.locator('[data-station]').count()
    await expect.poll(shown).toBe(13)
    await page.getByLabel('Search stations').fill('hpc')
    await expect.poll(shown).toBe(3)
    await page.getByLabel('Connector status').selectOption('faulted')
    await page.getByText('No station matches').waitFor()
    await page.reload()
    await page.getByText('No station matches').waitFor()
    await expect.poll(() => page.getByLabel('Search stations').inputValue()).toBe('hpc')
  })

  test('stays quick with thousands: only the rows in view exist', async () => {
    const { page } = await stand.visit({ fake: { extraStations: 3_000 } })
    await page.locator('[data-station="A7-HPC-01"]').waitFor()
    const last = page.locator('[data-station="ZONE-00250"]')
    while ((await last.count()) === 0) {
      // Less than a screen at a time, or the row is passed over between two looks.
      await page.mouse.wheel(0, 400)
      await page.evaluate('new Promise(requestAnimationFrame)')
    }
    await last.waitFor()
    expect(await page.locator('[data-station]').count()).toBeLessThan(60)
  })

  test('teaches how to point a station here while there is none', async () => {
    const { page } = await stand.visit({ fake: { empty: true } })
    await page.getByText('ws://127.0.0.1:9000/ocpp/MY-STATION').waitFor()
    await page.getByRole('button', { name: 'Add station' }).click()
    await page.getByLabel('Identity').fill('HOME-1')
    await page.getByRole('dialog').getByRole('button', { name: 'Add station' }).click()
    await page.getByRole('heading', { name: 'HOME-1' }).waitFor()
    await page.getByText('ws://127.0.0.1:9000/ocpp/HOME-1').waitFor()
  })

  test('says what was wrong when an identity is taken', async () => {
    const { page } = await stand.visit()
    await page.getByRole('button', { name: 'Add station' }).click()
    await page.getByLabel('Identity').fill('DEPOT-01')
    await page.getByRole('dialog').getByRole('button', { name: 'Add station' }).click()
    await page.getByRole('alert').getByText('There is a station DEPOT-01 already').waitFor()
  })
})

describe.skipIf(lacks('chromium'))('the live connection', () => {
  test('comes back by itself, and then shows what was missed', async () => {
    const { page, fake } = await stand.visit()
    const mark = (words: string) => page.getByRole('status').getByText(words, { exact: true }).filter({ visible: true })
    await mark('Live').waitFor()
    fake.live.drop()
    fake.fleet.setStatus('GARAGE-02', 2, 'available')
    await mark('Reconnecting').waitFor()
    await mark('Live').waitFor()
    await page.getByText('EVSE 2 is faulted: GroundFailure').waitFor({ state: 'detached' })
  })

  test('asks for everything again when the platform dropped something', async () => {
    const { page, fake } = await stand.visit()
    await page.getByText('EVSE 2 is faulted').waitFor()
    Object.assign(fake.fleet.station('GARAGE-02').connectors[1] ?? {}, { status: 'available' })
    fake.live.resync()
    await page.getByText('EVSE 2 is faulted').waitFor({ state: 'detached' })
  })
})
