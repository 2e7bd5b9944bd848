import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandRequests } from '#domain/commands'
import type { ExternalLimit as KnownLimit, SchedulesOfEvse, StationNeeds, StationProfile } from '#domain/smart-charging'
import { type ExternalLimit, imposeLimit, liftLimit, planningSedan } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { type List, Operator, type Wire } from '../operator.ts'
import { car, field, type Simulated, simulated } from '../simulated.ts'

let platform: TestPlatform
let operator: Operator
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
})
afterAll(() => platform.stop())

const wattsOf = (amps: number) => amps * 690
const ems = (limit: number, more: Partial<ExternalLimit> = {}): ExternalLimit => ({
  ...{ source: 'EMS', evseId: 1, unit: 'A', periods: [{ startS: 0, limit }] },
  ...more,
})
const accepted = { state: 'answered', result: { status: 'Accepted' } }
/** Simulated stations live that long ago; a profile begins when it is sent. */
const TWO_HOURS_MS = 7_200_000

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('a simulated station of %s that others limit', (version) => {
  let id = ''
  let post: Simulated
  let count = 0
  beforeEach(async () => {
    count += 1
    id = `LIM-${version}-${count}`
    post = simulated({ id, version, url: platform.ocppUrl, hardware: 'doublePost' })
    await post.boot()
    await operator.untilConnected(id)
    return () => post.station.stop()
  })

  const impose = (limit: ExternalLimit) => expect(imposeLimit(post.station, limit)).toBe(true)
  const lift = (of: Pick<ExternalLimit, 'source' | 'evseId'>) => expect(liftLimit(post.station, of)).toBe(true)
  const heard = async (action: string) => {
    const exchange = await post.journal.exchange(action)
    expect(exchange).toMatchObject({ response: {}, refused: false })
    return exchange.request
  }
  const rateChanged = async () => {
    for (;;) {
      const request = await heard('TransactionEvent')
      if (field(request, 'triggerReason') === 'ChargingRateChanged') return request
    }
  }
  const list = async <T>(what: string) => (await operator.get<List<Wire<T>>>(`/stations/${id}/${what}`)).items
  const limits = () => list<KnownLimit>('charging-limits')
  const profiles = () => list<StationProfile>('charging-profiles')
  const holds = async (evseId = 1) => {
    const path = `/stations/${id}/charging-schedule?evseId=${evseId}&rateUnit=A`
    return (await operator.get<Wire<SchedulesOfEvse>>(path)).calculated.periods
  }
  const telling = async (value: 'true' | 'false') => {
    const variable = { component: 'SmartChargingCtrlr', name: 'NotifyChargingLimitWithSchedules', value }
    expect(await operator.carryOut(id, 'set-variables', { variables: [variable] })).toMatchObject({ state: 'answered' })
  }
  const ask = (request: CommandRequests['get-charging-profiles'] = {}) =>
    operator.carryOut(id, 'get-charging-profiles', request)

  test('K11.FR.01 K11.FR.02 K11.FR.03 K11.FR.04 K11.FR.05 charges no faster, and the operator sees whose limit it is and what it lets flow', async () => {
    await telling('true')
    const reference = await post.charge('ALICE')
    impose(ems(10, { gridCritical: true }))
    expect(post.station.evse(1)?.powerW).toBe(wattsOf(10))
    await heard('NotifyChargingLimit')
    expect(field(await rateChanged(), 'transactionInfo', 'transactionId')).toBe(reference)
    expect(await limits()).toMatchObject([
      {
        ...{ evseId: 1, source: 'energy-management', gridCritical: true },
        schedules: [{ rateUnit: 'A', periods: [{ startS: 0, limit: '10' }] }],
      },
    ])
    expect(await holds()).toEqual([{ startS: 0, limit: '10' }])
    expect(await operator.record(id, reference)).toMatchObject({ status: 'active' })
  })

  test('K11.FR.03 its schedule is not told where nobody wants it: then nobody knows what holds', async () => {
    await telling('false')
    impose(ems(10))
    expect(await heard('NotifyChargingLimit')).not.toHaveProperty('chargingSchedule')
    expect(await limits()).toMatchObject([{ evseId: 1, source: 'energy-management', schedules: [] }])
    expect(await holds()).toEqual([{ startS: 0 }])
  })

  test('K12.FR.01 K12.FR.02 without a transaction, of the whole station: it is shared by those to come', async () => {
    await telling('true')
    impose(ems(20, { source: 'SO', evseId: 0 }))
    await heard('NotifyChargingLimit')
    expect(await limits()).toMatchObject([{ evseId: 0, source: 'system-operator' }])
    expect(await holds(2)).toEqual([{ startS: 0, limit: '20' }])
    await post.charge('ALICE')
    post.station.plugIn(car, 2)
    await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' }, 2)
    post.clock.advance(1_000)
    expect(post.station.evses.map(({ powerW }) => powerW)).toEqual([wattsOf(10), wattsOf(10)])
  })

  test('K13.FR.01 K13.FR.02 K13.FR.03 lifted, it is gone everywhere; that of another stays', async () => {
    await telling('true')
    await post.charge('ALICE')
    impose(ems(8))
    impose(ems(12, { source: 'SO', evseId: 0 }))
    await heard('NotifyChargingLimit')
    await heard('NotifyChargingLimit')
    await rateChanged()
    lift({ source: 'EMS', evseId: 1 })
    await heard('ClearedChargingLimit')
    await rateChanged()
    expect(post.station.evse(1)?.powerW).toBe(wattsOf(12))
    expect(await limits()).toMatchObject([{ evseId: 0, source: 'system-operator' }])
    expect(await holds()).toEqual([{ startS: 0, limit: '12' }])
    lift({ source: 'SO', evseId: 0 })
    await heard('ClearedChargingLimit')
    expect(await limits()).toEqual([])
    expect(await holds()).toEqual([{ startS: 0 }])
  })

  test('K13 a limit of the whole station that is lifted leaves one of theirs at an EVSE', async () => {
    impose(ems(8))
    impose(ems(20, { evseId: 0 }))
    await heard('NotifyChargingLimit')
    await heard('NotifyChargingLimit')
    lift({ source: 'EMS' })
    await heard('ClearedChargingLimit')
    expect(await limits()).toMatchObject([{ evseId: 1, source: 'energy-management' }])
  })

  test('K11.FR.06 K12.FR.05 K09 it is reported with its source among the profiles, and is gone from them once it is lifted', async () => {
    impose(ems(10))
    await heard('NotifyChargingLimit')
    expect(await ask({ sources: ['operator'] })).toMatchObject({ result: { status: 'NoProfiles' } })
    expect(await ask({ sources: ['energy-management'] })).toMatchObject(accepted)
    await heard('ReportChargingProfiles')
    expect(await profiles()).toMatchObject([
      {
        ...{ profileId: -4, evseId: 1, purpose: 'external-constraints', source: 'energy-management' },
        standing: 'reported',
        reported: { kind: version === 'ocpp2.1' ? 'dynamic' : 'absolute', schedules: [{ periods: [{ limit: '10' }] }] },
      },
    ])
    expect(await holds()).toEqual([{ startS: 0, limit: '10' }])
    lift({ source: 'EMS', evseId: 1 })
    await heard('ClearedChargingLimit')
    expect(await profiles()).toEqual([])
    expect(await holds()).toEqual([{ startS: 0 }])
  })

  test('K11.FR.02 a limit told anew takes the place of what was reported before; without its schedule that stands', async () => {
    impose(ems(10))
    await heard('NotifyChargingLimit')
    await ask({ purpose: 'external-constraints' })
    await heard('ReportChargingProfiles')
    impose(ems(12))
    await heard('NotifyChargingLimit')
    expect(await holds()).toEqual([{ startS: 0, limit: '10' }])
    await telling('true')
    impose(ems(14))
    await heard('NotifyChargingLimit')
    expect(await holds()).toEqual([{ startS: 0, limit: '14' }])
    expect(await profiles()).toEqual([])
  })

  test('K10.FR.08 K10.FR.09 nobody clears it from here', async () => {
    impose(ems(10))
    await heard('NotifyChargingLimit')
    await ask()
    await heard('ReportChargingProfiles')
    const cleared = await operator.carryOut(id, 'clear-charging-profile', { evseId: 1, stackLevel: 0 })
    expect(cleared).toMatchObject({ result: { status: 'Unknown' } })
    expect(await profiles()).toMatchObject([{ profileId: -4, purpose: 'external-constraints' }])
    expect(post.station.profiles.all).toHaveLength(1)
  })

  test('K11.FR.02 what was imposed and lifted while it was away is told in order when it is back', async () => {
    post.station.goOffline()
    impose(ems(10))
    lift({ source: 'EMS', evseId: 1 })
    impose(ems(9, { source: 'Other' }))
    post.station.goOnline()
    await heard('NotifyChargingLimit')
    await heard('ClearedChargingLimit')
    await heard('NotifyChargingLimit')
    expect(await limits()).toMatchObject([{ evseId: 1, source: 'other' }])
  })

  test('K02.FR.01 K16.FR.02 K16.FR.06 a vehicle that plans gets no more than others leave, and plans anew when that is less', async () => {
    post.clock.advance(TWO_HOURS_MS)
    await telling('true')
    expect(
      await operator.status('PUT', `/stations/${id}/charging-needs-rule`, {
        decides: 'automatically',
        maxPowerW: '11000',
      }),
    ).toBe(200)
    impose(ems(10))
    await heard('NotifyChargingLimit')
    post.station.plugIn({ ...car, model: planningSedan })
    await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const served = await post.journal.served('SetChargingProfile')
    const period = field(served.request, 'chargingProfile', 'chargingSchedule', 0, 'chargingSchedulePeriod', 0)
    expect(period).toMatchObject({ limit: wattsOf(10) })
    expect((await post.journal.exchange('NotifyEVChargingSchedule')).response).toEqual({ status: 'Accepted' })
    impose(ems(7))
    await heard('NotifyChargingLimit')
    const { request, response } = await post.journal.exchange('NotifyEVChargingSchedule')
    expect(field(request, 'chargingSchedule', 'chargingSchedulePeriod', 0, 'limit')).toBe(7)
    expect(response).toEqual({ status: 'Accepted' })
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ withinLimits: true }])
    post.clock.advance(5_000)
    expect(post.station.evse(1)?.powerW).toBe(wattsOf(7))
  })

  test.each([
    ['K14 not heeded', 'ExternalControlSignalsEnabled', 'false', true],
    ['K11.FR.07 disallowed', 'ExternalConstraintsProfileDisallowed', 'true', version === 'ocpp2.1'],
  ])('%s: nothing is limited, and nothing is told', async (_, name, value, isKnown) => {
    const variables = [{ component: 'SmartChargingCtrlr', name, value }]
    const command = await operator.carryOut(id, 'set-variables', { variables })
    if (!isKnown) {
      expect(command).toMatchObject({ state: 'refused', result: { status: 'UnknownVariable' } })
      return
    }
    await post.charge('ALICE')
    expect(imposeLimit(post.station, ems(10))).toBe(false)
    expect(post.station.evse(1)?.powerW).toBe(wattsOf(16))
    expect(await limits()).toEqual([])
    expect(await holds()).toEqual([{ startS: 0 }])
  })
})

test('K29.FR.03 K11.FR.07 others give a profile of the operator its values, where nothing else is theirs to say', async () => {
  const id = 'LIM-VALUES'
  const post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, settings: { notifyLimitSchedules: true } })
  await post.boot()
  await operator.untilConnected(id)
  const name = 'ExternalConstraintsProfileDisallowed'
  const variables = [{ component: 'SmartChargingCtrlr', name, value: 'true' }]
  expect(await operator.carryOut(id, 'set-variables', { variables })).toMatchObject({ state: 'answered' })
  await post.charge('ALICE')
  expect(imposeLimit(post.station, ems(10))).toBe(false)
  const periods = [{ startS: 0, operationMode: 'external-limits' as const }]
  const profile = { purpose: 'transaction-default', stackLevel: 0, kind: 'dynamic' } as const
  const command = { evseId: 1, profile: { ...profile, schedules: [{ rateUnit: 'A' as const, periods }] } }
  expect(await operator.carryOut(id, 'set-charging-profile', command)).toMatchObject(accepted)
  expect(imposeLimit(post.station, ems(10))).toBe(true)
  expect(await post.journal.exchange('NotifyChargingLimit')).toMatchObject({ response: {}, refused: false })
  expect(post.station.evse(1)?.powerW).toBe(wattsOf(10))
  const path = `/stations/${id}/charging-schedule?evseId=1&rateUnit=A`
  const { calculated } = await operator.get<Wire<SchedulesOfEvse>>(path)
  expect(calculated.periods).toEqual([{ startS: 0, limit: '10' }])
  expect(liftLimit(post.station, { source: 'EMS', evseId: 1 })).toBe(true)
  await post.journal.exchange('ClearedChargingLimit')
  expect(post.station.evse(1)?.powerW).toBe(wattsOf(16))
  post.station.stop()
})

test('ocpp1.6 has no words for it: the station charges less, and only its composite schedule tells why', async () => {
  const id = 'LIM-16'
  const post = simulated({ id, version: 'ocpp1.6', url: platform.ocppUrl })
  await post.boot()
  await operator.untilConnected(id)
  await post.charge('ALICE')
  expect(imposeLimit(post.station, ems(10))).toBe(true)
  expect(post.station.evse(1)?.powerW).toBe(wattsOf(10))
  expect(await operator.carryOut(id, 'get-composite-schedule', { evseId: 1, durationS: 60 })).toMatchObject(accepted)
  const path = `/stations/${id}/charging-schedule?evseId=1&rateUnit=A`
  const { told } = await operator.get<Wire<SchedulesOfEvse>>(path)
  expect(told?.periods).toEqual([{ startS: 0, limit: '10' }])
  expect(await operator.get(`/stations/${id}/charging-limits`)).toEqual({ items: [] })
  post.station.stop()
})
