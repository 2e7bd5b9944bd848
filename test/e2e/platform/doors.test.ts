import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lacks } from '#test/needs'
import { simulated } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

describe.skipIf(lacks('chromium'))('the doors of the platform', () => {
  let stand: PlatformStand
  beforeAll(async () => {
    stand = await PlatformStand.open({ ocpp: { unknownStations: 'waiting-list' } })
  })
  afterEach(() => stand.leave())
  afterAll(() => stand.close())

  test('the link of the first start signs the owner in, once', async () => {
    const link = stand.platform.ownerLink ?? ''
    const { page, complaints, strays } = await stand.sit()
    await page.goto(link)
    await page.getByRole('heading', { name: 'Stations' }).waitFor()
    await page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Stations' }).waitFor()
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
    const other = await stand.sit()
    await other.page.goto(link)
    await other.page
      .getByRole('alert')
      .getByText(/has been used already/)
      .waitFor()
  })

  test('a station nobody has entered waits; one click lets it in, and it charges', async () => {
    const { operator } = stand
    await operator.post('/tokens', { partyId: 'default', value: 'ALICE' })
    const { page } = await stand.watch('/stations')
    await page.getByText(`${stand.platform.ocppUrl}/MY-STATION`).waitFor()
    const { station, clock, boot, charge, ended } = simulated({
      id: 'NEW.1',
      version: 'ocpp2.0.1',
      url: stand.platform.ocppUrl,
    })
    const booted = boot()
    await page.getByText('Waiting to be let in').waitFor()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText('Waiting to be let in').waitFor({ state: 'detached' })
    // It asks again when its line has had its pause.
    await expect.poll(() => advance(clock, station.state)).toBe('online')
    await booted
    await page.locator('[data-station="NEW.1"]').getByText('Online').waitFor()
    const reference = await charge('ALICE')
    await page.locator('[data-station="NEW.1"]').getByText('Charging').waitFor()
    await page.getByRole('link', { name: 'NEW.1' }).click()
    await page.getByRole('heading', { name: 'NEW.1' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'NEW.1' }).waitFor()
    await station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    await ended()
    expect(await operator.record('NEW.1', reference)).toMatchObject({ status: 'ended', flags: [] })
    station.stop()
  })

  test('who signs out sees nothing more', async () => {
    const { page } = await stand.watch('/stations')
    const asked = () => page.request.get(`${stand.platform.apiUrl}/api/v1/stations`)
    expect((await asked()).status()).toBe(200)
    const [cookie] = await page.context().cookies()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect((await asked()).status()).toBe(401)
    if (cookie === undefined) throw new Error('nobody was signed in')
    await page.context().addCookies([cookie])
    expect((await asked()).status()).toBe(401)
    await page.goto(`${stand.platform.apiUrl}/transactions`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('the page about the API needs nothing but the platform, and lists every kind of thing', async () => {
    const { page, complaints, strays } = await stand.watch('/stations')
    await page.goto(`${stand.platform.apiUrl}/api/v1/docs`)
    const { paths } = (await (await fetch(`${stand.platform.apiUrl}/api/v1/openapi.json`)).json()) as Described
    const operations = Object.values(paths).flatMap((path) => Object.values(path))
    expect(operations.length).toBeGreaterThan(100)
    for (const tag of new Set(operations.flatMap(({ tags }) => tags))) {
      await page.getByRole('link', { name: tag, exact: true }).waitFor()
    }
    await page.getByRole('link', { name: 'Commands', exact: true }).click()
    const commands = operations.filter(({ tags }) => tags.includes('Commands'))
    await expect.poll(() => page.locator('.opblock').count()).toBe(commands.length)
    expect({ complaints, strays }).toEqual({ complaints: [], strays: [] })
  })
})

/** What is read of the OpenAPI document. */
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags: readonly string[] }>>>>
}

function advance(clock: { advance(ms: number): void }, state: string): string {
  if (state !== 'online') clock.advance(5_000)
  return state
}
