import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { NAMELESS, OVERFLOW } from './properties.ts'
import { PHONE, Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

const background = (page: Page) => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')

describe.skipIf(lacks('chromium'))('light and dark', () => {
  test('follow the system while nothing is chosen', async () => {
    const { page } = await stand.visit({ context: { colorScheme: 'light' } })
    const light = await background(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => background(page)).not.toBe(light)
  })

  test('stay as chosen, over a reload', async () => {
    const { page } = await stand.visit({ context: { colorScheme: 'light' } })
    const light = await background(page)
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
    await expect.poll(() => background(page)).not.toBe(light)
    const dark = await background(page)
    await page.reload()
    await page.getByRole('heading', { name: 'Stations' }).waitFor()
    await expect.poll(() => background(page)).toBe(dark)
  })
})

const paths = [
  '/stations',
  '/stations/A7-HPC-01',
  '/stations/A7-HPC-01?tab=messages',
  '/stations/A7-HPC-01?tab=commands',
  '/stations/A7-HPC-01?tab=charging',
  '/stations/A7-HPC-01?tab=drivers',
  '/stations/A7-HPC-01?tab=variables',
  '/stations/A7-HPC-01?tab=monitoring',
  '/stations/A7-HPC-01?tab=maintenance',
  '/stations/GARAGE-04?tab=events',
  '/stations/A7-HPC-01?tab=settings',
  '/alerts',
  '/alerts?tab=recipients',
  '/transactions',
  '/commands',
  '/firmware',
  '/firmware?tab=images',
  '/firmware?tab=updates',
  '/firmware?tab=controllers',
  '/campaigns/campaign-1',
  '/configuration',
  '/configuration?tab=drift',
  '/configuration?tab=changes',
  '/campaigns/change-1',
  '/reboots',
  '/reboots?tab=campaigns',
  '/logs',
  '/tariffs',
  '/payments',
  '/payments?tab=provider',
  '/payments?tab=codes',
  '/payments?tab=swaps',
  '/tokens',
  '/locations',
  '/questions',
  '/access',
  '/nowhere',
]

/** What there is no such thing of; the browser notes each answer 404 by itself. */
const missing = ['/stations/NOBODY', '/transactions/none', '/campaigns/none']

describe.skipIf(lacks('chromium'))('every page', () => {
  test.each(paths)('%s is named, complains of nothing, fits a phone, and names its controls', async (path) => {
    const { page, complaints, strays } = await stand.visit({ path, context: PHONE })
    // What a page asks for has to be there: its frame alone looks well whatever comes into it.
    await page.waitForLoadState('networkidle')
    expect(await page.title()).toMatch(/ · Chargewright$/)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.evaluate(OVERFLOW)).toBe(0)
    expect(await page.evaluate(NAMELESS)).toEqual([])
    expect(complaints).toEqual([])
    expect(strays).toEqual([])
  })

  test('of a transaction fits a phone, however long the words that its events are told with', async () => {
    const { page, fake } = await stand.visit({ context: PHONE })
    const [newest] = [...fake.fleet.transactions.values()].filter(({ status }) => status === 'active')
    if (newest === undefined) throw new Error('nobody charges')
    await page.evaluate(`history.pushState({}, '', '/transactions/${newest.id}')`)
    await page.reload()
    await page.getByRole('region', { name: 'Events' }).getByRole('listitem').first().waitFor()
    expect(await page.evaluate(OVERFLOW)).toBe(0)
    expect(await page.evaluate(NAMELESS)).toEqual([])
  })

  test.each(missing)('%s is named, says that there is none, and leads back', async (path) => {
    const { page } = await stand.visit({ path, context: PHONE })
    await page.getByText('There is no such').waitFor()
    await expect.poll(() => page.title()).toMatch(/ · Chargewright$/)
    expect(await page.locator('h1').count()).toBe(1)
    await page.getByRole('main').getByRole('link').first().click()
    await page.waitForURL((url) => url.pathname !== path)
  })

  test('is reached by keyboard alone', async () => {
    const { page } = await stand.visit()
    await page.locator('[data-station="DEPOT-01"]').waitFor()
    await page.keyboard.press('Tab')
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Skip to the page')
    await page.getByRole('link', { name: 'Tokens' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Tokens' }).waitFor()
    await page.getByRole('button', { name: 'Add token' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('is reached from the menu of a phone', async () => {
    const { page } = await stand.visit({ context: PHONE })
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'Transactions' }).click()
    await page.getByRole('heading', { name: 'Transactions' }).waitFor()
    await page.getByRole('link', { name: 'Tokens' }).waitFor({ state: 'hidden' })
  })
})

describe.skipIf(lacks('chromium'))('the records', () => {
  test('of a month are taken along as CSV', async () => {
    const { page, fake } = await stand.visit({ path: '/transactions' })
    const month = new Date().toISOString().slice(0, 7)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /as CSV/ }).click(),
    ])
    expect(file.suggestedFilename()).toBe(`transactions-${month}.csv`)
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    const ended = [...fake.fleet.transactions.values()].filter(({ endedAt }) => endedAt?.startsWith(month))
    expect(lines).toHaveLength(ended.length + 1)
  })

  test('answer what energy a station and transaction came to', async () => {
    const { page, fake } = await stand.visit({ path: '/questions' })
    const ended = [...fake.fleet.transactions.values()].find(({ status }) => status === 'ended')
    if (ended === undefined) throw new Error('nothing has ended')
    await page.getByLabel('Station').first().fill(ended.stationId)
    await page.getByLabel('Transaction', { exact: true }).fill(ended.reference)
    await page.getByText(`${(ended.energyWh / 1_000).toFixed(2)} kWh`).waitFor()
  })
})
