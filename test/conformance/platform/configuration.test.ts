import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Campaign, CampaignMember } from '#domain/campaigns'
import type { ConfigurationTemplate, Drift } from '#domain/configuration'
import type { FleetVariable, PastValue, ValueSeries } from '#domain/device-model'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { bootedStation } from '../booted-station.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { type Simulated, simulated, VERSIONS } from '../simulated.ts'

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

/** A booted station of each version, named after the test. */
async function fleet(name: string): Promise<string[]> {
  const ids: string[] = []
  for (const version of VERSIONS) {
    const one = simulated({ id: `${name}-${version}`, version, url: platform.ocppUrl })
    running.push(one)
    await one.boot()
    await operator.untilConnected(one.station.id)
    ids.push(one.station.id)
  }
  return ids
}

const heartbeat = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' } as const
const query = (fields: Readonly<Record<string, string>>) => String(new URLSearchParams(fields))
const values = async (ids: readonly string[], fields: Readonly<Record<string, string>>) => {
  const { items } = await operator.get<List<Wire<FleetVariable>>>(`/variables?${query({ ...fields, limit: '500' })}`)
  return items.filter(({ stationId }) => ids.includes(stationId)).map(({ stationId, value }) => [stationId, value])
}

describe('one view of the configuration over all versions', () => {
  test('HeartbeatInterval, of 1.6 and of 2.x: asked once, answered by all', async () => {
    const ids = await fleet('beat')
    for (const id of ids) await operator.carryOut(id, 'get-variables', { variables: [heartbeat] })
    const told = await values(ids, heartbeat)
    expect(told.map(([id]) => id)).toEqual(ids)
    expect(await values(ids, { name: 'HeartbeatInterval' })).toEqual(told)
    const [first = ''] = ids
    await operator.carryOut(first, 'set-variables', { variables: [{ ...heartbeat, value: '777' }] })
    expect(await values(ids, { ...heartbeat, value: '777' })).toEqual([[first, '777']])
    expect(await values(ids, { ...heartbeat, differsFrom: '777' })).toEqual(told.slice(1))
  })

  test('what was told and what was set is kept, with when and how', async () => {
    for (const id of await fleet('past')) {
      await operator.carryOut(id, 'get-variables', { variables: [heartbeat] })
      await operator.carryOut(id, 'set-variables', { variables: [{ ...heartbeat, value: '444' }] })
      const path = `/stations/${id}/variables`
      const { items } = await operator.get<List<Wire<PastValue>>>(`${path}/history?${query(heartbeat)}`)
      expect(items).toMatchObject([
        { value: '444', source: 'set' },
        { source: 'get', until: items[0]?.since },
      ])
      const series = await operator.get<ValueSeries>(`${path}/series?${query(heartbeat)}`)
      expect(series).toMatchObject({ values: [Number(items[1]?.value), 444] })
      expect(series.times).toHaveLength(2)
    }
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
    'N07 %s what an event tells of a variable is its value',
    async (version) => {
      const id = `event-${version}`
      const station = await bootedStation(platform, id, version)
      const told = { component: { name: 'Fan' }, variable: { name: 'Speed' }, actualValue: '1200' }
      const at = new Date(Date.now() + 86_400_000).toISOString()
      const event = { eventId: 1, timestamp: at, trigger: 'Delta', eventNotificationType: 'CustomMonitor', ...told }
      await station.call('NotifyEvent', { generatedAt: at, seqNo: 0, eventData: [event] })
      await station.call('NotifyEvent', { generatedAt: at, seqNo: 0, eventData: [{ ...event, actualValue: '900' }] })
      const { items } = await operator.get<List<Wire<PastValue>>>(
        `/stations/${id}/variables/history?${query({ component: 'Fan', name: 'Speed' })}`,
      )
      expect(items).toMatchObject([
        { value: '900', source: 'event' },
        { value: '1200', source: 'event' },
      ])
      // A clock that is ahead does not make the value one of tomorrow.
      expect(Date.parse(items[0]?.since ?? '')).toBeLessThanOrEqual(Date.now())
    },
  )
})

/** Values are set, from now on. */
const atOnce = { kind: 'configuration', begin: true } as const
const change = (id: string) => operator.get<Wire<Campaign>>(`/campaigns/${id}`)
const membersOf = async (id: string) =>
  (await operator.get<List<Wire<CampaignMember>>>(`/campaigns/${id}/stations`)).items
const driftOf = async (templateId: string) =>
  (await operator.get<List<Wire<Drift>>>(`/configuration-drift?templateId=${templateId}&limit=500`)).items

/** Works until a change has come to its end. */
async function finished(id: string): Promise<Wire<Campaign>> {
  await expect
    .poll(async () => {
      await platform.services.campaigns.work()
      await platform.services.configuration.work()
      return (await change(id)).state
    })
    .toBe('finished')
  return await change(id)
}

const wanted = [
  { ...heartbeat, value: '555' },
  { component: 'SampledDataCtrlr', name: 'TxUpdatedInterval', value: '45' },
  { component: 'TxCtrlr', name: 'TxStartPoint', value: 'PowerPathClosed' },
]

describe('a template', () => {
  test('shows which stations differ from it once they have told, and is applied to all versions', async () => {
    const ids = await fleet('wanted')
    const template = await operator.post<Wire<ConfigurationTemplate>>('/configuration-templates', {
      ...{ partyId: 'default', name: 'Usual', group: { stationIds: ids }, wanted },
    })
    expect(template).toMatchObject({ stations: 3, applyOnBoot: false })
    // 1.6 has no TxStartPoint: nobody can want it of a station that speaks 1.6.
    const variables = [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2],
    ]
    for (const [at, id] of ids.entries()) {
      const asked = (variables[at] ?? []).map((each) => ({ component: '', name: '', ...wanted[each] }))
      const refs = asked.map(({ component, name }) => ({ component, name }))
      await operator.carryOut(id, 'get-variables', { variables: refs })
    }
    await platform.services.configuration.work()
    const drift = await driftOf(template.id)
    expect(new Set(drift.map(({ stationId }) => stationId))).toEqual(new Set(ids))
    expect(drift).toContainEqual(
      expect.objectContaining({ stationId: ids[0], state: 'differs', variable: wanted[0], templateName: 'Usual' }),
    )
    expect(drift.filter(({ stationId }) => stationId === ids[0]).map(({ variable }) => variable.name)).not.toContain(
      'TxStartPoint',
    )
    const { id } = await operator.post<Wire<Campaign>>('/campaigns', {
      ...atOnce,
      ...{ partyId: 'default', name: 'Apply', templateId: template.id },
    })
    expect(await finished(id)).toMatchObject({ progress: { succeeded: 3, failed: 0 }, rebootsRequired: 0 })
    expect(await driftOf(template.id)).toEqual([])
    expect(await values(ids, { ...heartbeat, value: '555' })).toHaveLength(3)
    for (const member of await membersOf(id)) {
      const results = member.results ?? []
      expect(results.map(({ status }) => status)).toEqual(results.map(() => 'Accepted'))
      expect(results.length).toBeGreaterThanOrEqual(2)
    }
    // Somebody sets one of them back: it differs again, as soon as that is told.
    const [first = ''] = ids
    await operator.carryOut(first, 'set-variables', { variables: [{ ...heartbeat, value: '60' }] })
    await platform.services.configuration.work()
    expect(await driftOf(template.id)).toMatchObject([{ stationId: first, told: '60', state: 'differs' }])
  })

  test('goes to a station when it boots for the first time', async () => {
    const template = await operator.post<Wire<ConfigurationTemplate>>('/configuration-templates', {
      ...{ partyId: 'default', name: 'New ones', applyOnBoot: true, wanted: wanted.slice(0, 2) },
      group: { vendor: '*' },
    })
    const ids = await fleet('fresh')
    await expect
      .poll(async () => {
        await platform.services.configuration.work()
        await platform.services.campaigns.work()
        return (await values(ids, { ...heartbeat, value: '555' })).length
      })
      .toBe(3)
    const { items } = await operator.get<List<Wire<Campaign>>>('/campaigns?kind=configuration')
    expect(items.filter(({ templateId }) => templateId === template.id)).toHaveLength(3)
    expect(await operator.status('DELETE', `/configuration-templates/${template.id}`)).toBe(204)
  })
})

describe('a change of many stations', () => {
  test('F-05 B05.FR.11 keeps to the items each station takes, and keeps each result, refusals too', async () => {
    const ids = await fleet('many')
    const limits = ['ItemsPerMessage', 'BytesPerMessage'].flatMap((name) =>
      ['GetVariables', 'SetVariables'].map((instance) => ({ component: 'DeviceDataCtrlr', name, instance })),
    )
    for (const id of ids.slice(1)) await operator.carryOut(id, 'get-variables', { variables: limits })
    const many = [
      ...['AlignedDataCtrlr.Interval', 'SampledDataCtrlr.TxUpdatedInterval', 'OCPPCommCtrlr.WebSocketPingInterval'],
      ...['TxCtrlr.EVConnectionTimeOut', 'OCPPCommCtrlr.HeartbeatInterval'],
    ].map((path) => ({ component: path.split('.')[0], name: path.split('.')[1], value: '61' }))
    const flags = [
      ...['AuthCacheCtrlr.Enabled', 'AuthCtrlr.AuthorizeRemoteStart', 'AuthCtrlr.LocalAuthorizeOffline'],
      ...['AuthCtrlr.LocalPreAuthorize', 'LocalAuthListCtrlr.Enabled', 'TxCtrlr.StopTxOnInvalidId'],
    ].map((path) => ({ component: path.split('.')[0], name: path.split('.')[1], value: 'true' }))
    const readOnly = { component: 'DeviceDataCtrlr', name: 'ItemsPerMessage', instance: 'GetVariables', value: '1' }
    const { id } = await operator.post<Wire<Campaign>>('/campaigns', {
      ...atOnce,
      ...{ partyId: 'default', name: 'Many', group: { stationIds: ids }, wanted: [...many, ...flags, readOnly] },
      atOnce: 1,
    })
    expect(await finished(id)).toMatchObject({ progress: { failed: 3, succeeded: 0 } })
    for (const { reason, results = [], stationId } of await membersOf(id)) {
      expect(reason).toMatch(/^(ItemsPerMessage|GetConfigurationMaxKeys): Rejected$/)
      expect(results).toHaveLength(12)
      expect(results.filter(({ status }) => status === 'Accepted')).toHaveLength(11)
      expect(await values([stationId], { ...heartbeat, value: '61' })).toHaveLength(1)
    }
  })

  test('of one party is neither seen nor steered by another', async () => {
    const ids = await fleet('ours')
    const { id } = await operator.post<Wire<Campaign>>('/campaigns', {
      ...atOnce,
      ...{ partyId: 'default', name: 'Ours', group: { stationIds: ids }, wanted: [{ ...heartbeat, value: '62' }] },
    })
    await operator.post('/parties', { id: 'stranger', name: 'Stranger' })
    const key = { name: 'x', role: 'owner', partyId: 'stranger' }
    const stranger = new Operator(platform, (await operator.post<{ secret: string }>('/keys', key)).secret)
    for (const path of ['', '/stations']) expect(await stranger.status('GET', `/campaigns/${id}${path}`)).toBe(404)
    for (const move of ['pause', 'start', 'cancel']) {
      expect(await stranger.status('POST', `/campaigns/${id}/${move}`, {})).toBe(404)
    }
    // Stations of somebody else's fit no plan.
    const plan = { ...atOnce, name: 'Theirs', group: { stationIds: ids }, wanted: [{ ...heartbeat, value: '63' }] }
    expect(await stranger.status('POST', '/campaigns', plan)).toBe(400)
    expect(await stranger.get<List<object>>(`/variables?${query(heartbeat)}`)).toEqual({ items: [] })
    expect(await finished(id)).toMatchObject({ progress: { succeeded: 3 } })
  })
})

describe('a value that counts after a reboot only', () => {
  const place = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } }
  const boot = { reason: 'Unknown', chargingStation: { model: 'Two', vendorName: 'Acme' } }
  const words = {
    'ocpp1.6': {
      boot: { chargePointVendor: 'Acme', chargePointModel: 'One' },
      set: { status: 'RebootRequired' },
      get: (value: string) => ({ configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value }] }),
      actions: ['GetConfiguration', 'ChangeConfiguration'],
    },
    'ocpp2.0.1': {
      boot,
      set: { setVariableResult: [{ ...place, attributeStatus: 'RebootRequired' }] },
      get: (value: string) => ({
        getVariableResult: [{ ...place, attributeStatus: 'Accepted', attributeValue: value }],
      }),
      actions: ['GetVariables', 'SetVariables'],
    },
  } as const

  test.each(VERSIONS)('%s is noted until the station has booted, and then asked for', async (version) => {
    const id = `reboot-${version}`
    const { set, get, actions, ...word } = words[version === 'ocpp2.1' ? 'ocpp2.0.1' : version]
    const { id: partyId } = await operator.post<{ id: string }>('/parties', {
      id: version.replace(/\W/g, '-'),
      name: 'P',
    })
    await operator.post('/stations', { id, partyId })
    const about = { partyId, name: 'Reboot', group: { vendor: 'Acme' }, wanted: [{ ...heartbeat, value: '900' }] }
    const template = await operator.post<Wire<ConfigurationTemplate>>('/configuration-templates', about)
    const station = await RawStation.connect({ url: platform.ocppUrl, identity: id, versions: [version] })
    await operator.untilConnected(id)
    const work = () => platform.services.configuration.work()
    /** Boots, and waits to be asked: before or after it hears that it may go on. */
    const askedAfterBoot = async (messageId: string) => {
      const booted = async () => (await operator.station(id)).bootedAt ?? ''
      const before = await booted()
      station.send([2, messageId, 'BootNotification', word.boot])
      await expect.poll(booted).not.toBe(before)
      await work()
      const frames = [await station.frames.next(), await station.frames.next()]
      const question = frames.find(([type]) => type === 2)
      expect(question?.[2]).toBe(actions[0])
      return question?.[1]
    }
    const isTold = (value: string) => expect.poll(() => values([id], { ...heartbeat, value })).toHaveLength(1)

    station.send([3, await askedAfterBoot('first'), get('300')])
    await isTold('300')
    await work()
    expect(await driftOf(template.id)).toMatchObject([{ stationId: id, state: 'differs', told: '300' }])

    const plan = { partyId, name: 'Apply', templateId: template.id }
    const { id: changeId } = await operator.post<Wire<Campaign>>('/campaigns', { ...atOnce, ...plan })
    await platform.services.campaigns.work()
    const order = await station.asked()
    expect(order.action).toBe(actions[1])
    station.send([3, order.id, set])
    expect(await finished(changeId)).toMatchObject({ rebootsRequired: 1, progress: { succeeded: 1 } })
    // What counts after the reboot only is not so yet.
    expect(await driftOf(template.id)).toMatchObject([{ told: '300' }])

    station.send([3, await askedAfterBoot('second'), get('900')])
    expect(await change(changeId)).toMatchObject({ rebootsRequired: 0 })
    await isTold('900')
    await work()
    expect(await driftOf(template.id)).toEqual([])
  })
})
