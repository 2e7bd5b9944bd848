import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import type { Operator } from '../../conformance/operator.ts'
import { type Simulated, simulated, VERSIONS } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

const heartbeat = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' } as const

describe.skipIf(lacks('chromium'))('the configuration of a fleet in the console', () => {
  let stand: PlatformStand
  let operator: Operator
  const sims: Simulated[] = []
  beforeAll(async () => {
    stand = await PlatformStand.open()
    operator = stand.operator
  })
  afterEach(() => stand.leave())
  afterAll(async () => {
    for (const { station } of sims) station.stop()
    await stand.close()
  })

  test('a template is made, drift shows, is applied, and goes', async () => {
    await fleet()
    const { page, complaints, strays } = await stand.watch('/configuration')
    await page.getByText('No template yet').waitFor()
    await page.getByRole('button', { name: 'Add a template' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a template' })
    await dialog.getByLabel('Name').first().fill('Calm')
    await dialog.getByLabel('Vendor').fill('*')
    const wanted = dialog.getByRole('group', { name: 'Wanted 1' })
    await wanted.getByLabel('Component', { exact: true }).fill(heartbeat.component)
    await wanted.getByLabel('Name').fill(heartbeat.name)
    await wanted.getByLabel('Value').fill('777')
    await dialog.getByRole('button', { name: 'Add it' }).click()

    const template = page.getByRole('table', { name: 'Templates' }).getByRole('row').filter({ hasText: 'Calm' })
    await template.getByText('3 of 3').click()
    const drift = page.getByRole('table', { name: 'Drift' }).getByRole('row').filter({ hasText: 'HeartbeatInterval' })
    await expect.poll(() => drift.count()).toBe(3)
    await drift.first().getByText('777').waitFor()

    await page.getByRole('tab', { name: 'Templates' }).click()
    await template.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('dialog', { name: 'Apply Calm' }).getByRole('button', { name: 'Apply it' }).click()
    await page.getByRole('heading', { name: 'Calm' }).waitFor()
    await expect.poll(() => worked(page.getByRole('img', { name: 'Progress over time: 3 done' }))).toBe(1)
    await page.getByText('Finished', { exact: true }).waitFor()
    const members = page.getByRole('table', { name: 'Stations of the campaign' })
    await expect.poll(() => members.getByText('HeartbeatInterval: Accepted').count()).toBe(3)

    await page.getByRole('main').getByRole('link', { name: 'Configuration' }).click()
    const change = page.getByRole('table', { name: 'Campaigns' }).getByRole('row').filter({ hasText: 'Calm' })
    await change.getByText('3 done').waitFor()
    await page.getByRole('tab', { name: 'Drift' }).click()
    await page.getByText('Every station is as it is wanted').waitFor()
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
  })

  test('a template without a value is refused, and the form says where', async () => {
    const { page } = await stand.watch('/configuration')
    await page.getByRole('button', { name: 'Add a template' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a template' })
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await dialog.getByText('Is missing').first().waitFor()
    await expect.poll(() => dialog.locator('[aria-invalid]').count()).toBeGreaterThan(0)
  })

  async function fleet(): Promise<void> {
    for (const version of VERSIONS) {
      const sim = simulated({ id: `C-${version}`, version, url: stand.platform.ocppUrl })
      sims.push(sim)
      await sim.boot()
      await operator.untilConnected(sim.station.id)
      await operator.carryOut(sim.station.id, 'get-variables', { variables: [heartbeat] })
    }
  }

  async function worked(shown: { count(): Promise<number> }): Promise<number> {
    await stand.platform.services.configuration.work()
    return shown.count()
  }
})
