import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Campaign, CampaignMember, RebootSchedule, ScheduledStation } from '#domain/campaigns'
import type { OcppVersion } from '#ocpp/rpc'
import type { UpkeepOptions } from '#simulator'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import { make, newestUpdate, offerImage } from '../maintained.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { field, type Simulated, simulated } from '../simulated.ts'

let platform: TestPlatform
let operator: Operator
const running: Simulated[] = []
beforeAll(async () => {
  platform = await testPlatform(WITHOUT_WORKER)
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(async () => {
  for (const { station } of running) station.stop()
  await platform.stop()
})

async function booted(id: string, version: OcppVersion, upkeep: UpkeepOptions = {}): Promise<Simulated> {
  const one = simulated({ id, version, url: platform.ocppUrl, upkeep })
  running.push(one)
  await one.boot()
  await operator.untilConnected(id)
  return one
}

/** The station does as it is told, up to this status; its time is two hours behind that of its order. */
async function install({ journal, clock }: Simulated, last: 'Installed' | 'InstallationFailed'): Promise<void> {
  await journal.served('UpdateFirmware')
  clock.advance(7_260_000)
  for (let status: unknown; status !== last; ) {
    status = field((await journal.exchange('FirmwareStatusNotification')).request, 'status')
    if (status !== 'Installing') continue
    clock.advance(5_000)
    if (last === 'InstallationFailed') continue
    await journal.state('offline')
    clock.advance(3_000)
  }
}

const seen = (id: string) => operator.get<Wire<Campaign>>(`/campaigns/${id}`)

/** Stations of every version, and a campaign that has been started for them. */
async function campaign(name: string, plan: object, fault?: UpkeepOptions) {
  const { image } = await offerImage(platform, operator, `9.${name.length}.0`)
  const versions = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
  const stations = new Map<string, Simulated>()
  for (const version of versions) stations.set(`${name}-${version}`, await booted(`${name}-${version}`, version, fault))
  const group = { stationIds: [...stations.keys()] }
  const manner = { canarySize: 1, waveSize: 2, failureLimitPercent: 0, quietHours: false }
  const { id } = await operator.post<Wire<Campaign>>('/campaigns', {
    ...{ partyId: 'default', name, kind: 'firmware', imageId: image.id, group, rollbackNote: 'Install 1.8.2.' },
    ...manner,
    ...plan,
  })
  expect(await operator.post<Wire<Campaign>>(`/campaigns/${id}/start`, {})).toMatchObject({ state: 'running' })
  return { id, image, stations }
}

test('stations of every version are brought to a firmware, the first before the others', async () => {
  const { id, image, stations } = await campaign('spring', {})
  const [canary, ...others] = [...stations.values()]
  await platform.services.campaigns.work()
  expect(await seen(id)).toMatchObject({ wave: 0, waves: 2, progress: { ordered: 1, waiting: 2 } })
  if (canary !== undefined) await install(canary, 'Installed')
  // Once to see that it is done, once to go on.
  await platform.services.campaigns.work()
  await platform.services.campaigns.work()
  await Promise.all(others.map((station) => install(station, 'Installed')))
  await platform.services.campaigns.work()
  await platform.services.campaigns.work()
  expect(await seen(id)).toMatchObject({
    state: 'finished',
    progress: { succeeded: 3 },
    rollbackNote: 'Install 1.8.2.',
  })
  const { items } = await operator.get<List<Wire<CampaignMember>>>(`/campaigns/${id}/stations`)
  expect(items.map(({ stationId, state, formerVersion }) => [stationId, state, formerVersion])).toEqual(
    [...stations.keys()].map((stationId) => [stationId, 'succeeded', '1.8.2']),
  )
  for (const stationId of stations.keys()) {
    expect(await operator.station(stationId)).toMatchObject({ firmwareVersion: image.version, vendor: make.vendor })
  }
})

test('a canary that fails keeps the firmware from all others', async () => {
  const { id, stations } = await campaign('unlucky', {}, { firmwareFault: 'installation' })
  const [[canaryId, canary] = ['', undefined], ...others] = [...stations]
  await platform.services.campaigns.work()
  if (canary !== undefined) await install(canary, 'InstallationFailed')
  await platform.services.campaigns.work()
  expect(await seen(id)).toMatchObject({ state: 'stopped', progress: { failed: 1, waiting: 2 } })
  expect(await newestUpdate(operator, canaryId)).toMatchObject({ status: 'installation-failed' })
  for (const [stationId] of others) {
    const { items } = await operator.get<List<object>>(`/commands?stationId=${stationId}`)
    expect(items).toEqual([])
  }
})

test('reboots go the same way', async () => {
  const station = await booted('rebooted', 'ocpp2.1')
  const { id } = await operator.post<Wire<Campaign>>('/campaigns', {
    ...{ partyId: 'default', name: 'Monthly', kind: 'reboot', group: { stationIds: ['rebooted'] }, quietHours: false },
  })
  await operator.post(`/campaigns/${id}/start`, {})
  await platform.services.campaigns.work()
  await station.journal.served('Reset')
  await station.journal.state('offline')
  station.clock.advance(10_000)
  await station.journal.exchange('BootNotification')
  await platform.services.campaigns.work()
  expect(await seen(id)).toMatchObject({ state: 'finished', progress: { succeeded: 1 } })
})

test('reboots come again by a schedule', async () => {
  const station = await booted('weekly', 'ocpp2.1')
  const plan = { partyId: 'default', name: 'Weekly', group: { stationIds: ['weekly'] }, everyDays: 7 }
  const { id } = await operator.post<Wire<RebootSchedule>>('/reboot-schedules', plan)
  const schedule = () => operator.get<Wire<RebootSchedule>>(`/reboot-schedules/${id}`)
  const { items: turns } = await operator.get<List<Wire<ScheduledStation>>>(`/reboot-schedules/${id}/stations`)
  expect(turns).toMatchObject([{ stationId: 'weekly' }])
  const first = (await schedule()).nextAt ?? ''
  await platform.services.rebootSchedules.begin()
  const second = (await schedule()).nextAt ?? ''
  expect(Date.parse(second) - Date.parse(first)).toBe(7 * 86_400_000)
  await platform.services.campaigns.work()
  await station.journal.served('Reset')
  await station.journal.state('offline')
  station.clock.advance(10_000)
  await station.journal.exchange('BootNotification')
  await platform.services.campaigns.work()
  const { items } = await operator.get<List<Wire<Campaign>>>(`/campaigns?scheduleId=${id}`)
  expect(items).toMatchObject([{ kind: 'reboot', state: 'finished', progress: { succeeded: 1 } }])
  const held = await operator.patch<Wire<RebootSchedule>>(`/reboot-schedules/${id}`, { active: false })
  expect(held.nextAt).toBeUndefined()
  expect(await operator.status('DELETE', `/reboot-schedules/${id}`)).toBe(204)
})

test('of another party nobody sees, starts or plans one', async () => {
  await booted('ours', 'ocpp1.6')
  const plan = { name: 'Ours', kind: 'reboot', group: { stationIds: ['ours'] } }
  const { id } = await operator.post<Wire<Campaign>>('/campaigns', { ...plan, partyId: 'default' })
  await operator.post('/parties', { id: 'stranger', name: 'Stranger' })
  const key = { name: 'x', role: 'owner', partyId: 'stranger' }
  const stranger = new Operator(platform, (await operator.post<{ secret: string }>('/keys', key)).secret)
  for (const path of ['', '/stations']) expect(await stranger.status('GET', `/campaigns/${id}${path}`)).toBe(404)
  for (const move of ['start', 'pause', 'cancel']) {
    expect(await stranger.status('POST', `/campaigns/${id}/${move}`, {})).toBe(404)
  }
  // A station of somebody else's fits no plan.
  expect(await stranger.status('POST', '/campaigns', plan)).toBe(400)
  expect(await seen(id)).toMatchObject({ state: 'draft' })
})
