import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planningSedan } from '../physics/vehicle-models.ts'
import type { ExternalLimit } from '../station/external-limit.ts'
import { car, openStand, type Stand, token } from '../testing/stand.ts'
import { imposeLimit, liftLimit } from './external-control.ts'

const wattsOf = (amps: number) => amps * 230 * 3
const ems = (limit: number, more: Partial<ExternalLimit> = {}): ExternalLimit => ({
  ...{ source: 'EMS', unit: 'A', periods: [{ startS: 0, limit }] },
  ...more,
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  let stand: Stand
  beforeEach(async () => {
    stand = await openStand({ version, hardware: 'doublePost', settings: { notifyLimitSchedules: true } })
    await stand.boot()
  })
  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  const is21 = version === 'ocpp2.1'
  const accepted = { status: 'Accepted' }
  const impose = (limit: ExternalLimit) => imposeLimit(stand.station, limit)
  const heard = async (wanted: string) => (await stand.csms.calls.next(({ action }) => action === wanted)).payload
  const said = () => stand.journal.unread.map(({ action }) => action)
  const rateChanged = () =>
    stand.csms.calls.next(
      ({ action, payload }) => action === 'TransactionEvent' && payload.triggerReason === 'ChargingRateChanged',
    )
  const powerW = (evseId = 1) => stand.station.evse(evseId)?.powerW
  const chargeToo = async () => {
    stand.station.plugIn(car, 2)
    await stand.station.presentToken({ value: 'BOB', type: 'ISO14443' }, 2)
  }
  const setting = (variable: string, attributeValue: string) =>
    stand.csms.call('SetVariables', {
      setVariableData: [{ component: { name: 'SmartChargingCtrlr' }, variable: { name: variable }, attributeValue }],
    })
  const period = (limit: number) => ({ startPeriod: 0, limit, ...(is21 ? { operationMode: 'ExternalLimits' } : {}) })
  const start = () => (is21 ? {} : { startSchedule: new Date(stand.clock.nowMs()).toISOString() })

  test('K11.FR.01 to K11.FR.05 it charges no faster from then on, and tells the limit and the rate', async () => {
    await stand.charge()
    expect(powerW()).toBe(wattsOf(16))
    expect(impose(ems(10, { evseId: 1, gridCritical: true }))).toBe(true)
    expect(powerW()).toBe(wattsOf(10))
    expect(await heard('NotifyChargingLimit')).toEqual({
      evseId: 1,
      chargingLimit: { chargingLimitSource: 'EMS', isGridCritical: true },
      chargingSchedule: [{ id: 1, chargingRateUnit: 'A', ...start(), chargingSchedulePeriod: [period(10)] }],
    })
    expect((await rateChanged()).payload).toMatchObject({
      ...{ eventType: 'Updated', transactionInfo: { chargingState: 'Charging' } },
    })
    stand.clock.advance(60_000)
    expect(powerW()).toBe(wattsOf(10))
  })

  test('K11.FR.03 its schedule is told only where the CSMS wants it', async () => {
    await setting('NotifyChargingLimitWithSchedules', 'false')
    impose(ems(10))
    expect(await heard('NotifyChargingLimit')).toEqual({ chargingLimit: { chargingLimitSource: 'EMS' } })
  })

  test('K11.FR.04 too little to charge with: that it is suspended is told with the rate, once', async () => {
    await stand.charge()
    impose(ems(5, { evseId: 1 }))
    expect((await rateChanged()).payload).toMatchObject({ transactionInfo: { chargingState: 'SuspendedEVSE' } })
    expect(powerW()).toBe(0)
    await stand.heard('TransactionEvent')
    await stand.csms.call('GetVariables', { getVariableData: [{ component: { name: 'X' }, variable: { name: 'Y' } }] })
    expect(said()).not.toContain('TransactionEvent')
  })

  test('K12.FR.01 K12.FR.02 without a transaction it holds for those to come, all of them together', async () => {
    impose(ems(20))
    expect(await heard('NotifyChargingLimit')).not.toHaveProperty('evseId')
    await stand.charge()
    expect(powerW()).toBe(wattsOf(16))
    await chargeToo()
    stand.clock.advance(1_000)
    expect([powerW(1), powerW(2)]).toEqual([wattsOf(10), wattsOf(10)])
  })

  test('K12 in watts it is what flows, on however many phases', async () => {
    impose(ems(3_000, { unit: 'W' }))
    await stand.charge()
    // 3 kW over three phases are 4.3 A, with which no car charges.
    expect(powerW()).toBe(0)
    impose(ems(6_900, { unit: 'W' }))
    expect(powerW()).toBe(6_900)
  })

  test('K11.FR.02 K11.FR.04 a change of no more than LimitChangeSignificance is kept to and not told, until many make one', async () => {
    expect(await setting('LimitChangeSignificance', '7.5')).toMatchObject({
      setVariableResult: [{ attributeStatus: 'Accepted' }],
    })
    await stand.charge()
    impose(ems(10))
    await heard('NotifyChargingLimit')
    await rateChanged()
    impose(ems(9.6))
    expect(powerW()).toBeCloseTo(wattsOf(9.6), 6)
    impose(ems(9.2))
    expect(powerW()).toBeCloseTo(wattsOf(9.2), 6)
    expect(await heard('NotifyChargingLimit')).toMatchObject({
      chargingSchedule: [{ chargingSchedulePeriod: [{ limit: 9.2 }] }],
    })
    await stand.journal.exchange('NotifyChargingLimit')
    await stand.journal.exchange('NotifyChargingLimit')
    expect(said()).not.toContain('NotifyChargingLimit')
  })

  test('LimitChangeSignificance is a number of per cent', async () => {
    for (const wrong of ['-1', 'a little', '1,5']) {
      expect(await setting('LimitChangeSignificance', wrong)).toMatchObject({
        setVariableResult: [{ attributeStatus: 'Rejected' }],
      })
    }
  })

  test('K13.FR.01 K13.FR.02 K13.FR.03 lifted, it limits no longer, and that is told, and the rate', async () => {
    await stand.charge()
    impose(ems(10, { evseId: 1 }))
    await rateChanged()
    expect(liftLimit(stand.station, { source: 'SO', evseId: 1 })).toBe(false)
    expect(liftLimit(stand.station, { source: 'EMS' })).toBe(false)
    expect(powerW()).toBe(wattsOf(10))
    expect(liftLimit(stand.station, { source: 'EMS', evseId: 1 })).toBe(true)
    expect(powerW()).toBe(wattsOf(16))
    expect(await heard('ClearedChargingLimit')).toEqual({ chargingLimitSource: 'EMS', evseId: 1 })
    expect((await rateChanged()).payload).toMatchObject({ eventType: 'Updated' })
    expect(liftLimit(stand.station, { source: 'EMS', evseId: 1 })).toBe(false)
  })

  test('of two who limit it, each is kept to', async () => {
    await stand.charge()
    impose(ems(8))
    impose(ems(12, { source: 'SO' }))
    expect(powerW()).toBe(wattsOf(8))
    liftLimit(stand.station, { source: 'EMS' })
    expect(powerW()).toBe(wattsOf(12))
  })

  test('K11 a schedule is followed, period by period', async () => {
    await stand.charge()
    impose(
      ems(0, {
        periods: [
          { startS: 0, limit: 8 },
          { startS: 600, limit: 14 },
        ],
      }),
    )
    expect(await heard('NotifyChargingLimit')).toMatchObject({
      chargingSchedule: [
        {
          startSchedule: new Date(stand.clock.nowMs()).toISOString(),
          chargingSchedulePeriod: [
            { startPeriod: 0, limit: 8 },
            { startPeriod: 600, limit: 14 },
          ],
        },
      ],
    })
    expect(powerW()).toBe(wattsOf(8))
    await rateChanged()
    stand.clock.advance(600_000)
    expect(powerW()).toBe(wattsOf(14))
    await rateChanged()
  })

  test('K11 a schedule that was lifted changes nothing later', async () => {
    await stand.charge()
    const periods = [
      { startS: 0, limit: 8 },
      { startS: 600, limit: 14 },
    ]
    impose(ems(0, { periods }))
    liftLimit(stand.station, { source: 'EMS' })
    await rateChanged()
    await rateChanged()
    await stand.heard('TransactionEvent')
    await stand.heard('TransactionEvent')
    stand.station.settings.sampleIntervalS = 0
    stand.clock.advance(600_000)
    expect(powerW()).toBe(wattsOf(16))
    await stand.station.presentToken(token)
    const ended = () => stand.csms.calls.next(({ payload }) => payload.eventType === 'Ended')
    await ended()
    const events = stand.csms.calls.rest.map(({ payload }) => payload.triggerReason)
    expect(events).not.toContain('ChargingRateChanged')
  })

  test('K11.FR.06 K09.FR.04 K29.FR.04 K29.FR.06 it is reported as what it is, with its source', async () => {
    impose(ems(10, { evseId: 1 }))
    const ask = (criterion: object) =>
      stand.csms.call('GetChargingProfiles', { requestId: 3, evseId: 1, chargingProfile: criterion })
    expect(await ask({ chargingLimitSource: ['CSO', 'SO'] })).toMatchObject({ status: 'NoProfiles' })
    expect(await ask({ chargingProfilePurpose: 'TxDefaultProfile' })).toMatchObject({ status: 'NoProfiles' })
    for (const criterion of [
      { chargingLimitSource: ['EMS'] },
      { chargingProfilePurpose: 'ChargingStationExternalConstraints' },
      { chargingProfileId: [-4] },
    ]) {
      expect(await ask(criterion)).toEqual(accepted)
      expect(await heard('ReportChargingProfiles')).toMatchObject({
        ...{ requestId: 3, chargingLimitSource: 'EMS', evseId: 1, tbc: false },
        chargingProfile: [
          {
            ...{ id: -4, stackLevel: 0, chargingProfilePurpose: 'ChargingStationExternalConstraints' },
            ...(is21
              ? { chargingProfileKind: 'Dynamic', dynUpdateTime: new Date(stand.clock.nowMs()).toISOString() }
              : { chargingProfileKind: 'Absolute' }),
            chargingSchedule: [{ chargingSchedulePeriod: [period(10)] }],
          },
        ],
      })
    }
  })

  test('K09.FR.02 profiles of the CSMS and of others are reported apart', async () => {
    impose(ems(10))
    impose(ems(12, { source: 'SO' }))
    await stand.csms.call('SetChargingProfile', {
      evseId: 0,
      chargingProfile: {
        ...{ id: 1, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Relative' },
        chargingSchedule: [{ id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 14 }] }],
      },
    })
    await stand.csms.call('GetChargingProfiles', { requestId: 3, chargingProfile: { stackLevel: 0 } })
    const reports = [1, 2, 3].map(() => heard('ReportChargingProfiles'))
    expect((await Promise.all(reports)).map(({ chargingLimitSource, tbc }) => [chargingLimitSource, tbc])).toEqual([
      ['EMS', true],
      ['SO', true],
      ['CSO', false],
    ])
  })

  test('K10.FR.04 K10.FR.08 K10.FR.09 K01.FR.05 the CSMS neither clears nor replaces it', async () => {
    impose(ems(10, { evseId: 1 }))
    const clear = (what: object) => stand.csms.call('ClearChargingProfile', what)
    expect(await clear({ chargingProfileId: -4 })).toEqual({ status: 'Unknown' })
    expect(await clear({ chargingProfileCriteria: { evseId: 1 } })).toEqual({ status: 'Unknown' })
    expect(
      await stand.csms.call('SetChargingProfile', {
        evseId: 1,
        chargingProfile: {
          ...{ id: -4, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Relative' },
          chargingSchedule: [{ id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 30 }] }],
        },
      }),
    ).toMatchObject({ status: 'Rejected' })
    await stand.charge()
    expect(powerW()).toBe(wattsOf(10))
  })

  test('K08.FR.04 it is in the composite schedule of its EVSE and of the station', async () => {
    impose(ems(10, { evseId: 1 }))
    impose(ems(30, { source: 'SO' }))
    const composite = async (evseId: number) => {
      const { schedule } = await stand.csms.call('GetCompositeSchedule', { evseId, duration: 60 })
      return JSON.parse(JSON.stringify(schedule)).chargingSchedulePeriod
    }
    expect(await composite(1)).toEqual([{ startPeriod: 0, limit: 10 }])
    expect(await composite(2)).toEqual([{ startPeriod: 0, limit: 30 }])
    expect(await composite(0)).toEqual([{ startPeriod: 0, limit: 30 }])
  })

  test('K16.FR.02 a vehicle that plans is given what is left', async () => {
    stand.csms.answer('NotifyEVChargingNeeds', () => accepted)
    stand.station.plugIn({ ...car, model: planningSedan })
    await stand.station.presentToken(token)
    await stand.journal.exchange('NotifyEVChargingNeeds')
    impose(ems(9))
    expect(await heard('NotifyEVChargingSchedule')).toMatchObject({
      chargingSchedule: { chargingSchedulePeriod: [{ startPeriod: 0, limit: 9 }] },
    })
  })

  test('K11.FR.02 what was imposed while it was away is told when it is back', async () => {
    stand.station.goOffline()
    impose(ems(10))
    liftLimit(stand.station, { source: 'EMS' })
    stand.station.goOnline()
    expect(await heard('NotifyChargingLimit')).toMatchObject({ chargingLimit: { chargingLimitSource: 'EMS' } })
    expect(await heard('ClearedChargingLimit')).toMatchObject({ chargingLimitSource: 'EMS' })
  })

  test.each<[string, ExternalLimit]>([
    ['an EVSE it does not have', ems(10, { evseId: 9 })],
    ['less than nothing', ems(-1)],
    ['no period', ems(0, { periods: [] })],
    ['a first period that begins later', ems(0, { periods: [{ startS: 5, limit: 8 }] })],
  ])('nobody limits it to %s', async (_, limit) => {
    expect(impose(limit)).toBe(false)
    expect(stand.station.profiles.all).toEqual([])
  })

  test.each([
    ['K14 ExternalControlSignalsEnabled is false', 'ExternalControlSignalsEnabled', 'false', true],
    ['K11.FR.07 ExternalConstraintsProfileDisallowed is true', 'ExternalConstraintsProfileDisallowed', 'true', is21],
  ])('%s: others are not heeded', async (_, variable, value, isKnown) => {
    const attributeStatus = isKnown ? 'Accepted' : 'UnknownVariable'
    expect(await setting(variable, value)).toMatchObject({ setVariableResult: [{ attributeStatus }] })
    await stand.charge()
    expect(impose(ems(10))).toBe(!isKnown)
    expect(powerW()).toBe(wattsOf(isKnown ? 16 : 10))
  })
})

test('ocpp1.6 has no words for it, and keeps to it all the same', async () => {
  const stand = await openStand({ version: 'ocpp1.6' })
  await stand.boot()
  await stand.charge()
  expect(imposeLimit(stand.station, ems(10))).toBe(true)
  expect(stand.station.evse(1)?.powerW).toBe(wattsOf(10))
  expect(await stand.csms.call('ClearChargingProfile', {})).toEqual({ status: 'Unknown' })
  const composite = await stand.csms.call('GetCompositeSchedule', { connectorId: 1, duration: 60 })
  expect(composite).toMatchObject({ chargingSchedule: { chargingSchedulePeriod: [{ limit: 10 }] } })
  expect(liftLimit(stand.station, { source: 'EMS' })).toBe(true)
  expect(stand.station.evse(1)?.powerW).toBe(wattsOf(16))
  expect(stand.csms.calls.rest.map(({ action }) => action)).not.toContain('NotifyChargingLimit')
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

test('a DC station is not limited by a current', async () => {
  const stand = await openStand({ version: 'ocpp2.1', hardware: 'fastCharger' })
  await stand.boot()
  expect(imposeLimit(stand.station, ems(10))).toBe(false)
  expect(imposeLimit(stand.station, ems(40_000, { unit: 'W' }))).toBe(true)
  await stand.charge()
  expect(stand.station.evse(1)?.powerW).toBe(40_000)
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})
