import { beforeEach, describe, expect, test } from 'vitest'
import type { ExternalLimit, NeedsRule, SchedulesOfEvse, StationNeeds, StationProfile } from '#domain/smart-charging'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { operator, raw } = await openScene()

const GENERATION_2 = ['ocpp2.0.1', 'ocpp2.1'] as const

describe.each(GENERATION_2)('%s', (version) => {
  let station: RawStation
  let stationId = ''
  beforeEach(async () => {
    ;({ id: stationId, station } = await raw(version))
    return () => station.connection.terminate()
  })

  const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))
  const start = (transactionId = 'T1', eventType = 'Started', seqNo = 0) =>
    say('TransactionEvent', {
      ...{ eventType, timestamp: yesterdayAt('12:00:00'), triggerReason: 'CablePluggedIn', seqNo },
      ...{ transactionInfo: { transactionId, chargingState: 'EVConnected' }, evse: { id: 1, connectorId: 1 } },
    })
  const needs = (more: object = {}, evseId = 1) =>
    say('NotifyEVChargingNeeds', {
      evseId,
      chargingNeeds: {
        requestedEnergyTransfer: 'AC_three_phase',
        acChargingParameters: { energyAmount: 20_000, evMinCurrent: 6, evMaxCurrent: 32, evMaxVoltage: 230 },
      },
      ...more,
    })
  const rule = async (wanted: NeedsRule) =>
    expect(await operator.status('PUT', `/stations/${stationId}/charging-needs-rule`, wanted)).toBe(200)
  /** The profile that the station is sent next; it accepts it. */
  const sentProfile = async () => {
    const { id, action, payload } = await station.asked()
    expect(action).toBe('SetChargingProfile')
    station.send([3, id, { status: 'Accepted' }])
    return { evseId: field(payload, 'evseId'), profile: field(payload, 'chargingProfile') }
  }
  /** The answer to a further call is all that comes. */
  const expectSilence = async () => {
    expect(await say('Heartbeat', {})).toHaveProperty('currentTime')
    expect(station.frames.size).toBe(0)
  }
  const list = async <T>(what: string) => (await operator.get<List<Wire<T>>>(`/stations/${stationId}/${what}`)).items
  const external = (limit: number, more: object = {}, isLocalGeneration?: boolean) =>
    say('NotifyChargingLimit', {
      ...{ evseId: 1, chargingLimit: { chargingLimitSource: 'EMS', isGridCritical: true, isLocalGeneration } },
      chargingSchedule: [
        { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit }], ...more },
      ],
    })

  test('K15.FR.02 K15.FR.04 K17.FR.02 K17.FR.04 without a rule of the operator the needs are answered, kept, and nothing follows', async () => {
    await start()
    expect(await needs({ maxScheduleTuples: 3 })).toEqual({ status: 'Rejected' })
    await expectSilence()
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([
      {
        ...{ evseId: 1, transactionReference: 'T1', answer: 'rejected' },
        needs: { transfer: 'ac-three-phase', energyWh: '20000', maxCurrentA: '32', maxPeriods: 3 },
      },
    ])
    await start('T1', 'Ended', 1)
    expect(await list('charging-needs')).toEqual([])
  })

  test('K15.FR.03 K15.FR.07 K17.FR.03 K17.FR.07 accepted, a profile of the transaction follows the answer', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000.5' })
    await start()
    expect(await needs({ maxScheduleTuples: 1 })).toEqual({ status: 'Accepted' })
    const { evseId, profile } = await sentProfile()
    expect(evseId).toBe(1)
    expect(profile).toMatchObject({
      ...{ chargingProfilePurpose: 'TxProfile', transactionId: 'T1', chargingProfileKind: 'Absolute' },
      chargingSchedule: [
        { id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: 11_000.5 }] },
      ],
    })
  })

  test('K16.FR.12 needs that are told again are answered with a profile again, in place of the first', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    await start()
    await needs()
    const first = await sentProfile()
    await rule({ decides: 'automatically', maxPowerW: '5000' })
    expect(await needs()).toEqual({ status: 'Accepted' })
    const second = await sentProfile()
    expect(field(second.profile, 'id')).toBe(field(first.profile, 'id'))
    expect(second.profile).toMatchObject({ chargingSchedule: [{ chargingSchedulePeriod: [{ limit: 5_000 }] }] })
  })

  test('K16.FR.12 the same needs told again while their profile is on its way are answered with no second one', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    await start()
    expect(await needs()).toEqual({ status: 'Accepted' })
    const asked = await station.asked()
    expect(asked.action).toBe('SetChargingProfile')
    expect(await needs()).toEqual({ status: 'Accepted' })
    station.send([3, asked.id, { status: 'Accepted' }])
    await expectSilence()
  })

  // 2.0.1 gives needs no time to be known by.
  if (version === 'ocpp2.1')
    test('K17.FR.07 a message that comes again once its profile is there brings no second one', async () => {
      await rule({ decides: 'automatically', maxPowerW: '11000' })
      await start()
      const timestamp = yesterdayAt('12:01:00')
      await needs({ timestamp })
      await sentProfile()
      await expect.poll(async () => (await list<StationProfile>('charging-profiles'))[0]?.standing).toBe('accepted')
      expect(await needs({ timestamp })).toEqual({ status: 'Accepted' })
      await expectSilence()
      expect(await needs({ timestamp: yesterdayAt('12:02:00') })).toEqual({ status: 'Accepted' })
      await sentProfile()
    })

  test('K15.FR.05 K17.FR.05 K15.FR.07 by hand: processing, and the profile comes when somebody sends it', async () => {
    await rule({ decides: 'by-hand' })
    await start()
    expect(await needs()).toEqual({ status: 'Processing' })
    await expectSilence()
    const periods = [{ startS: 0, limit: '7' }]
    const schedules = [{ rateUnit: 'A' as const, startAt: yesterdayAt('00:00:00'), periods }]
    const profile = { purpose: 'transaction', stackLevel: 0, kind: 'absolute', schedules } as const
    const command = await operator.command(stationId, 'set-charging-profile', { evseId: 1, reference: 'T1', profile })
    expect((await sentProfile()).profile).toMatchObject({ transactionId: 'T1', chargingProfilePurpose: 'TxProfile' })
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })

  test('K15.FR.07 without a transaction to name there is no profile to send', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    expect(await needs()).toEqual({ status: 'Rejected' })
    await start()
    expect(await needs({}, 2)).toEqual({ status: 'Rejected' })
    await expectSilence()
  })

  test('K02.FR.01 what is sent stays within the limits that others impose, in as many periods as the vehicle takes', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    const startSchedule = new Date(Date.now() - 60_000).toISOString()
    const chargingSchedulePeriod = [
      { startPeriod: 0, limit: 8_000 },
      { startPeriod: 1_200, limit: 3_000 },
      { startPeriod: 2_400, limit: 20_000 },
    ]
    expect(await external(0, { startSchedule, chargingSchedulePeriod })).toEqual({})
    await start()
    await needs({ maxScheduleTuples: 8 })
    const limits = (profile: unknown) => {
      const periods = field(profile, 'chargingSchedule', 0, 'chargingSchedulePeriod')
      return Array.isArray(periods) ? periods.map((period) => field(period, 'limit')) : []
    }
    expect(limits((await sentProfile()).profile)).toEqual([8_000, 3_000, 11_000])
    await needs({ maxScheduleTuples: 2 })
    expect(limits((await sentProfile()).profile)).toEqual([8_000, 3_000])
    await needs({ maxScheduleTuples: 1 })
    expect(limits((await sentProfile()).profile)).toEqual([3_000])
  })

  test('K11 K12 K13 limits of others are kept until they are cleared, and lower what holds', async () => {
    await start()
    await external(4_600)
    expect(await list<ExternalLimit>('charging-limits')).toMatchObject([
      { evseId: 1, source: 'energy-management', gridCritical: true, schedules: [{ periods: [{ limit: '4600' }] }] },
    ])
    const holds = async () => {
      const path = `/stations/${stationId}/charging-schedule?evseId=1&rateUnit=W`
      return (await operator.get<Wire<SchedulesOfEvse>>(path)).calculated.periods
    }
    expect(await holds()).toEqual([{ startS: 0, limit: '4600' }])
    expect(await say('ClearedChargingLimit', { chargingLimitSource: 'SO' })).toEqual({})
    expect(await list('charging-limits')).toHaveLength(1)
    expect(await say('ClearedChargingLimit', { chargingLimitSource: 'EMS', evseId: 1 })).toEqual({})
    expect(await list('charging-limits')).toEqual([])
    expect(await holds()).toEqual([{ startS: 0 }])
  })

  if (version === 'ocpp2.1')
    test('K27 what a source limits and what it generates are kept beside each other, and go together', async () => {
      await start()
      const told = async () =>
        (await list<ExternalLimit>('charging-limits')).map(({ localGeneration = false, schedules }) => [
          localGeneration,
          schedules[0]?.periods[0]?.limit,
        ])
      await external(4_600)
      await external(2_000, {}, true)
      expect(await told()).toEqual([
        [false, '4600'],
        [true, '2000'],
      ])
      await external(3_000)
      expect(await told()).toEqual([
        [false, '3000'],
        [true, '2000'],
      ])
      await say('ClearedChargingLimit', { chargingLimitSource: 'EMS', evseId: 1 })
      expect(await told()).toEqual([])
    })

  test('K15.FR.11 K15.FR.12 K15.FR.13 K16.FR.06 K16.FR.07 K17.FR.11 K17.FR.12 K16.FR.08 K17.FR.13 a schedule of the vehicle is judged; beyond its limits it is negotiated anew, three times for the same needs', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    await start()
    await needs()
    await sentProfile()
    await expect.poll(async () => (await list<StationProfile>('charging-profiles'))[0]?.standing).toBe('accepted')
    const chosen = (limit: number) =>
      say('NotifyEVChargingSchedule', {
        ...{ evseId: 1, timeBase: new Date(Date.now() + 1_000).toISOString() },
        chargingSchedule: {
          ...{ id: 1, chargingRateUnit: 'W', duration: 3_600 },
          chargingSchedulePeriod: [
            { startPeriod: 0, limit: 7_000 },
            { startPeriod: 600, limit },
          ],
        },
      })
    expect(await chosen(11_000)).toEqual({ status: 'Accepted' })
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ withinLimits: true }])
    await expectSilence()
    expect(await chosen(11_000.1)).toEqual({ status: 'Rejected' })
    expect((await sentProfile()).profile).toMatchObject({ transactionId: 'T1' })
    for (const limit of [12_000, 13_000]) {
      expect(await chosen(limit)).toEqual({ status: 'Rejected' })
      expect((await sentProfile()).profile).toMatchObject({ transactionId: 'T1' })
    }
    expect(await chosen(14_000)).toEqual({ status: 'Rejected' })
    await expectSilence()
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ withinLimits: false }])
    await expect.poll(async () => (await list<StationProfile>('charging-profiles'))[0]?.standing).toBe('accepted')
    expect(await chosen(9_000)).toEqual({ status: 'Accepted' })
    // The same needs told again are no others: what was chosen for them stands.
    expect(await needs()).toEqual({ status: 'Accepted' })
    await sentProfile()
    expect(await list<StationNeeds>('charging-needs')).toMatchObject([{ withinLimits: true }])
    // The vehicle asks for something else of its own accord.
    expect(await needs({ maxScheduleTuples: 9 })).toEqual({ status: 'Accepted' })
    await sentProfile()
    await expect.poll(async () => (await list<StationProfile>('charging-profiles'))[0]?.standing).toBe('accepted')
    expect(await chosen(10_000)).toEqual({ status: 'Accepted' })
    expect(await chosen(11_500)).toEqual({ status: 'Rejected' })
    expect((await sentProfile()).profile).toMatchObject({ transactionId: 'T1' })
  })

  test('F-02 K01.FR.20 a phase is sent where the station has told that it can choose it', async () => {
    await operator.untilConnected(stationId)
    await say('NotifyReport', {
      ...{ requestId: 1, generatedAt: yesterdayAt('12:00:00'), seqNo: 0 },
      reportData: [
        {
          component: { name: 'SmartChargingCtrlr' },
          variable: { name: 'ACPhaseSwitchingSupported' },
          variableAttribute: [{ value: 'true' }],
        },
      ],
    })
    const schedule = { rateUnit: 'A' as const, startAt: yesterdayAt('00:00:00') }
    const send = (phases: number) => {
      const schedules = [{ ...schedule, periods: [{ startS: 0, limit: '10', phases, phaseToUse: 3 }] }]
      const profile = { purpose: 'transaction-default', stackLevel: 0, kind: 'absolute', schedules } as const
      return operator.command(stationId, 'set-charging-profile', { evseId: 1, profile })
    }
    expect(await operator.settled(await send(3))).toMatchObject({
      state: 'refused',
      result: { error: { code: 'invalid' } },
    })
    await send(1)
    expect((await sentProfile()).profile).toMatchObject({
      chargingSchedule: [{ chargingSchedulePeriod: [{ limit: 10, numberPhases: 1, phaseToUse: 3 }] }],
    })
  })

  test('B-16 all 401 limits of one decimal from 0 to 40 go out as they are, and are read so', async () => {
    await operator.untilConnected(stationId)
    const tenths = Array.from({ length: 401 }, (_, tenth) => tenth)
    const periods = tenths.map((tenth) => ({ startS: tenth, limit: String(tenth / 10) }))
    const schedules = [{ rateUnit: 'A' as const, startAt: yesterdayAt('00:00:00'), periods }]
    const profile = { purpose: 'transaction-default', stackLevel: 0, kind: 'absolute', schedules } as const
    await operator.command(stationId, 'set-charging-profile', { evseId: 1, profile })
    const sent = field((await sentProfile()).profile, 'chargingSchedule', 0, 'chargingSchedulePeriod')
    expect(sent).toEqual(tenths.map((tenth) => ({ startPeriod: tenth, limit: tenth / 10 })))
    await external(0, { chargingSchedulePeriod: sent })
    expect(await list<ExternalLimit>('charging-limits')).toMatchObject([{ schedules: [{ periods }] }])
  })
})
