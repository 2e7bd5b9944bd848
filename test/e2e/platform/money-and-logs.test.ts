import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import type { Operator } from '../../conformance/operator.ts'
import { type Simulated, simulated } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

let stand: PlatformStand
let operator: Operator
let sim: Simulated | undefined
beforeAll(async () => {
  stand = await PlatformStand.open()
  operator = stand.operator
})
afterEach(async () => {
  sim?.station.stop()
  await stand.leave()
})
afterAll(() => stand.close())

async function booted(id: string): Promise<Simulated> {
  sim = simulated({ id, version: 'ocpp2.1', url: stand.platform.ocppUrl })
  await sim.boot()
  await operator.untilConnected(id)
  return sim
}

describe.skipIf(lacks('chromium'))('logs of the fleet in the console', () => {
  test('a log that was asked for shows as it comes, and is downloaded', async () => {
    const { page, complaints } = await stand.watch('/logs')
    await page.getByText('No log yet').waitFor()
    await booted('LOG-1')
    await operator.command('LOG-1', 'get-log', { log: 'diagnostics' })
    const row = page.getByRole('table', { name: 'Logs' }).getByRole('row').filter({ hasText: 'LOG-1' })
    await row.getByText('Uploaded').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('link', { name: 'Download' }).click(),
    ])
    expect((await readFile(await file.path())).length).toBeGreaterThan(0)
    await row.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No log yet').waitFor()
    expect(complaints).toEqual([])
  })
})

describe.skipIf(lacks('chromium'))('tariffs and payments in the console', () => {
  test('a tariff is made, and a driver has it', async () => {
    const { id: tokenId } = await operator.post<{ id: string }>('/tokens', { partyId: 'default', value: 'ALICE' })
    const { page } = await stand.watch('/tariffs')
    await page.getByRole('button', { name: 'Add a tariff' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a tariff' })
    await dialog.getByLabel('Name').fill('Night')
    await dialog.getByRole('button', { name: 'Energy' }).click()
    await dialog.getByLabel('Price', { exact: true }).fill('0.29')
    await dialog.getByRole('button', { name: 'Add it' }).click()
    const row = page.getByRole('table', { name: 'Tariffs' }).getByRole('row').filter({ hasText: 'Night' })
    await row.getByText('0.29/kWh').waitFor()
    await row.getByRole('button', { name: 'Give to a driver' }).click()
    const give = page.getByRole('dialog', { name: 'Give Night to a driver' })
    await give.getByText('It has no tariff of its own.').waitFor()
    await give.getByRole('button', { name: 'Give it' }).click()
    await give.getByText('It has this tariff.').waitFor()
    const { tariffId } = await operator.get<{ tariffId?: string }>(`/tokens/${tokenId}/tariff`)
    expect(await operator.get(`/tariffs/${tariffId}`)).toMatchObject({ name: 'Night', currency: 'EUR' })
  })

  test('a tariff is set for an EVSE of a station, and taken away', async () => {
    await booted('PRICED-1')
    const energy = { prices: [{ price: '0.49' }] }
    const day = { partyId: 'default', name: 'Day', currency: 'EUR', energy }
    const { id } = await operator.post<{ id: string }>('/tariffs', day)
    const { page } = await stand.watch('/stations/PRICED-1?tab=drivers')
    await page.getByText('No tariff applies here').waitFor()
    await page.getByRole('button', { name: 'Set a tariff' }).click()
    const dialog = page.getByRole('dialog', { name: 'Set a tariff' })
    await dialog.getByLabel('Tariff').selectOption({ label: 'Day (EUR)' })
    await dialog.getByLabel('EVSE').selectOption({ label: 'EVSE 1' })
    await dialog.getByRole('button', { name: 'Set it' }).click()
    const row = page.getByRole('table', { name: 'Tariffs of the station' }).locator('[data-key]')
    await row.getByText('EVSE 1').waitFor()
    await row.getByText('0.49/kWh').waitFor()
    expect(await operator.get('/stations/PRICED-1/tariffs')).toEqual({
      items: [{ stationId: 'PRICED-1', evseId: 1, tariffId: id }],
    })
    await row.getByRole('button', { name: 'Take away' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
    await page.getByText('No tariff applies here').waitFor()
    expect(await operator.get('/stations/PRICED-1/tariffs')).toEqual({ items: [] })
  })

  test('a token is made prepaid, something is added, and every change stands in its ledger', async () => {
    await operator.post('/tokens', { partyId: 'default', value: 'PREPAID' })
    const { page } = await stand.watch('/tokens?search=PREPAID')
    await page.getByRole('button', { name: 'Balance' }).click()
    await page.getByText('It is not prepaid').waitFor()
    await page.getByRole('button', { name: 'Make it prepaid' }).click()
    const make = page.getByRole('dialog', { name: 'Make it prepaid' })
    await make.getByLabel('Amount').fill('20')
    await make.getByRole('button', { name: 'Make it prepaid' }).click()
    await page
      .locator('[data-field="balance"]')
      .getByText(/^20(\.00)? EUR$/)
      .waitFor()
    await page.getByRole('button', { name: 'Add or take' }).click()
    const adjust = page.getByRole('dialog', { name: 'Add or take' })
    await adjust.getByLabel('Amount').fill('much')
    await adjust.getByRole('button', { name: 'Add or take' }).click()
    await expect.poll(() => adjust.getByLabel('Amount').getAttribute('aria-invalid')).toBe('true')
    await adjust.getByLabel('Amount').fill('-5.50')
    await adjust.getByLabel('Note').fill('Goodwill taken back')
    await adjust.getByRole('button', { name: 'Add or take' }).click()
    await page
      .locator('[data-field="balance"]')
      .getByText(/^14\.50? EUR$/)
      .waitFor()
    const ledger = page.getByRole('table', { name: 'What changed it' }).locator('[data-key]')
    await expect.poll(() => ledger.count()).toBe(2)
    await ledger.first().getByText('Goodwill taken back').waitFor()
    await page.getByRole('button', { name: 'No longer prepaid' }).click()
    await page
      .getByRole('dialog', { name: 'No longer prepaid' })
      .getByRole('button', { name: 'No longer prepaid' })
      .click()
    await page.getByText('It is not prepaid').waitFor()
  })

  test('a driver may charge only in the ways that are ticked', async () => {
    const { id } = await operator.post<{ id: string }>('/tokens', { partyId: 'default', value: 'DCONLY' })
    const { page } = await stand.watch('/tokens?search=DCONLY')
    await page.getByRole('button', { name: 'Change' }).click()
    const dialog = page.getByRole('dialog', { name: 'DCONLY' })
    await dialog.getByRole('group', { name: 'Transfers of energy' }).getByLabel('DC', { exact: true }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await operator.get(`/tokens/${id}`)).toMatchObject({ transfers: ['dc'] })
  })

  test('who settles payments is set, with a secret that is shown once, and removed', async () => {
    const { page } = await stand.watch('/payments?tab=provider')
    await page.getByText('There is none.').waitFor()
    await page.getByRole('button', { name: 'Set a provider' }).click()
    const dialog = page.getByRole('dialog', { name: 'Set a provider' })
    await dialog.getByLabel('URL', { exact: true }).fill('https://psp.example.org/settle')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByText('https://psp.example.org/settle').waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('There is none.').waitFor()
  })

  test('a price that is no number is refused where it stands', async () => {
    const { page } = await stand.watch('/tariffs')
    await page.getByRole('button', { name: 'Add a tariff' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a tariff' })
    await dialog.getByRole('button', { name: 'Energy' }).click()
    await dialog.getByLabel('Price', { exact: true }).fill('much')
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await expect.poll(() => dialog.getByLabel('Price', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  })

  test('a payment that a provider has authorized is seen, and settled', async () => {
    await booted('PAY-1')
    const { page } = await stand.watch('/payments')
    await page.getByRole('button', { name: 'Start for a payment' }).click()
    const start = page.getByRole('dialog', { name: 'Start for a payment' })
    await start.getByLabel('Station').fill('PAY-1')
    await start.getByLabel('Reference').fill('psp-1')
    await start.getByRole('button', { name: 'Start' }).click()
    const row = page.getByRole('table', { name: 'Payments' }).getByRole('row').filter({ hasText: 'psp-1' })
    await row.getByRole('button', { name: 'Settle' }).click()
    const settle = page.getByRole('dialog', { name: 'Settle psp-1' })
    await settle.getByLabel('State').selectOption('cancelled')
    await settle.getByRole('button', { name: 'Settle it' }).click()
    await row.getByText('Cancelled').waitFor()
    await expect.poll(() => row.getByRole('button', { name: 'Settle' }).count()).toBe(0)
  })

  test('a station is told what address to show; one that no station shows is refused', async () => {
    await booted('QR-1')
    const { page } = await stand.watch('/payments?tab=codes')
    await page.getByLabel('Station').fill('QR-1')
    await page.getByText('QR-1 was not told what address to show.').waitFor()
    await page.getByRole('button', { name: 'Set an address' }).click()
    const set = page.getByRole('dialog', { name: 'Set an address' })
    await set.getByLabel('URL template').fill('https://pay.example/{chargingstationid}/{evse}/{totp}/{version}')
    await set.getByRole('button', { name: 'Tell the station' }).click()
    await page.getByText('8 characters').waitFor()
    await page.getByRole('button', { name: 'Check a scanned address' }).click()
    const dialog = page.getByRole('dialog', { name: 'Check a scanned address' })
    await dialog.getByLabel('URL').fill('https://pay.example/NOBODY/1/123456')
    await dialog.getByRole('button', { name: 'Check it' }).click()
    await page.getByText('No station shows such an address.').waitFor()
  })
})

test.skipIf(lacks('chromium'))(
  'a webhook is told of alerts: its secret is shown once, and it can be quiet',
  async () => {
    const { page } = await stand.watch('/alerts?tab=recipients')
    await page.getByRole('button', { name: 'Tell somebody' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tell somebody of alerts' })
    await dialog.getByLabel('Kind').selectOption('webhook')
    await dialog.getByLabel('Target').fill('https://hooks.example.org/alerts')
    await dialog.getByRole('button', { name: 'Tell them' }).click()
    await page.getByRole('button', { name: 'I have it' }).click()
    const row = page
      .getByRole('table', { name: 'Who is told' })
      .getByRole('row')
      .filter({ hasText: 'hooks.example.org' })
    await row.getByRole('button', { name: 'Change' }).click()
    const change = page.getByRole('dialog', { name: /What .* is told/ })
    await change.getByLabel('Enabled').selectOption('false')
    await change.getByRole('button', { name: 'Save' }).click()
    await row.getByText('Not told').waitFor()
    await row.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Nobody is told').waitFor()
  },
)
