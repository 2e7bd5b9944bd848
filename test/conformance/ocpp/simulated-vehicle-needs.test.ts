import { beforeEach, describe, expect, test } from 'vitest'
import type { NeedsRule, StationNeeds } from '#domain/smart-charging'
import { changeNeeds, planningSedan } from '#simulator'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, simulated } from '../simulated.ts'

const { platform, operator } = await openScene()

const planner = { ...car, model: planningSedan }
/** Simulated stations live that long ago; a profile begins when it is sent. */
const TWO_HOURS_MS = 7_200_000

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('a vehicle of ISO 15118 at a simulated station of %s', (version) => {
  let id = ''
  let post: Simulated
  let count = 0
  beforeEach(async () => {
    count += 1
    id = `PLAN-${version}-${count}`
    post = simulated({ id, version, url: platform.ocppUrl })
    post.clock.advance(TWO_HOURS_MS)
    await post.boot()
    await operator.untilConnected(id)
    return () => post.station.stop()
  })

  const rule = async (wanted: NeedsRule) =>
    expect(await operator.status('PUT', `/stations/${id}/charging-needs-rule`, wanted)).toBe(200)
  const begin = async (vehicle = planner) => {
    post.station.plugIn(vehicle)
    await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    await post.journal.exchange('TransactionEvent')
  }
  const needs = () => post.journal.exchange('NotifyEVChargingNeeds')
  const schedule = () => post.journal.exchange('NotifyEVChargingSchedule')
  const known = async () => (await operator.get<List<Wire<StationNeeds>>>(`/stations/${id}/charging-needs`)).items
  /** The moment at which the profile begins is that of the platform. */
  const powerW = () => {
    post.clock.advance(5_000)
    return post.station.evse(1)?.powerW
  }

  test('K15.FR.01 K15.FR.02 K15.FR.03 K15.FR.07 K15.FR.10 K15.FR.11 its needs are met by a profile, which it follows and confirms', async () => {
    await rule({ decides: 'automatically', maxPowerW: '6900' })
    await begin()
    expect((await needs()).response).toEqual({ status: 'Accepted' })
    const served = await post.journal.served('SetChargingProfile')
    expect(served.response).toEqual({ status: 'Accepted' })
    expect((await schedule()).response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBe(6_900)
    const [one, ...more] = await known()
    expect(more).toEqual([])
    expect(one).toMatchObject({
      ...{ evseId: 1, answer: 'accepted', withinLimits: true },
      ...{ transactionReference: post.station.evse(1)?.transaction?.id },
      needs: { transfer: 'ac-three-phase', energyWh: '46440', maxCurrentA: '16', maxPeriods: 12 },
    })
  })

  test('K15.FR.04 K15.FR.15 without a rule it is rejected, and charges as fast as it may', async () => {
    await begin()
    expect((await needs()).response).toEqual({ status: 'Rejected' })
    expect(powerW()).toBe(11_040)
    expect(await known()).toMatchObject([{ evseId: 1, answer: 'rejected' }])
  })

  test('K15.FR.05 K16.FR.01 K16.FR.05 K16.FR.06 K16.FR.09 by hand: a profile that comes later is negotiated, without needs', async () => {
    await rule({ decides: 'by-hand' })
    await begin()
    expect((await needs()).response).toEqual({ status: 'Processing' })
    const reference = post.station.evse(1)?.transaction?.id ?? ''
    const schedules = [{ rateUnit: 'A' as const, periods: [{ startS: 0, limit: '8' }] }]
    const profile = { purpose: 'transaction', stackLevel: 0, kind: 'relative', schedules } as const
    const command = await operator.carryOut(id, 'set-charging-profile', { evseId: 1, reference, profile })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect((await schedule()).response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBe(5_520)
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('NotifyEVChargingNeeds')
  })

  test('K17.FR.01 K17.FR.02 K17.FR.03 K17.FR.07 K17.FR.10 K17.FR.11 its driver wants less: it negotiates anew', async () => {
    await rule({ decides: 'automatically', maxPowerW: '6900' })
    await begin()
    await needs()
    await schedule()
    await rule({ decides: 'automatically', maxPowerW: '4830' })
    expect(changeNeeds(post.station, 1, 40)).toBe(true)
    const { request, response } = await needs()
    expect(field(request, 'chargingNeeds', 'acChargingParameters', 'energyAmount')).toBe(15_480)
    expect(response).toEqual({ status: 'Accepted' })
    expect((await schedule()).response).toEqual({ status: 'Accepted' })
    expect(powerW()).toBe(4_830)
    expect(await known()).toMatchObject([{ needs: { energyWh: '15480' }, withinLimits: true }])
  })

  test('K15.FR.01 a vehicle that speaks no ISO 15118 tells nothing', async () => {
    await rule({ decides: 'automatically', maxPowerW: '6900' })
    await begin(car)
    expect(powerW()).toBe(11_040)
    await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    await post.ended()
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('NotifyEVChargingNeeds')
    expect(await known()).toEqual([])
  })

  test('K15 what a vehicle needed is forgotten with its transaction', async () => {
    await rule({ decides: 'automatically', maxPowerW: '6900' })
    await begin()
    await schedule()
    expect(await known()).toHaveLength(1)
    post.station.unplug()
    await post.ended()
    expect(await known()).toEqual([])
    expect(post.station.profiles.all).toEqual([])
  })
})
