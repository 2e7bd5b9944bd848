import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type {
  NeedsRule,
  NewChargingProfile,
  SchedulesOfEvse,
  StationNeeds,
  StationProfile,
} from '#domain/smart-charging'
import { changeNeeds, imposeLimit, steeredSedan, type Vehicle } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
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

const HOUR_MS = 3_600_000
const answered = { state: 'answered', result: { status: 'Accepted' } }

describe('a vehicle of ISO 15118-20 that a simulated station of 2.1 steers', () => {
  let id = ''
  let post: Simulated
  let count = 0
  beforeEach(async () => {
    count += 1
    id = `DYN-${count}`
    const settings = { notifyLimitSchedules: true }
    post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, settings })
    // Simulated stations live two hours ago; a profile begins when it is sent.
    post.clock.advance(2 * HOUR_MS)
    await post.boot()
    await operator.untilConnected(id)
    return () => post.station.stop()
  })

  const rule = async (wanted: NeedsRule) =>
    expect(await operator.status('PUT', `/stations/${id}/charging-needs-rule`, wanted)).toBe(200)
  const begin = async (more: Partial<Vehicle> = {}) => {
    post.station.plugIn({ ...car, model: steeredSedan, ...more })
    await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    await post.journal.exchange('TransactionEvent')
    return post.station.evse(1)?.transaction?.id ?? ''
  }
  const needs = () => post.journal.exchange('NotifyEVChargingNeeds')
  const told = () => post.journal.exchange('NotifyEVChargingSchedule')
  /** The profile the station is sent next, which it accepts. */
  const sent = async () => {
    const { request, response } = await post.journal.served('SetChargingProfile')
    expect(response).toEqual({ status: 'Accepted' })
    return field(request, 'chargingProfile')
  }
  const list = async <T>(what: string) => (await operator.get<List<Wire<T>>>(`/stations/${id}/${what}`)).items
  const powerW = () => {
    post.clock.advance(5_000)
    return post.station.evse(1)?.powerW
  }
  const set = (profile: NewChargingProfile, more: { evseId: number; reference?: string }) =>
    operator.carryOut(id, 'set-charging-profile', { ...more, profile })

  test('K19.FR.01 K19.FR.02 K19.FR.03 K19.FR.06 K19.FR.07 K19.FR.10 its needs are met by one schedule, which it is made to follow', async () => {
    await rule({ decides: 'automatically', maxPowerW: '6900' })
    const reference = await begin()
    const { request, response } = await needs()
    expect(field(request, 'chargingNeeds')).toMatchObject({ controlMode: 'DynamicControl', v2xChargingParameters: {} })
    expect(response).toEqual({ status: 'Accepted' })
    const profile = await sent()
    expect(profile).toMatchObject({
      ...{ chargingProfilePurpose: 'TxProfile', transactionId: reference },
      chargingSchedule: [{ chargingSchedulePeriod: [{ startPeriod: 0, limit: 6_900, operationMode: 'ChargingOnly' }] }],
    })
    expect(field(profile, 'chargingSchedule')).toHaveLength(1)
    const schedule = await told()
    expect(field(schedule.request, 'chargingSchedule')).toEqual(field(profile, 'chargingSchedule', 0))
    expect(field(schedule.request, 'selectedChargingScheduleId')).toBe(field(profile, 'chargingSchedule', 0, 'id'))
    expect(schedule.response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBeCloseTo(6_900, 6)
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([
      {
        ...{ evseId: 1, transactionReference: reference, answer: 'accepted', withinLimits: true },
        needs: { controlMode: 'dynamic', transfer: 'ac-three-phase', energyWh: '46440', maxPowerW: '11040' },
      },
    ])
  })

  test('K19.FR.07 with the time it has: evenly until it departs', async () => {
    await rule({ decides: 'automatically', pace: 'until-departure' })
    await begin({ departsMs: Date.now() + 10 * HOUR_MS })
    await needs()
    const limit = Number(field(await sent(), 'chargingSchedule', 0, 'chargingSchedulePeriod', 0, 'limit'))
    expect(limit).toBeGreaterThanOrEqual(4_644)
    expect(limit).toBeLessThan(4_700)
    expect(powerW()).toBeCloseTo(limit, 6)
  })

  test('K19.FR.04 K19.FR.11 without a rule it gets no profile, and charges by the default', async () => {
    const schedules = [{ rateUnit: 'A' as const, periods: [{ startS: 0, limit: '8' }] }]
    await set({ purpose: 'transaction-default', stackLevel: 0, kind: 'relative', schedules }, { evseId: 1 })
    await begin()
    expect((await needs()).response).toEqual({ status: 'NoChargingProfile' })
    expect(powerW()).toBe(5_520)
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ answer: 'no-profile' }])
  })

  test('K19.FR.05 K28.FR.06 by hand: a dynamic profile comes later, and steers it from then on', async () => {
    await rule({ decides: 'by-hand' })
    const reference = await begin()
    expect((await needs()).response).toEqual({ status: 'Processing' })
    const schedules = [{ rateUnit: 'W' as const, periods: [{ startS: 0, limit: '9000' }] }]
    const dynamic: NewChargingProfile = { purpose: 'transaction', stackLevel: 0, kind: 'dynamic', schedules }
    const command = await set(dynamic, { evseId: 1, reference })
    expect(command).toMatchObject(answered)
    expect((await told()).response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBeCloseTo(9_000, 6)
    const profileId = Number(command.result?.details?.profileId)
    for (const limit of ['5000', '7500.5']) {
      const updated = await operator.carryOut(id, 'update-dynamic-schedule', { profileId, values: { limit } })
      expect(updated).toMatchObject(answered)
      expect(powerW()).toBeCloseTo(Number(limit), 6)
    }
    expect(await list<StationProfile>('charging-profiles')).toMatchObject([
      { profileId, standing: 'accepted', sent: { kind: 'dynamic', schedules: [{ periods: [{ limit: '7500.5' }] }] } },
    ])
  })

  test('K28.FR.13 K28.FR.14 values that nobody renews hold for their duration; pushed or pulled, they hold anew', async () => {
    const schedule = { rateUnit: 'A' as const, durationS: 600, periods: [{ startS: 0, limit: '10' }] }
    const shared = { purpose: 'transaction-default', stackLevel: 0, kind: 'dynamic' } as const
    const command = await set({ ...shared, schedules: [schedule], updateIntervalS: 1_000 }, { evseId: 1 })
    expect(command).toMatchObject(answered)
    const left = async () => {
      const path = `/stations/${id}/charging-schedule?evseId=1&rateUnit=A`
      const [first, second, ...more] = (await operator.get<Wire<SchedulesOfEvse>>(path)).calculated.periods
      expect(more).toEqual([])
      expect(second).toEqual({ startS: second?.startS })
      return { limit: first?.limit, untilS: second?.startS ?? 0 }
    }
    const before = await left()
    expect(before).toMatchObject({ limit: '10' })
    expect(before.untilS).toBeLessThanOrEqual(600)
    await post.charge('ALICE')
    expect(post.station.evse(1)?.powerW).toBe(6_900)
    post.clock.advance(600_000)
    expect(post.station.evse(1)?.powerW).toBe(11_040)
    const values = { profileId: Number(command.result?.details?.profileId), values: { limit: '8' } }
    expect(await operator.carryOut(id, 'update-dynamic-schedule', values)).toMatchObject(answered)
    expect(post.station.evse(1)?.powerW).toBe(5_520)
    expect(await left()).toMatchObject({ limit: '8' })
    const sentAt = async () => (await list<StationProfile>('charging-profiles'))[0]?.sentAt
    const pushedAt = await sentAt()
    post.clock.advance(400_000)
    expect((await post.journal.exchange('PullDynamicScheduleUpdate')).response).toMatchObject({ status: 'Accepted' })
    expect(Date.parse((await sentAt()) ?? '')).toBeGreaterThan(Date.parse(pushedAt ?? ''))
    post.clock.advance(590_000)
    expect(post.station.evse(1)?.powerW).toBe(5_520)
  })

  test('K19.FR.07 of more changes than it takes it gets the first, and the least of the others', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    const periods = [9_000, 5_000, 8_000].map((limit, at) => ({ startS: at * 3_600, limit }))
    expect(imposeLimit(post.station, { source: 'SO', unit: 'W', periods })).toBe(true)
    await post.journal.exchange('NotifyChargingLimit')
    await begin({ model: { ...steeredSedan, iso15118: { maxPeriods: 2, control: 'dynamic' } } })
    expect(field((await needs()).request, 'maxScheduleTuples')).toBe(2)
    const profile = await sent()
    expect(field(profile, 'chargingSchedule', 0, 'chargingSchedulePeriod')).toMatchObject([
      { startPeriod: 0, limit: 9_000 },
      { limit: 5_000 },
    ])
    expect((await told()).response).toEqual({ status: 'Accepted' })
  })

  test('K19.FR.10 what is told is what was sent, though less may flow: nobody negotiates about it', async () => {
    const schedules = [
      { rateUnit: 'A' as const, periods: [{ startS: 0, limit: '7' }], startAt: yesterdayAt('00:00:00') },
    ]
    await set({ purpose: 'station-max', stackLevel: 0, kind: 'absolute', schedules }, { evseId: 0 })
    await post.journal.served('SetChargingProfile')
    await rule({ decides: 'automatically', maxPowerW: '9000' })
    await begin()
    await sent()
    const { request, response } = await told()
    expect(field(request, 'chargingSchedule', 'chargingSchedulePeriod', 0, 'limit')).toBe(9_000)
    expect(response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBeCloseTo(4_830, 6)
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ withinLimits: true }])
    await operator.carryOut(id, 'get-charging-profiles', {})
    expect((await post.journal.exchange('ReportChargingProfiles')).refused).toBe(false)
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('NotifyEVChargingSchedule')
  })

  test('K19.FR.15 K19.FR.16 refused the transfer it asks for, its transaction ends', async () => {
    await rule({ decides: 'automatically', maxPowerW: '6900', transfers: ['dc'] })
    const reference = await begin()
    expect((await needs()).response).toEqual({ status: 'Rejected' })
    expect(await post.ended()).toMatchObject({
      ...{ triggerReason: 'AbnormalCondition', transactionInfo: { stoppedReason: 'ReqEnergyTransferRejected' } },
    })
    expect(await operator.record(id, reference)).toMatchObject({ status: 'ended' })
    expect(await list('charging-needs')).toEqual([])
    expect(await list('charging-profiles')).toEqual([])
  })

  test('K20.FR.01 K20.FR.03 K20.FR.04 K17.FR.19 its driver wants less: it gets a new profile, and is steered by that', async () => {
    await rule({ decides: 'automatically', maxPowerW: '9000' })
    await begin()
    await needs()
    const first = await sent()
    await told()
    await rule({ decides: 'automatically', maxPowerW: '5000' })
    expect(changeNeeds(post.station, 1, 40)).toBe(true)
    const { request, response } = await needs()
    expect(field(request, 'chargingNeeds', 'v2xChargingParameters', 'evTargetEnergyRequest')).toBe(15_480)
    expect(response).toEqual({ status: 'Accepted' })
    expect(field(await sent(), 'id')).toBe(field(first, 'id'))
    expect((await told()).response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBeCloseTo(5_000, 6)
  })

  test('K19.FR.14 what it needed while the station was away is known with the time it was said', async () => {
    post.station.settings.allowOfflineUnknown = true
    post.station.goOffline()
    post.station.plugIn({ ...car, model: steeredSedan })
    await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const neededAt = new Date(post.clock.nowMs()).toISOString()
    post.clock.advance(60_000)
    post.station.goOnline()
    expect((await needs()).request).toMatchObject({ timestamp: neededAt })
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ evseId: 1, neededAt }])
  })
})

test('K19.FR.06 the power of three phases told apart is that of all of them', async () => {
  const stationId = 'DYN-RAW'
  const station = await bootedStation(platform, stationId, 'ocpp2.1')
  await operator.untilConnected(stationId)
  const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))
  await operator.ask('PUT', `/stations/${stationId}/charging-needs-rule`, { decides: 'automatically' })
  await say('TransactionEvent', {
    ...{ eventType: 'Started', timestamp: yesterdayAt('12:00:00'), triggerReason: 'CablePluggedIn', seqNo: 0 },
    ...{ transactionInfo: { transactionId: 'T1' }, evse: { id: 1, connectorId: 1 } },
  })
  const power = { maxChargePower: 2_000, maxChargePower_L2: 3_000.5, maxChargePower_L3: 4_000 }
  const chargingNeeds = {
    requestedEnergyTransfer: 'AC_BPT',
    controlMode: 'DynamicControl',
    v2xChargingParameters: power,
  }
  expect(await say('NotifyEVChargingNeeds', { evseId: 1, chargingNeeds })).toEqual({ status: 'Accepted' })
  const { payload } = await station.asked()
  const schedule = field(payload, 'chargingProfile', 'chargingSchedule', 0)
  expect(field(schedule, 'chargingSchedulePeriod', 0, 'limit')).toBe(9_000.5)
  station.connection.terminate()
})
