import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { PHONE, Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.open()
})
afterEach(() => stand.leave())
afterAll(() => stand.close())

const live = (page: Page) => page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()

const offered = (page: Page, name: string) =>
  page.getByRole('listbox', { name: 'Commands' }).getByRole('option', { name })

/** Finds a command by its name. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Command' }).click()
  await page.keyboard.type(name)
  await offered(page, name).waitFor()
  await page.keyboard.press('Enter')
}

const line = (page: Page) => page.locator('[data-command]')

describe.skipIf(lacks('chromium'))('a command', () => {
  test('moves on the screen from queued to sent to answered', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/DEPOT-04?tab=commands' })
    await live(page)
    await choose(page, 'Ask for a message')
    await page.getByLabel('Message', { exact: true }).selectOption('heartbeat')
    await page.getByRole('button', { name: 'Ask for a message' }).click()
    await line(page).getByText('Queued').waitFor()
    const [command] = fake.fleet.commands.values()
    expect(command).toMatchObject({ stationId: 'DEPOT-04', kind: 'trigger', request: { message: 'heartbeat' } })
    fake.moveCommands()
    await line(page).getByText('Sent').waitFor()
    fake.moveCommands()
    await line(page).getByText('Answered').waitFor()
    await line(page).getByText('Accepted').waitFor()
  })

  test('to a station that is offline shows what the platform would not have advised', async () => {
    const { page } = await stand.visit({ path: '/stations/DEPOT-05?tab=commands' })
    await choose(page, 'Clear authorization cache')
    await page.getByRole('button', { name: 'Clear authorization cache' }).click()
    await line(page)
      .getByText(/The station is offline: the command waits/)
      .waitFor()
  })

  test('that starts charging shows the new transaction', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/A7-HPC-02?tab=commands' })
    for (const { id } of fake.fleet.active('A7-HPC-02')) fake.fleet.transactions.delete(id)
    fake.fleet.setStatus('A7-HPC-02', 1, 'available')
    await page.reload()
    await live(page)
    await page.getByLabel('Token', { exact: true }).fill('04A1B2C3D4E5')
    await page.getByRole('button', { name: 'Start charging' }).click()
    await line(page).getByText('Queued').waitFor()
    fake.moveCommands()
    fake.moveCommands()
    await line(page).getByText('Answered').waitFor()
    await page.getByRole('tab', { name: 'Overview' }).click()
    await page.locator('[data-transaction]').waitFor()
  })

  test('with things inside it is filled in one after the other, and its answer read as a table', async () => {
    const { page, fake, complaints } = await stand.visit({ path: '/stations/A7-HPC-01?tab=commands' })
    await live(page)
    await choose(page, 'Set variables')
    const variable = (at: number) => page.getByRole('group', { name: `Variable ${at}`, exact: true })
    await variable(1).getByLabel('Component', { exact: true }).fill('OCPPCommCtrlr')
    await variable(1).getByLabel('Name', { exact: true }).fill('HeartbeatInterval')
    await variable(1).getByLabel('Value', { exact: true }).fill('300')
    await page.getByRole('button', { name: 'Add to Variables' }).click()
    await variable(2).getByLabel('Name', { exact: true }).fill('ReserveConnectorZeroSupported')
    await variable(2).getByLabel('Value', { exact: true }).fill('true')
    await variable(2).getByText('More').click()
    await variable(2).getByLabel('Attribute', { exact: true }).selectOption('Target')
    await page.getByRole('button', { name: 'Set variables' }).click()
    await line(page).getByText('Queued').waitFor()
    expect([...fake.fleet.commands.values()].map(({ request }) => request)).toEqual([
      {
        variables: [
          { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '300' },
          { name: 'ReserveConnectorZeroSupported', value: 'true', attribute: 'Target' },
        ],
      },
    ])
    fake.moveCommands()
    fake.moveCommands()
    const answer = line(page).getByRole('table').first()
    await answer.getByRole('columnheader', { name: 'Status' }).waitFor()
    await answer.getByRole('row', { name: /HeartbeatInterval.*Accepted/ }).waitFor()
    expect(complaints).toEqual([])
  })

  test('is not sent with a value out of bounds: the field says what it has to be', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/A7-HPC-01?tab=commands' })
    await choose(page, 'Change availability')
    await page.getByLabel('Available', { exact: true }).selectOption('false')
    await page.getByText('More').click()
    const connector = page.getByLabel('Connector', { exact: true })
    await connector.fill('1000001')
    await page.getByRole('button', { name: 'Change availability' }).click()
    await page.getByText('Has to be at most 1000000').waitFor()
    await expect.poll(() => connector.getAttribute('aria-invalid')).toBe('true')
    await expect.poll(() => page.locator(':focus').inputValue()).toBe('1000001')
    expect([...fake.fleet.commands]).toEqual([])
    await connector.fill('1')
    await page.getByText('Has to be at most 1000000').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Change availability' }).click()
    await line(page).getByText('Queued').waitFor()
  })

  test('that misses something says so where it is missing', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/A7-HPC-02?tab=commands' })
    await choose(page, 'Start charging')
    await page.getByRole('button', { name: 'Start charging' }).click()
    await page.getByText('Is missing').waitFor()
    await expect.poll(() => page.getByLabel('Token', { exact: true }).getAttribute('aria-invalid')).toBe('true')
    expect([...fake.fleet.commands]).toEqual([])
  })

  test('that the station’s version lacks says why, and is not sent', async () => {
    const { page, fake } = await stand.visit({ path: '/stations' })
    const old = [...fake.fleet.stations.values()].find(({ protocol }) => protocol === 'ocpp1.6')
    await page.getByRole('link', { name: old?.id ?? '', exact: true }).click()
    await page.getByRole('tab', { name: 'Commands' }).click()
    await choose(page, 'Get report')
    await page.getByText(/OCPP 1.6 has no such command: OCPP 1.6 has no reports/).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Get report' }).isDisabled()).toBe(true)
  })
})

describe.skipIf(lacks('chromium'))('commands', () => {
  test('are reached by keyboard from anywhere on the page: / and a name, and on to the first field', async () => {
    const { page } = await stand.visit({ path: '/stations/DEPOT-04?tab=commands' })
    await page.getByRole('combobox', { name: 'Command' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('unlock')
    await page.keyboard.press('Enter')
    await page.locator('select:focus').waitFor()
    await expect.poll(() => page.locator(':focus').textContent()).toContain('EVSE 1')
  })

  test('of all stations are listed, found by how far they are and what they ask', async () => {
    const { page, fake } = await stand.visit({ path: '/stations/DEPOT-04?tab=commands' })
    await choose(page, 'Clear authorization cache')
    await page.getByRole('button', { name: 'Clear authorization cache' }).click()
    await line(page).getByText('Queued').waitFor()
    await page.getByRole('link', { name: 'Commands', exact: true }).click()
    await page.getByRole('heading', { name: 'Commands', level: 1 }).waitFor()
    await line(page).getByRole('link', { name: 'DEPOT-04' }).waitFor()
    await page.getByLabel('State', { exact: true }).selectOption('answered')
    await page.getByText('No command matches').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?state=answered')
    fake.moveCommands()
    fake.moveCommands()
    await line(page).getByText('Accepted').waitFor()
    await page.getByLabel('Kind', { exact: true }).selectOption('reset')
    await page.getByText('No command matches').waitFor()
  })

  test('fit a phone, also while one is chosen and filled in', async () => {
    const { page } = await stand.visit({ path: '/stations/A7-HPC-01?tab=commands', context: PHONE })
    await page.getByRole('combobox', { name: 'Command' }).click()
    await offered(page, 'Set variables').click()
    await page.getByRole('group', { name: 'Variable 1', exact: true }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
  })
})
