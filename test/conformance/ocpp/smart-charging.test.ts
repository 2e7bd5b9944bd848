import { afterAll, describe, expect, test } from 'vitest'
import type { NewChargingProfile, SchedulesOfEvse, StationProfile } from '#domain/smart-charging'
import type { OcppVersion } from '#ocpp/rpc'
import type { List, SeenCommand, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene()
const stations = new Map<OcppVersion, Simulated>()
const idOf = (version: OcppVersion) => `CS-${version}`
for (const version of VERSIONS) {
  const one = simulated({ id: idOf(version), version, url: platform.ocppUrl, hardware: 'doublePost' })
  await one.boot()
  stations.set(version, one)
}
afterAll(() => {
  for (const { station } of stations.values()) station.stop()
})

function at(version: OcppVersion): Simulated {
  const found = stations.get(version)
  if (found === undefined) throw new Error(`there is no station of ${version}`)
  return found
}

/** Begun long ago, also for the simulated stations. */
const startAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 40 * 3_600_000).toISOString()

function profile(limit: string, change: Partial<NewChargingProfile> = {}): NewChargingProfile {
  return {
    ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
    schedules: [{ rateUnit: 'A', startAt, periods: [{ startS: 0, limit }] }],
    ...change,
  }
}
const withPeriods = (periods: NewChargingProfile['schedules'][number]['periods']) =>
  profile('0', { schedules: [{ rateUnit: 'A', startAt, periods }] })

const listed = async (stationId: string) =>
  (await operator.get<List<Wire<StationProfile>>>(`/stations/${stationId}/charging-profiles`)).items
const schedules = (stationId: string, evseId: number) =>
  operator.get<Wire<SchedulesOfEvse>>(`/stations/${stationId}/charging-schedule?evseId=${evseId}&durationS=3600`)
const set = (version: OcppVersion, evseId: number, wanted: NewChargingProfile, more: object = {}) =>
  operator.carryOut(idOf(version), 'set-charging-profile', { evseId, profile: wanted, ...more })

/** Nothing went over the wire. */
function expectUnsent(command: SeenCommand, code: string, message: RegExp): void {
  expect(command).toMatchObject({
    state: 'refused',
    result: { error: { code, message: expect.stringMatching(message) } },
  })
  expect(command.sentAt).toBeUndefined()
}

/** Clears the stations, so that each test begins with none. */
async function clearAll(): Promise<void> {
  for (const version of VERSIONS) {
    for (const { profileId } of await listed(idOf(version))) {
      await operator.carryOut(idOf(version), 'clear-charging-profile', { profileId })
    }
    expect(at(version).station.profiles.all).toEqual([])
    expect(await listed(idOf(version))).toEqual([])
  }
}

test('a station of every version is connected', async () => {
  for (const version of VERSIONS) await operator.untilConnected(idOf(version))
})

describe('what is sent', () => {
  test('D-18 K01 1.6 §3.13.1 a limit of the station goes to connector or EVSE 0, in the words of each version', async () => {
    for (const version of VERSIONS) {
      const command = await set(version, 0, profile('40', { purpose: 'station-max' }))
      expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted', details: { profileId: 1 } } })
      const { request } = await at(version).journal.served('SetChargingProfile')
      const schedule = {
        ...{ startSchedule: startAt, chargingRateUnit: 'A' },
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 40 }],
      }
      const shared = { stackLevel: 0, chargingProfileKind: 'Absolute' }
      expect(request).toEqual(
        version === 'ocpp1.6'
          ? {
              connectorId: 0,
              csChargingProfiles: {
                ...{ chargingProfileId: 1, chargingProfilePurpose: 'ChargePointMaxProfile', ...shared },
                chargingSchedule: schedule,
              },
            }
          : {
              evseId: 0,
              chargingProfile: {
                ...{ id: 1, chargingProfilePurpose: 'ChargingStationMaxProfile', ...shared },
                chargingSchedule: [{ id: 1, ...schedule }],
              },
            },
      )
      expect(await listed(idOf(version))).toMatchObject([{ evseId: 0, purpose: 'station-max', standing: 'accepted' }])
      const elsewhere = await set(version, 1, profile('40', { purpose: 'station-max', stackLevel: 3 }))
      expectUnsent(elsewhere, 'invalid', /EVSE 0/)
    }
    await clearAll()
  })

  test('F-01 K01.FR.22 K02.FR.07 K10.FR.06 constraints from outside are never set or cleared by us', async () => {
    const outside = { ...profile('1'), purpose: 'external-constraints' }
    for (const version of VERSIONS) {
      const stationId = idOf(version)
      const setting = { stationId, kind: 'set-charging-profile', request: { evseId: 0, profile: outside } }
      const clearing = { stationId, kind: 'clear-charging-profile', request: { purpose: 'external-constraints' } }
      const starting = {
        stationId,
        kind: 'start-transaction',
        request: { token: 'ALICE', evseId: 1, profile: outside },
      }
      for (const body of [setting, clearing, starting]) {
        expect(await operator.status('POST', '/commands', body)).toBe(400)
      }
    }
  })

  test.each(VERSIONS)(
    '%s F-01 K01.FR.06 1.6 §3.13.2 no second one of the same purpose, stack level and EVSE',
    async (version) => {
      expect(await set(version, 1, profile('10'))).toMatchObject({ state: 'answered' })
      expectUnsent(await set(version, 1, profile('12'), { profileId: 77 }), 'conflict', /already/)
      expectUnsent(await set(version, 0, profile('12'), { profileId: 77 }), 'conflict', /already/)
      const replacing = await set(version, 1, profile('12'))
      expect(replacing).toMatchObject({ state: 'answered', result: { details: { profileId: 1 } } })
      const beside = await set(version, 2, profile('12'))
      expect(beside).toMatchObject({ state: 'answered', result: { details: { profileId: 2 } } })
      const later = await set(version, 1, profile('14', { validFrom: '2090-01-01T00:00:00Z' }), { profileId: 5 })
      expectUnsent(later, 'conflict', /already/)
      expect(at(version).station.profiles.all).toHaveLength(2)
      await clearAll()
    },
  )

  test.each(VERSIONS)(
    '%s F-03 K01.FR.31 1.6 §5.16.4/2 schedules that no station may get are not sent',
    async (version) => {
      const limit = '8'
      expectUnsent(await set(version, 1, withPeriods([{ startS: 1, limit }])), 'invalid', /starts at 0/)
      const unordered = withPeriods([
        { startS: 0, limit },
        { startS: 9, limit },
        { startS: 5, limit },
      ])
      expectUnsent(await set(version, 1, unordered), 'invalid', /order/)
      expectUnsent(await set(version, 1, profile(limit, { kind: 'relative' })), 'invalid', /relative/)
      expect(await listed(idOf(version))).toEqual([])
    },
  )

  test.each(VERSIONS)(
    '%s F-03 1.6 §3.13.5 what the station has told it cannot do is not asked of it',
    async (version) => {
      const id = `CS-fast-${version}`
      const fast = simulated({ id, version, url: platform.ocppUrl, hardware: 'fastCharger' })
      await fast.boot()
      await operator.untilConnected(id)
      const amps = profile('100')
      const most = Array.from({ length: 25 }, (_, startS) => ({ startS, limit: '9000' }))
      const watts = (periods: typeof most) => profile('0', { schedules: [{ rateUnit: 'W', startAt, periods }] })
      const send = (wanted: NewChargingProfile) =>
        operator.carryOut(id, 'set-charging-profile', { evseId: 1, profile: wanted })
      expect(await send(amps)).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
      const names =
        version === 'ocpp1.6'
          ? [{ name: 'ChargingScheduleAllowedChargingRateUnit' }, { name: 'ChargingScheduleMaxPeriods' }]
          : ['RateUnit', 'PeriodsPerSchedule'].map((name) => ({ component: 'SmartChargingCtrlr', name }))
      await operator.carryOut(id, 'get-variables', { variables: names })
      expectUnsent(await send(amps), 'invalid', /no limits in A/)
      expectUnsent(await send(watts(most)), 'invalid', /24 periods/)
      expect(await send(watts(most.slice(1).map(({ limit }, startS) => ({ startS, limit }))))).toMatchObject({
        state: 'answered',
      })
      fast.station.stop()
    },
  )

  test.each(VERSIONS)('%s F-02 K01.FR.19 K01.FR.20 a phase is chosen only where it may be', async (version) => {
    const period = (phases: number) => withPeriods([{ startS: 0, limit: '8', phases, phaseToUse: 2 }])
    expectUnsent(await set(version, 1, period(3)), 'invalid', /one phase/)
    expectUnsent(await set(version, 1, period(1)), 'invalid', /ACPhaseSwitchingSupported/)
  })

  test.each(VERSIONS)('%s B-17 limits are cut off, never rounded up', async (version) => {
    const sent = version === 'ocpp2.1' ? [16.19999, 0, 0.999999] : [16.1, 0, 0.9]
    const limits = ['16.19999', '0.000000999', '0.9999999999']
    expect(await set(version, 1, withPeriods(limits.map((limit, startS) => ({ startS, limit }))))).toMatchObject({
      state: 'answered',
    })
    const journal = at(version).journal
    let request: object
    do request = (await journal.served('SetChargingProfile')).request
    while (!JSON.stringify(request).includes(String(sent[0])))
    const schedule =
      field(request, 'csChargingProfiles', 'chargingSchedule') ??
      field(request, 'chargingProfile', 'chargingSchedule', 0)
    const periods = sent.map((limit, startPeriod) => ({ startPeriod, limit }))
    expect(field(schedule, 'chargingSchedulePeriod')).toEqual(periods)
    await clearAll()
  })
})

describe('F-04 K10.FR.02 1.6 §5.5 TC_067_CSMS clearing', () => {
  test.each(VERSIONS)('%s needs an id or a filter', async (version) => {
    const clear = (request: object) => operator.carryOut(idOf(version), 'clear-charging-profile', request)
    expectUnsent(await clear({}), 'unsupported', /name the profile/)
    for (const evseId of [1, 2]) await set(version, evseId, profile('8'))
    await set(version, 1, profile('9', { stackLevel: 1 }))
    const ids = () => at(version).station.profiles.all.map(({ id }) => id)
    expect(ids()).toEqual([1, 2, 3])
    expect(await clear({ profileId: 1 })).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect(ids()).toEqual([2, 3])
    expect(await clear({ purpose: 'transaction-default', stackLevel: 1 })).toMatchObject({ state: 'answered' })
    expect(ids()).toEqual([2])
    expect(await clear({ evseId: 1 })).toMatchObject({ state: 'answered', result: { status: 'Unknown' } })
    expect((await listed(idOf(version))).map(({ profileId }) => profileId)).toEqual([2])
    expect(await clear({ evseId: 2 })).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect(await listed(idOf(version))).toEqual([])
  })
})

describe('F-13 1.6 §5.7 the composite schedule', () => {
  test.each(VERSIONS)(
    '%s TC_066_CSMS is calculated as the station tells it, for an EVSE and for the whole station',
    async (version) => {
      await set(version, 0, profile('40', { purpose: 'station-max' }))
      await set(version, 1, profile('10'))
      await set(version, 2, profile('12.5'))
      await set(version, 2, profile('11', { stackLevel: 2 }))
      for (const [evseId, limit] of [
        [1, '10'],
        [2, '11'],
        [0, '21'],
      ] as const) {
        const request = { evseId, durationS: 3600, rateUnit: 'A' } as const
        const command = await operator.carryOut(idOf(version), 'get-composite-schedule', request)
        expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
        const { calculated, told } = await schedules(idOf(version), evseId)
        expect(calculated).toMatchObject({ evseId, durationS: 3600, rateUnit: 'A', periods: [{ startS: 0, limit }] })
        expect(told).toMatchObject({ evseId, durationS: 3600, rateUnit: 'A', periods: calculated.periods })
        const { request: asked } = await at(version).journal.served('GetCompositeSchedule')
        const place = version === 'ocpp1.6' ? { connectorId: evseId } : { evseId }
        expect(asked).toEqual({ ...place, duration: 3600, chargingRateUnit: 'A' })
      }
      await clearAll()
    },
  )

  test.each(VERSIONS)('%s of an EVSE that is not there is refused, and nothing is told', async (version) => {
    const request = { evseId: 9, durationS: 60 }
    expect(await operator.carryOut(idOf(version), 'get-composite-schedule', request)).toMatchObject({
      state: 'refused',
    })
    expect((await schedules(idOf(version), 9)).told).toBeUndefined()
  })
})

describe('a transaction', () => {
  test.each(VERSIONS)(
    '%s F-01 K01.FR.03 K01.FR.39 K02.FR.03 1.6 §5.16.3 1.6 §5.16.4 TC_057_CSMS its profile names it, holds for it alone, and is gone with it',
    async (version) => {
      const { station, clock, journal } = at(version)
      const reference = await at(version).charge('ALICE')
      const running = await operator.record(idOf(version), reference)
      const own = (limit: string) => profile(limit, { purpose: 'transaction' })
      expectUnsent(await set(version, 1, own('10')), 'invalid', /names its transaction/)
      expectUnsent(await set(version, 0, own('10'), { reference }), 'invalid', /its EVSE/)
      expectUnsent(await set(version, 1, profile('10'), { reference }), 'invalid', /Only a profile of purpose/)
      const command = await set(version, 1, own('10.5'), { transactionId: running.id })
      expect(command).toMatchObject({ state: 'answered', warnings: [] })
      const { profileId } = command.result?.details ?? {}
      if (version === 'ocpp1.6') {
        const profiles: unknown[] = []
        do profiles.push(field((await journal.served('SetChargingProfile')).request, 'csChargingProfiles'))
        while (field(profiles.at(-1), 'chargingProfilePurpose') !== 'TxProfile')
        expect(profiles.at(-1)).toMatchObject({ chargingProfileId: profileId, transactionId: Number(reference) })
      }
      expectUnsent(await set(version, 1, own('8'), { reference, profileId: 99 }), 'conflict', /already/)
      expect(await set(version, 1, own('9.5'), { reference })).toMatchObject({ result: { details: { profileId } } })
      clock.advance(1_000)
      expect(station.evse(1)?.powerW).toBeCloseTo(9.5 * 230 * 3, 6)
      expect(await listed(idOf(version))).toMatchObject([{ purpose: 'transaction', transactionReference: reference }])
      expect((await schedules(idOf(version), 1)).calculated.periods).toEqual([{ startS: 0, limit: '9.5' }])
      expect((await schedules(idOf(version), 2)).calculated.periods).toEqual([{ startS: 0 }])
      station.unplug()
      await at(version).ended()
      expect(station.profiles.all).toEqual([])
      expect(await listed(idOf(version))).toEqual([])
      expect((await schedules(idOf(version), 1)).calculated.periods).toEqual([{ startS: 0 }])
    },
  )

  test.each(VERSIONS)(
    '%s F01.FR.04 D-16 K05 F01.FR.08 1.6 §5.16.2 TC_059_CSMS a start may bring a profile for its transaction, which does not name one',
    async (version) => {
      const { station, journal, clock } = at(version)
      const start = (wanted: NewChargingProfile, evseId?: number) => {
        const request = { token: 'ALICE', profile: wanted, ...(evseId !== undefined && { evseId }) }
        return operator.carryOut(idOf(version), 'start-transaction', request)
      }
      expectUnsent(await start(profile('7'), 1), 'invalid', /Only a profile of purpose/)
      const own = profile('7.5', { purpose: 'transaction' })
      expectUnsent(await start(own), 'invalid', /its EVSE/)
      station.plugIn(car)
      expect(await start(own, 1)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      const is16 = version === 'ocpp1.6'
      const asked = await journal.served(is16 ? 'RemoteStartTransaction' : 'RequestStartTransaction')
      if (!is16) expect(field(asked.request, 'idToken', 'idToken')).toBe('ALICE')
      const sent = field(asked.request, 'chargingProfile')
      expect(sent).toMatchObject({ chargingProfilePurpose: 'TxProfile' })
      expect(sent).not.toHaveProperty('transactionId')
      const { request, response } = await journal.exchange(is16 ? 'StartTransaction' : 'TransactionEvent')
      const reference = String(
        is16 ? field(response, 'transactionId') : field(request, 'transactionInfo', 'transactionId'),
      )
      clock.advance(1_000)
      expect(station.evse(1)?.powerW).toBeCloseTo(7.5 * 230 * 3, 6)
      expect(await listed(idOf(version))).toMatchObject([{ transactionReference: reference, standing: 'accepted' }])
      expect((await schedules(idOf(version), 1)).calculated.periods).toEqual([{ startS: 0, limit: '7.5' }])
      station.unplug()
      await at(version).ended()
      expect(await listed(idOf(version))).toEqual([])
    },
  )
})

describe('K09.FR.03 what a station reports of its profiles', () => {
  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s comes in parts, and what it lacks is gone', async (version) => {
    const { journal, station } = at(version)
    for (const stackLevel of [0, 1, 2]) await set(version, 1, profile('8', { stackLevel }))
    await set(version, 0, profile('40', { purpose: 'station-max' }))
    station.profiles.clear(({ stackLevel, evseId }) => stackLevel === 1 && evseId === 1)
    const command = await operator.carryOut(idOf(version), 'get-charging-profiles', {})
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request: asked } = await journal.served('GetChargingProfiles')
    const { requestId } = command.result?.details ?? {}
    expect(asked).toEqual({ requestId, chargingProfile: { chargingLimitSource: ['CSO', 'EMS', 'SO', 'Other'] } })
    for (let more: unknown = true; more === true; ) {
      more = field((await journal.exchange('ReportChargingProfiles')).request, 'tbc')
    }
    const found = await listed(idOf(version))
    expect(found.map(({ profileId }) => profileId).sort()).toEqual([1, 3, 4])
    for (const one of found) expect(one).toMatchObject({ standing: 'accepted', reported: one.sent })
    station.profiles.clear(() => true)
    const none = await operator.carryOut(idOf(version), 'get-charging-profiles', { purpose: 'transaction-default' })
    expect(none).toMatchObject({ state: 'answered', result: { status: 'NoProfiles' } })
    const { request } = await journal.served('GetChargingProfiles')
    expect(field(request, 'chargingProfile')).toEqual({ chargingProfilePurpose: 'TxDefaultProfile' })
    expect((await listed(idOf(version))).map(({ purpose }) => purpose)).toEqual(['station-max'])
    await operator.carryOut(idOf(version), 'clear-charging-profile', { evseId: 0 })
  })
})
