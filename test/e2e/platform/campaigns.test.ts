import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Campaign } from '#domain/campaigns'
import { makeFirmware } from '#simulator'
import { lacks } from '#test/needs'
import { WITHOUT_WORKER } from '#test/platform'
import { make } from '../../conformance/maintained.ts'
import type { List, Operator, Wire } from '../../conformance/operator.ts'
import { field, type Simulated, simulated } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

const VERSION = '9.1.0'
const STATIONS = ['UP-1', 'UP-2', 'UP-3'] as const

describe.skipIf(lacks('chromium'))('campaigns in the console', () => {
  let stand: PlatformStand
  let operator: Operator
  const sims: Simulated[] = []
  beforeAll(async () => {
    stand = await PlatformStand.open(WITHOUT_WORKER)
    operator = stand.operator
  })
  afterEach(() => stand.leave())
  afterAll(async () => {
    for (const { station } of sims) station.stop()
    await stand.close()
  })

  test('an image is added and sent, a campaign planned and started, its progress seen until it is done', async () => {
    await fleet()
    const { page, complaints, strays } = await stand.watch('/firmware?tab=images')
    await addImage(page)
    await page.getByRole('tab', { name: 'Campaigns' }).click()
    await planCampaign(page)
    await page.getByRole('heading', { name: 'Autumn' }).waitFor()
    await page.getByText('Planned', { exact: true }).first().waitFor()
    await shows(page, { waiting: 3 })

    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('Running', { exact: true }).waitFor()
    await stand.platform.services.campaigns.work()
    await shows(page, { ordered: 1, waiting: 2 })
    const members = page.getByRole('table', { name: 'Stations of the campaign' })
    await expect.poll(() => members.getByText('Its wave comes later').count()).toBe(2)
    const [canary, ...others] = sims
    if (canary !== undefined) await install(canary)
    await workOn()
    await shows(page, { succeeded: 1, ordered: 2 })
    await page.locator('[data-wave="0"]').getByText('1 done').waitFor()

    for (const other of others) await install(other)
    await workOn()
    await shows(page, { succeeded: 3 })
    await page.getByText('Finished', { exact: true }).waitFor()
    await page.getByRole('img', { name: 'Progress over time: 3 done' }).waitFor()
    await expect.poll(() => members.getByText('Done').count()).toBe(3)

    await page.getByRole('main').getByRole('link', { name: 'Firmware' }).click()
    await page.getByRole('tab', { name: 'Updates' }).click()
    await expect.poll(() => page.getByText('Installed', { exact: true }).count()).toBeGreaterThanOrEqual(3)
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
  })

  test('one that is paused orders nothing more, and one that is canceled has ended', async () => {
    await fleet()
    const { page } = await stand.watch('/reboots?tab=campaigns')
    await page.getByText('No campaign yet').waitFor()
    await page.getByRole('button', { name: 'Plan reboots' }).click()
    const dialog = page.getByRole('dialog', { name: 'Plan reboots' })
    await dialog.getByLabel('Name').fill('All once')
    await dialog.getByLabel('Vendor').fill(make.vendor)
    await dialog.getByLabel('Quiet hours').selectOption('false')
    await dialog.getByRole('button', { name: 'Plan them' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    const { progress } = await newest()
    await stand.platform.services.campaigns.work()
    expect(await newest()).toMatchObject({ state: 'paused', progress })
    await page.getByRole('button', { name: 'Cancel it' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click()
    await page.getByText('Cancelled', { exact: true }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Start' }).count()).toBe(0)

    await page.getByRole('main').getByRole('link', { name: 'Reboots' }).click()
    await page.getByRole('table', { name: 'Campaigns' }).getByText('All once').waitFor()
    await page.getByRole('link', { name: 'Firmware', exact: true }).click()
    await page.getByRole('table', { name: 'Campaigns' }).getByText('Autumn').waitFor()
    await expect.poll(() => page.getByText('All once').count()).toBe(0)
  })

  test('without a group there is no campaign, and the form says so', async () => {
    const { page } = await stand.watch('/reboots?tab=campaigns')
    await page.getByRole('button', { name: 'Plan reboots' }).click()
    const dialog = page.getByRole('dialog', { name: 'Plan reboots' })
    await dialog.getByRole('button', { name: 'Plan them' }).click()
    await dialog.getByText('Is missing').first().waitFor()
    await dialog.getByLabel('Name').fill('Everything')
    await dialog.getByRole('button', { name: 'Plan them' }).click()
    await dialog
      .getByRole('alert')
      .getByText(/Say which stations/)
      .waitFor()
  })

  test('a schedule is added, shows when it and its stations are next, begins, is held and removed', async () => {
    await fleet()
    const { page, complaints, strays } = await stand.watch('/reboots')
    await page.getByText('No schedule yet').waitFor()
    await page.getByRole('button', { name: 'Add a schedule' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a schedule' })
    await dialog.getByLabel('Name').fill('Weekly')
    await dialog.getByLabel('Vendor').fill(make.vendor)
    await dialog.getByRole('button', { name: 'Add it' }).click()
    const schedule = page.getByRole('table', { name: 'Schedules' }).locator('[data-key]').filter({ hasText: 'Weekly' })
    await schedule.getByText('every week').waitFor()
    await schedule.getByText('not yet').waitFor()
    await schedule.getByRole('button', { name: 'More' }).first().click()
    const stations = page.getByRole('table', { name: 'Stations of the schedule' })
    await expect.poll(() => stations.locator('[data-key] time').count()).toBe(STATIONS.length)

    await stand.platform.services.rebootSchedules.begin()
    await stand.platform.services.campaigns.work()
    await schedule.getByRole('link', { name: 'Its campaigns' }).click()
    await page.getByRole('table', { name: 'Campaigns' }).getByText('Running', { exact: true }).waitFor()
    await expect.poll(() => page.getByText('All once').count()).toBe(0)

    await page.getByRole('tab', { name: 'Schedules' }).click()
    await schedule.getByRole('button', { name: 'Change' }).click()
    const change = page.getByRole('dialog', { name: 'Change Weekly' })
    await change.getByLabel('Every so many days').fill('14')
    await change.getByRole('button', { name: 'Save' }).click()
    await schedule.getByText('every 2 weeks').waitFor()
    await schedule.getByRole('button', { name: 'Hold' }).click()
    await schedule.getByText('on hold').waitFor()
    await schedule.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No schedule yet').waitFor()
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
  })

  /** The stations of all these tests, from the first of them on. */
  async function fleet(): Promise<void> {
    if (sims.length > 0) return
    for (const id of STATIONS) {
      const sim = simulated({ id, version: 'ocpp2.0.1', url: stand.platform.ocppUrl })
      sims.push(sim)
      await sim.boot()
      await operator.untilConnected(id)
    }
  }

  async function newest(): Promise<Wire<Campaign>> {
    const { items } = await operator.get<List<Wire<Campaign>>>('/campaigns')
    const [campaign] = items
    if (campaign === undefined) throw new Error('there is no campaign')
    return campaign
  }

  /** Once to see that it is done, once to go on. */
  async function workOn(): Promise<void> {
    await stand.platform.services.campaigns.work()
    await stand.platform.services.campaigns.work()
  }
})

async function addImage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add an image' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an image' })
  await dialog.getByLabel('Vendor').fill(make.vendor)
  await dialog.getByLabel('Model').fill(make.model)
  await dialog.getByLabel('Version').fill(VERSION)
  await dialog.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('No file yet').waitFor()
  const buffer = makeFirmware({ ...make, version: VERSION })
  await page
    .getByLabel(`The file of firmware ${VERSION}`)
    .setInputFiles({ name: 'firmware.bin', mimeType: 'application/octet-stream', buffer })
  await page.getByText('No file yet').waitFor({ state: 'detached' })
}

async function planCampaign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Plan a campaign' }).click()
  const dialog = page.getByRole('dialog', { name: 'Plan a campaign' })
  await dialog.getByLabel('Name').fill('Autumn')
  await dialog.getByLabel('Image').selectOption({ label: `${make.vendor} ${make.model} ${VERSION}` })
  await dialog.getByLabel('Vendor').fill(make.vendor)
  await dialog.getByLabel('Canary').fill('1')
  await dialog.getByLabel('Wave size').fill('2')
  await dialog.getByLabel('Quiet hours').selectOption('false')
  await dialog.getByRole('button', { name: 'Plan it' }).click()
}

/** How many stations are in each state, as the picture's legend tells. */
async function shows(page: Page, wanted: Readonly<Record<string, number>>): Promise<void> {
  for (const state of ['succeeded', 'ordered', 'failed', 'skipped', 'waiting']) {
    await page
      .locator(`[data-progress="${state}"]`)
      .getByText(String(wanted[state] ?? 0), { exact: true })
      .waitFor()
  }
}

/** The station does as it is told; its time is two hours behind that of its order. */
async function install({ journal, clock }: Simulated): Promise<void> {
  await journal.served('UpdateFirmware')
  clock.advance(7_260_000)
  for (let status: unknown; status !== 'Installed'; ) {
    status = field((await journal.exchange('FirmwareStatusNotification')).request, 'status')
    if (status !== 'Installing') continue
    clock.advance(5_000)
    await journal.state('offline')
    clock.advance(3_000)
  }
}
