import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import type { AlertFilter } from './index.ts'

let platform: ApiPlatform
beforeEach(async () => {
  platform = await apiPlatform()
  await platform.services.stations.create({ id: 'CS-1', partyId: 'north' })
})
afterEach(() => platform.close())

const connection = { stationId: 'CS-1', node: 'n', remoteAddress: '203.0.113.5', securityProfile: 0 } as const
const connect = async () => (await platform.services.stations.connect({ ...connection, protocol: 'ocpp2.0.1' })).epoch
const now = () => new Date(platform.clock.nowMs())
const status = (word: 'available' | 'faulted' | 'unavailable' | 'reserved' | 'occupied', errorCode?: string) =>
  platform.services.stations.reportStatus({
    ...{ stationId: 'CS-1', evseId: 1, connectorId: 1, status: word, at: now() },
    ...(errorCode !== undefined && { errorCode }),
  })
const listed = async (filter: AlertFilter = {}) =>
  (await platform.services.alerts.list(everyParty, filter, { limit: 50 })).items
const causes = async (filter: AlertFilter = { open: true }) => (await listed(filter)).map(({ cause }) => cause)
const sweep = () => platform.services.alerts.sweep()
const hours = (count: number) => platform.clock.advance(count * 3_600_000)
const told = () => ({ stationId: 'CS-1', partyId: 'north', at: now(), receivedAt: now() })
const security = (type: string) =>
  platform.services.stationEvents.record([{ ...told(), kind: 'security', type, facts: { techInfo: `${type} said` } }])
const monitored = (facts: object, severity?: number) =>
  platform.services.stationEvents.record([
    {
      ...{ ...told(), kind: 'monitoring', type: 'EVSE.Power' },
      ...(severity !== undefined && { severity }),
      facts: { trigger: 'Alerting', variableMonitoringId: 7, eventId: platform.clock.nowMs(), ...facts },
    },
  ])

describe('what holds', () => {
  test('a fault is one alert, found once, with its place, and over when it is', async () => {
    await status('faulted', 'GroundFailure')
    expect(await sweep()).toBe(1)
    expect(await sweep()).toBe(0)
    const place = { partyId: 'north', stationId: 'CS-1', evseId: 1, connectorId: 1 }
    const fault = { ...place, cause: 'faulted', severity: 1, detail: 'GroundFailure', times: 1, openedAt: now() }
    expect(await listed()).toMatchObject([fault])
    platform.clock.advance(5_000)
    await status('available')
    expect(await sweep()).toBe(1)
    expect(await listed({ open: true })).toEqual([])
    expect(await listed({ open: false })).toMatchObject([{ ...place, closedAt: now() }])
    await status('faulted')
    await sweep()
    expect(await listed()).toHaveLength(2)
  })

  test('unavailable equipment is told less loudly', async () => {
    await status('unavailable')
    await sweep()
    expect(await listed()).toMatchObject([{ cause: 'unavailable', severity: 6 }])
  })

  test('a station is offline once it has been gone for a while, and no more when it is back', async () => {
    const epoch = await connect()
    await platform.services.stations.disconnect('CS-1', epoch, now())
    await sweep()
    expect(await causes()).toEqual([])
    platform.clock.advance(60_000)
    await sweep()
    expect(await causes()).toEqual(['offline'])
    await connect()
    await sweep()
    expect(await causes()).toEqual([])
  })

  test('a station that never came is not offline, and one that is not admitted troubles nobody', async () => {
    await platform.services.stations.create({ id: 'CS-2', partyId: 'north', admission: 'waiting' })
    await platform.services.stations.reportStatus({
      ...{ stationId: 'CS-2', evseId: 1, connectorId: 1, status: 'faulted', at: now() },
    })
    hours(2)
    await sweep()
    expect(await listed()).toEqual([])
  })

  test('a connected station that says nothing is silent', async () => {
    await connect()
    platform.clock.advance(899_000)
    await sweep()
    expect(await causes()).toEqual([])
    platform.clock.advance(1_000)
    await sweep()
    expect(await causes()).toEqual(['silent'])
    await platform.services.stations.seen([{ stationId: 'CS-1', at: now(), deviations: 0 }])
    await sweep()
    expect(await causes()).toEqual([])
  })

  test('an EVSE that is reserved or occupied for ever is found, also when it says so again and again', async () => {
    await status('reserved')
    await sweep()
    hours(12)
    await status('reserved')
    await sweep()
    hours(12)
    await sweep()
    expect(await listed()).toMatchObject([{ cause: 'reserved-too-long', evseId: 1, connectorId: 1 }])
    await status('occupied')
    await sweep()
    expect(await causes()).toEqual([])
    hours(24)
    await sweep()
    expect(await causes()).toEqual(['occupied-too-long'])
  })
})

describe('a transaction', () => {
  const report = (kind: 'started' | 'updated' | 'ended', seqNo: number, registerWh: number) =>
    platform.services.transactions.report({
      ...{ ...told(), reference: 'tx-1', kind, seqNo, facts: { evseId: 1 } },
      readings: [{ at: now(), registerWh, samples: [{ value: registerWh }] }],
    })

  /** Looks until the causes are these: what is told of a transaction is in its record a moment later. */
  const untilCauses = (...expected: string[]) =>
    expect
      .poll(async () => {
        platform.clock.advance(300_000)
        await sweep()
        return await causes()
      })
      .toEqual(expected)
  const untilRecorded = (energyWh: number) =>
    expect
      .poll(async () => {
        platform.clock.advance(1_000)
        return (await platform.services.transactions.find(everyParty, 'CS-1', 'tx-1')).energyWh
      })
      .toBe(energyWh)

  test('that is told of without energy is found, and over when energy flows or it ends', async () => {
    await status('occupied')
    await report('started', 0, 100)
    await sweep()
    for (let seqNo = 1; seqNo <= 4; seqNo += 1) {
      hours(3)
      await report('updated', seqNo, 100)
    }
    await untilCauses('transaction-without-energy')
    expect(await listed()).toMatchObject([{ evseId: 1, detail: 'tx-1', subject: expect.any(String) }])
    await report('updated', 5, 900)
    await untilCauses()
    hours(5)
    await report('ended', 7, 900)
    await status('available')
    hours(13)
    await sweep()
    expect(await causes({})).toEqual(['transaction-without-energy'])
  })

  test('that nobody tells of any more is found', async () => {
    await report('started', 0, 100)
    await expect
      .poll(async () => {
        hours(6)
        await sweep()
        return await causes()
      })
      .toContain('transaction-without-contact')
    await report('updated', 1, 200)
    await untilRecorded(100)
    await sweep()
    expect(await causes()).not.toContain('transaction-without-contact')
  })
})

describe('what stations tell', () => {
  test('a security event is an alert, told again the same one, and over when somebody has seen it', async () => {
    await security('TamperDetectionActivated')
    await sweep()
    await sweep()
    platform.clock.advance(1_000)
    await security('TamperDetectionActivated')
    await security('InvalidTLSVersion')
    await security('StartupOfTheDevice')
    await sweep()
    const [tls, tamper] = await listed()
    expect(tls).toMatchObject({ subject: 'InvalidTLSVersion', severity: 3, times: 1 })
    expect(tamper).toMatchObject({ subject: 'TamperDetectionActivated', severity: 2, times: 2, lastAt: now() })
    const by = { by: 'p-1', byName: 'Ada', note: 'closed the lid' }
    const seen = await platform.services.alerts.acknowledge(everyParty, tamper?.id ?? '', by)
    expect(seen).toMatchObject({
      acknowledgedBy: 'p-1',
      acknowledgedByName: 'Ada',
      closedAt: now(),
      history: [
        { step: 'opened' },
        { step: 'acknowledged', byName: 'Ada', note: 'closed the lid' },
        { step: 'closed' },
      ],
    })
    await sweep()
    expect(await causes()).toEqual(['security'])
  })

  test('a threshold that is crossed is an alert until it is crossed back', async () => {
    await monitored({}, 3)
    await sweep()
    expect(await listed()).toMatchObject([{ cause: 'monitor', subject: 'EVSE.Power 7', severity: 3 }])
    platform.clock.advance(1_000)
    await monitored({ cleared: true }, 3)
    await sweep()
    expect(await causes()).toEqual([])
  })

  test('2.0.1: an event without severity has that of its monitor', async () => {
    const monitor = {
      component: 'EVSE',
      name: 'Power',
      type: 'upper-threshold',
      value: 1,
      duringTransaction: false,
    } as const
    await platform.services.monitoring.learn('CS-1', { kind: 'set', monitors: [{ ...monitor, id: 7, severity: 2 }] })
    await monitored({})
    await sweep()
    expect(await listed()).toMatchObject([{ severity: 2 }])
  })

  test('an event that is older than the platform looks back is not dug out', async () => {
    await security('TamperDetectionActivated')
    platform.clock.advance(700_000)
    await sweep()
    expect(await listed()).toEqual([])
  })
})

describe('an alert', () => {
  test('that is acknowledged stays as long as it holds, is acknowledged once, and may be taken for over', async () => {
    await status('faulted')
    await sweep()
    const [fault] = await listed()
    const id = fault?.id ?? ''
    const { acknowledge } = platform.services.alerts
    expect(await acknowledge(everyParty, id, { by: 'p-1', byName: 'Ada' })).not.toHaveProperty('closedAt')
    platform.clock.advance(1_000)
    expect(await acknowledge(everyParty, id, { by: 'p-2', byName: 'Bob' })).toMatchObject({ acknowledgedByName: 'Ada' })
    expect(await listed({ acknowledged: true })).toMatchObject([{ id }])
    expect(await listed({ acknowledged: false })).toEqual([])
    await acknowledge(everyParty, id, { by: 'p-2', byName: 'Bob', close: true })
    expect(await listed({ open: true })).toEqual([])
    await sweep()
    expect(await listed({ open: true })).toMatchObject([{ cause: 'faulted' }])
  })

  test('is found by station, cause and severity, by page, and by its party alone', async () => {
    await security('TamperDetectionActivated')
    await status('unavailable')
    await sweep()
    expect(await causes({ cause: 'security' })).toEqual(['security'])
    expect(await causes({ atLeast: 5 })).toEqual(['security'])
    expect(await causes({ stationId: 'CS-9' })).toEqual([])
    const { alerts } = platform.services
    const first = await alerts.list(everyParty, {}, { limit: 1 })
    const second = await alerts.list(everyParty, {}, { limit: 1, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items]).toHaveLength(2)
    expect(second).not.toHaveProperty('nextCursor')
    const stranger = { partyIds: ['south'] }
    expect((await alerts.list(stranger, {}, { limit: 9 })).items).toEqual([])
    const id = first.items[0]?.id ?? ''
    await expect(alerts.get(stranger, id)).rejects.toMatchObject({ code: 'not-found' })
    const by = { by: 'x', byName: 'x' }
    await expect(alerts.acknowledge(stranger, id, by)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is told to whoever follows', async () => {
    const heard: unknown[] = []
    platform.bus.subscribe('live.north.CS-1.alert', (payload) => heard.push(payload))
    await status('faulted')
    await sweep()
    await status('available')
    await sweep()
    const about = { kind: 'alert', cause: 'faulted', severity: 1, partyId: 'north', stationId: 'CS-1' }
    expect(heard).toMatchObject([
      { ...about, step: 'opened' },
      { ...about, step: 'closed' },
    ])
  })

  test('goes some time after it was over, not before', async () => {
    await status('faulted')
    await security('TamperDetectionActivated')
    await sweep()
    await status('available')
    await sweep()
    hours(1)
    expect(await platform.services.alerts.removeBefore(now(), 10)).toBe(1)
    expect(await causes({})).toEqual(['security'])
  })
})
