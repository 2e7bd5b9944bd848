import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { type Simulated, simulated } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

describe.skipIf(lacks('chromium'))('alerts in the console', () => {
  let stand: PlatformStand
  let sim: Simulated | undefined
  beforeAll(async () => {
    stand = await PlatformStand.open()
  })
  afterEach(async () => {
    sim?.station.stop()
    await stand.leave()
  })
  afterAll(() => stand.close())

  test('a station faults: the alert shows, marks the station and is counted; it recovers: the alert is over', async () => {
    const { page, complaints, strays } = await stand.watch('/alerts')
    await page.getByText('Nothing is wrong').waitFor()
    sim = simulated({ id: 'FAULT-1', version: 'ocpp1.6', url: stand.platform.ocppUrl })
    const { station, journal, boot } = sim
    await boot()
    station.fail('GroundFailure')
    await journal.exchange('StatusNotification')
    await stand.platform.services.alerts.sweep()
    const row = page.getByRole('table', { name: 'Open' }).getByRole('row').filter({ hasText: 'FAULT-1' })
    await row.getByText('1 · Hardware failure').waitFor()
    await row.getByText('New').waitFor()
    await expect.poll(() => page.locator('[data-field="open-alerts"]').textContent()).toBe('1')

    await row.getByRole('link', { name: 'Faulted' }).click()
    const dialog = page.getByRole('dialog', { name: 'Faulted' })
    await dialog.getByRole('region', { name: 'History' }).getByText('Found').waitFor()
    await dialog.getByLabel('Note').fill('Somebody drives there')
    await dialog.getByRole('button', { name: 'I have seen it' }).click()
    await dialog.getByText('Somebody drives there').waitFor()
    await dialog.getByRole('button', { name: 'Close', exact: true }).click()
    await row.getByText('Seen').waitFor()

    await page.getByRole('link', { name: 'Stations' }).click()
    await page.locator('[data-station="FAULT-1"] [data-alerts="1"]').click()
    await page.getByRole('heading', { name: 'Alerts' }).waitFor()

    station.recover()
    await journal.exchange('StatusNotification')
    await stand.platform.services.alerts.sweep()
    const over = page.getByRole('table', { name: 'Over' }).getByRole('row').filter({ hasText: 'FAULT-1' })
    await over.getByText(/Over after/).waitFor()
    await page.getByText('Nothing is wrong').waitFor()
    await expect.poll(() => page.locator('[data-field="open-alerts"]').count()).toBe(0)
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
  })
})
