import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { exchange } from '../../../console/dev/movement.ts'
import { Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

describe.skipIf(lacks('chromium'))('the page of a station', () => {
  test('is opened from the list, and shows power as it changes', async () => {
    const { page, fake, complaints } = await stand.visit()
    const [transaction] = fake.fleet.active('DEPOT-04')
    if (transaction === undefined) throw new Error('DEPOT-04 charges nothing')
    await page.getByRole('link', { name: 'DEPOT-04' }).click()
    await page.getByRole('heading', { name: 'DEPOT-04' }).waitFor()
    await page.locator('.uplot canvas').waitFor()
    await page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    const shown = page.locator(`[data-transaction="${transaction.id}"]`).getByText('4.3 kW').waitFor()
    fake.fleet.meter(transaction.id, 4_321, 10)
    await shown
    expect(complaints).toEqual([])
  })

  test('shows a connector’s status as it changes', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/A7-HPC-02' })
    await page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    fake.fleet.setStatus('A7-HPC-02', 1, 'reserved')
    await page.getByRole('list', { name: 'EVSEs' }).getByText('Reserved').waitFor()
  })
})

describe.skipIf(lacks('chromium'))('the trace of messages', () => {
  test('shows what is said as it is said, and lays it out when opened', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/DEPOT-04?tab=messages' })
    await page.getByRole('table', { name: 'Messages' }).waitFor()
    await page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    exchange(fake.fleet, 'DEPOT-04', 'DataTransfer', { vendorId: 'Elbwerk', data: 'hello' }, { status: 'Accepted' })
    const row = page.getByRole('button', { name: /DataTransfer\s*call/ })
    await row.click()
    await page.getByText('"vendorId": "Elbwerk"').waitFor()
  })

  test('is held while paused, and counts what came meanwhile', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/DEPOT-04?tab=messages' })
    await page.getByRole('table', { name: 'Messages' }).waitFor()
    await page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    exchange(fake.fleet, 'DEPOT-04', 'DataTransfer', { vendorId: 'Elbwerk' }, { status: 'Accepted' })
    const goOn = page.getByRole('button', { name: 'Go on (2 new)' })
    await goOn.waitFor()
    expect(await page.getByText('DataTransfer').filter({ visible: true }).count()).toBe(0)
    await goOn.click()
    await page.getByRole('button', { name: /DataTransfer\s*call/ }).waitFor()
  })

  test('is filtered to what went wrong', async () => {
    const { page } = await stand.visit({ path: '/stations/GARAGE-04?tab=messages' })
    await page.getByRole('table', { name: 'Messages' }).waitFor()
    await page.getByLabel('Direction').selectOption('wrong')
    await page.getByText('PropertyConstraintViolation').first().waitFor()
    await expect.poll(() => page.getByText('Heartbeat').filter({ visible: true }).count()).toBe(0)
  })
})
