import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  if (!lacks('chromium')) stand = await Stand.open()
})
afterEach(() => stand?.leave())
afterAll(() => stand?.close())

describe.skipIf(lacks('chromium'))('the page of a transaction', () => {
  test('shows what it came to, and why', async () => {
    const { page, fake, complaints } = await stand.visit()
    const ended = [...fake.fleet.transactions.values()].find(
      ({ status, energyWh }) => status === 'ended' && energyWh > 0,
    )
    if (ended === undefined) throw new Error('nothing has ended')
    await page.goto(new URL(`/transactions/${ended.id}`, page.url()).href)
    const cost = page.getByRole('region', { name: 'Cost' })
    await cost.getByText('Final, counted by the platform').waitFor()
    const total = `${(ended.energyWh / 2_000).toFixed(2)} EUR`
    await expect.poll(() => cost.locator('[data-field="cost"]').textContent()).toBe(total)
    const why = cost.getByRole('list', { name: 'Why it costs that' })
    await expect.poll(() => why.textContent()).toContain('kWh at 0.50 EUR each')
    expect(complaints).toEqual([])
  })

  test('says nothing of cost where nobody counts it', async () => {
    const { page, fake, complaints } = await stand.visit()
    const [ended] = [...fake.fleet.transactions.values()].filter(({ status }) => status === 'ended')
    if (ended === undefined) throw new Error('nothing has ended')
    ended.energyWh = 0
    await page.goto(new URL(`/transactions/${ended.id}`, page.url()).href)
    await page.getByRole('region', { name: 'About it' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('region', { name: 'Cost' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })
})
