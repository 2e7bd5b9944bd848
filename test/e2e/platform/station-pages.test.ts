import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { TestAuthority } from '#test/certificates'
import { lacks } from '#test/needs'
import { bootedStation } from '../../conformance/booted-station.ts'
import { make, offerImage } from '../../conformance/maintained.ts'
import type { Operator } from '../../conformance/operator.ts'
import { type Simulated, simulated } from '../../conformance/simulated.ts'
import { PlatformStand } from './platform-stand.ts'

type SimulatedOptions = Parameters<typeof simulated>[0]

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const rows = (page: Page, table: string) => page.getByRole('table', { name: table }).getByRole('row')
const press = (within: { getByRole: Page['getByRole'] }, name: string) =>
  within.getByRole('button', { name, exact: true }).click()

describe.skipIf(lacks('chromium'))('what belongs to one station', () => {
  let folder: string
  let manufacturer: TestAuthority
  let stand: PlatformStand
  let operator: Operator
  const running: Simulated[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chargewright-authority-'))
    manufacturer = await TestAuthority.create('Station Works')
    const clientCertificateAuthorities = join(folder, 'authorities.pem')
    await writeFile(clientCertificateAuthorities, manufacturer.cert)
    stand = await PlatformStand.open({ ocpp: { clientCertificateAuthorities, csoName: 'Example Charging' } })
    operator = stand.operator
    for (const value of ['ALICE', 'BOB', 'CAROL']) await operator.post('/tokens', { partyId: 'default', value })
  })
  afterEach(async () => {
    for (const { station } of running.splice(0)) station.stop()
    await stand.leave()
  })
  afterAll(async () => {
    await stand.close()
    await rm(folder, { recursive: true })
  })

  async function booted(id: string, options: Partial<SimulatedOptions> = {}): Promise<Simulated> {
    const one = simulated({ id, version: 'ocpp2.0.1', url: stand.platform.ocppUrl, ...options })
    running.push(one)
    await one.boot()
    await operator.untilConnected(id)
    return one
  }

  test.each(['ocpp1.6', 'ocpp2.1'] as const)(
    'a charging profile set here is seen in the plot, and gone when cleared: %s',
    async (version) => {
      const id = `PROFILE-${version}`
      const { station } = await booted(id, { version })
      const { page, complaints } = await stand.watch(`/stations/${id}?tab=charging`)
      await page.getByText('Nothing limits it').waitFor()
      await press(card(page, 'Charging profiles'), 'Set a profile')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Purpose').selectOption('transaction-default')
      await dialog.getByLabel('Kind', { exact: true }).selectOption('absolute')
      await dialog.getByLabel('Limit', { exact: true }).fill('13')
      await press(dialog, 'Send to the station')
      await dialog.getByText('Answered').waitFor()
      await dialog.getByText('Accepted').first().waitFor()
      await press(dialog, 'Done')
      expect(station.profiles.all).toHaveLength(1)
      const plot = page.getByRole('img', { name: `What may flow at ${id} over time` })
      await plot.locator('.u-legend').getByText('13.0 A').waitFor()
      const row = rows(page, 'Charging profiles').filter({ hasText: 'Default of transactions' })
      await row.getByText('13 A').waitFor()
      await row.getByText('Accepted').waitFor()
      await press(card(page, 'What may flow'), 'Ask the station')
      await plot.locator('.u-legend').getByText('Told by the station').waitFor()
      await press(row, 'Clear')
      await press(page.getByRole('dialog'), 'Clear')
      await row.waitFor({ state: 'detached' })
      expect(station.profiles.all).toEqual([])
      expect(complaints).toEqual([])
    },
  )

  test('a certificate is renewed here, in use once the station came back with it, and revoked', async () => {
    const id = 'CERTIFICATE-1'
    const security = {
      profile: 3,
      authorities: stand.platform.tlsCertificates,
      ...(await manufacturer.issue({ commonName: id, organization: 'Example Charging' })),
    } as const
    const settings = { organizationName: 'Example Charging' }
    await booted(id, { url: stand.platform.ocppTlsUrl, security, settings })
    const { page, complaints } = await stand.watch(`/stations/${id}?tab=maintenance`)
    const certificates = rows(page, 'Own certificates')
    const own = certificates.filter({ hasNotText: 'from another authority' }).filter({ hasText: `CN=${id}` })
    await certificates.filter({ hasText: 'from another authority' }).getByText('In use').waitFor()
    await press(card(page, 'Own certificates'), 'Renew')
    await own.getByText('In use').waitFor()
    await certificates.filter({ hasText: 'from another authority' }).getByText('Superseded').waitFor()
    await press(own, 'Revoke')
    await press(page.getByRole('dialog'), 'Revoke')
    await own.getByText('Revoked').waitFor()
    await operator.untilConnected(id, false)
    expect(complaints).toEqual([])
  })

  test('what a station tells of the grid by itself is seen as it tells it', async () => {
    const station = await bootedStation(stand.platform, 'GRID-1', 'ocpp2.1')
    await operator.untilConnected('GRID-1')
    const { page, complaints } = await stand.watch('/stations/GRID-1?tab=charging')
    await page.getByText('No control').waitFor()
    await station.call('NotifyChargingLimit', {
      ...{ evseId: 1, chargingLimit: { chargingLimitSource: 'SOLAR', isGridCritical: true } },
      chargingSchedule: [{ id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 9 }] }],
    })
    // A source that only this station has a word for shows in its word.
    const limit = rows(page, 'Limits from outside').filter({ hasText: 'SOLAR' })
    await limit.getByText('Critical').waitFor()
    const timestamp = new Date().toISOString()
    const alarm = { controlType: 'HFMustTrip', gridEventFault: 'OverFrequency', timestamp }
    await station.call('NotifyDERAlarm', alarm)
    const alarms = rows(page, 'Alarms of the grid').filter({ hasText: 'OverFrequency' })
    await alarms.getByText('Lasts').waitFor()
    await station.call('NotifyDERAlarm', { ...alarm, alarmEnded: true })
    await alarms.getByText('Over', { exact: true }).waitFor()
    await press(card(page, 'What vehicles need'), 'How it is answered')
    await page.getByRole('dialog').getByLabel('Decides').selectOption('by-hand')
    await press(page.getByRole('dialog'), 'Save')
    await page.getByText('Answered by hand: somebody sends a profile.').waitFor()
    station.connection.terminate()
    expect(complaints).toEqual([])
  })

  test('a local list is sent here, and its version and entries follow', async () => {
    const { station } = await booted('LIST-1')
    const { page, complaints } = await stand.watch('/stations/LIST-1?tab=drivers')
    const list = card(page, 'Local list')
    await list.getByText('3 to be added or changed').waitFor()
    await press(list, 'Send the list')
    await list.getByText('Up to date').waitFor()
    expect(station.localList.version).toBe(1)
    await press(list, 'Choose tokens')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Which').selectOption({ label: 'Chosen' })
    await dialog.getByRole('button', { name: 'Add to Token ids' }).click()
    await dialog.getByLabel('Token id 1').selectOption({ label: 'BOB' })
    await press(dialog, 'Choose')
    await list.getByText('2 to be taken off').waitFor()
    const tokens = list.getByRole('table', { name: 'Tokens on the local list' })
    await expect.poll(() => tokens.getByText('To be taken off', { exact: true }).count()).toBe(2)
    await tokens.getByText('BOB', { exact: true }).waitFor()
    await press(list, 'Send changes')
    await list.getByText('Up to date').waitFor()
    await list.getByText('1 chosen').waitFor()
    expect(station.localList.version).toBe(2)
    expect(complaints).toEqual([])
  })

  test('drift from a template shows with what is wanted and what it has, and goes once that is set', async () => {
    await booted('DRIFT-1')
    const variable = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }
    await operator.carryOut('DRIFT-1', 'set-variables', { variables: [{ ...variable, value: '60' }] })
    const { page, complaints } = await stand.watch('/stations/DRIFT-1?tab=variables')
    await page.getByText('None: it is as its templates want it').waitFor()
    await operator.post('/configuration-templates', {
      ...{ partyId: 'default', name: 'Usual', group: { stationIds: ['DRIFT-1'] } },
      wanted: [{ ...variable, value: '555' }],
    })
    await stand.platform.services.configuration.work()
    const row = rows(page, 'Drift').filter({ hasText: 'OCPPCommCtrlr.HeartbeatInterval' })
    await row.getByText('555').waitFor()
    await row.getByText('60', { exact: true }).waitFor()
    await press(row, 'Set as wanted')
    await expect.poll(() => stand.platform.services.configuration.work().then(() => row.count())).toBe(0)
    await press(page, 'History of OCPPCommCtrlr.HeartbeatInterval')
    const past = rows(page, 'Past values')
    await past.filter({ hasText: '555' }).waitFor()
    await past.filter({ hasText: '60' }).waitFor()
    await page.getByRole('img', { name: 'OCPPCommCtrlr.HeartbeatInterval over time' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('an EVSE is reserved here, and given free again', async () => {
    await booted('RESERVE-1', { hardware: 'doublePost' })
    const { page } = await stand.watch('/stations/RESERVE-1?tab=drivers')
    await page.getByText('Nothing is held').waitFor()
    await press(card(page, 'Reservations'), 'Reserve')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Token', { exact: true }).fill('ALICE')
    await press(dialog, 'Send to the station')
    await dialog.getByText('Answered').waitFor()
    await press(dialog, 'Done')
    const row = rows(page, 'Reservations').filter({ hasText: 'ALICE' })
    await row.getByText('Held').waitFor()
    await press(row, 'Cancel')
    await row.waitFor({ state: 'detached' })
    await page.getByLabel('Which reservations').selectOption('all')
    await row.getByText('Cancelled').waitFor()
  })

  test('a message is put on the display here, and taken away', async () => {
    await booted('DISPLAY-1')
    const { page, complaints } = await stand.watch('/stations/DISPLAY-1?tab=drivers')
    await press(card(page, 'On its display'), 'Show a message')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Content').fill('Parking is free')
    await press(dialog, 'Send to the station')
    await dialog.getByText('Answered').waitFor()
    await press(dialog, 'Done')
    const row = rows(page, 'Display messages').filter({ hasText: 'Parking is free' })
    await row.getByText('Sent').waitFor()
    await press(card(page, 'On its display'), 'Ask the station')
    await row.getByText('Reported').waitFor()
    await press(row, 'Take away')
    await row.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  test('a request that is refused is there again to be changed', async () => {
    await booted('REFUSED-1')
    const { page } = await stand.watch('/stations/REFUSED-1?tab=charging')
    await press(card(page, 'Charging profiles'), 'Set a profile')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Purpose').selectOption('station-max')
    await dialog.getByLabel('Limit', { exact: true }).fill('13')
    await press(dialog, 'Send to the station')
    await dialog.getByText('A limit of the whole station belongs to EVSE 0').waitFor()
    await press(dialog, 'Change and send again')
    await expect.poll(() => dialog.getByLabel('Limit', { exact: true }).inputValue()).toBe('13')
    await dialog.getByLabel('EVSE', { exact: true }).selectOption('0')
    await press(dialog, 'Send to the station')
    await dialog.getByText('Answered').waitFor()
  })

  test('an update of firmware moves as the station tells of it', async () => {
    await offerImage(stand.platform, operator, '3.0.0')
    const { clock, journal } = await booted('FIRMWARE-1', { upkeep: {} })
    const { page } = await stand.watch('/stations/FIRMWARE-1?tab=maintenance')
    await press(card(page, 'Firmware'), 'Update firmware')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Image').selectOption({ label: `3.0.0 · ${make.vendor} ${make.model}` })
    await press(dialog, 'Send to the station')
    await dialog.getByText('Answered').waitFor()
    await press(dialog, 'Done')
    const row = rows(page, 'Firmware updates').filter({ hasText: '3.0.0' })
    await row.getByText('Under way').waitFor()
    // It lives two hours ago and was told to begin now.
    clock.advance(7_205_000)
    await row.getByText('Installing').waitFor()
    clock.advance(5_000)
    await journal.state('offline')
    clock.advance(3_000)
    await row.getByText('Installed').first().waitFor()
    await expect.poll(() => row.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100')
  })

  test('a log is asked for here, and downloaded once it has come', async () => {
    await booted('LOG-1', { upkeep: {} })
    const { page } = await stand.watch('/stations/LOG-1?tab=maintenance')
    await press(card(page, 'Logs'), 'Get a log')
    const dialog = page.getByRole('dialog')
    await press(dialog, 'Send to the station')
    await dialog.getByText('Answered').waitFor()
    await press(dialog, 'Done')
    const row = rows(page, 'Logs').filter({ hasText: 'Diagnostics' })
    await row.getByText('Uploaded').first().waitFor()
    const downloading = page.waitForEvent('download')
    await row.getByRole('link', { name: 'Download' }).click()
    const path = await (await downloading).path()
    expect(await readFile(path, 'utf8')).toContain('BootNotification')
  })

  test('a monitor set here is listed, and its values come by the stream', async () => {
    const { clock } = await booted('MONITOR-1', { version: 'ocpp2.1' })
    const { page } = await stand.watch('/stations/MONITOR-1?tab=monitoring')
    await page.getByText('No monitor known').waitFor()
    const power = { component: 'EVSE', evseId: 1, name: 'Power', type: 'periodic', severity: 8, value: 1 } as const
    await operator.carryOut('MONITOR-1', 'set-variable-monitoring', { monitors: [{ ...power, stream: { values: 3 } }] })
    await rows(page, 'Monitors').filter({ hasText: 'EVSE[1].Power' }).getByText('8 · Informational').waitFor()
    await rows(page, 'Event streams').filter({ hasText: '3 at a time' }).waitFor()
    for (let second = 0; second < 3; second += 1) clock.advance(1_000)
    await page.getByRole('img', { name: 'Values of the event streams of MONITOR-1' }).waitFor()
  })

  test('that a station may come in with an expired certificate is said in its settings', async () => {
    await booted('EXPIRED-1')
    const { page } = await stand.watch('/stations/EXPIRED-1?tab=settings')
    await page.getByLabel('May come in with an expired certificate').check()
    await press(page, 'Save')
    await page.getByText('Saved.').waitFor()
    expect(await operator.station('EXPIRED-1')).toMatchObject({ allowExpiredCertificate: true })
  })
})
