import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import { governedBy } from '../station/charging-profile.ts'
import type { CompositePeriod } from '../station/charging-profiles.ts'
import type { Evse } from '../station/evse.ts'
import { call, call21 } from './messages.ts'
import { isCentral, writeRule } from './operation-mode.ts'

/** How far ahead a vehicle plans, in seconds. */
const PLANNED_S = 86_400

/** Schedules that a vehicle may be given to choose from (2.x K15.FR.07). */
export const CHOICES = 3

/** Whether the vehicle at an EVSE has told its needs in the running transaction. */
export function negotiates({ vehicles }: StationBody, { id, transaction }: Evse): boolean {
  return transaction !== undefined && vehicles.of(id, transaction.id) !== undefined
}

/** It is steered by the station, and so chooses nothing (2.1 K19). */
function isSteered({ version }: StationBody, { car }: Evse): boolean {
  return version === 'ocpp2.1' && car?.vehicle.model.iso15118?.control === 'dynamic'
}

/** K15.FR.17, K19.FR.13: a profile for a vehicle that will say what it needs, and has not yet. */
export function isEarly(body: StationBody, evse: Evse): boolean {
  return evse.car?.vehicle.model.iso15118 !== undefined && evse.transaction !== undefined && !negotiates(body, evse)
}

/**
 * The vehicles are given the new schedule, and answer with what they will do (K15.FR.10, K16.FR.02 to 05, K17.FR.10):
 * our vehicles choose the first, and keep to all that is allowed. Their needs are not told again (K16.FR.09). One under
 * dynamic control is given none: the station answers with the schedule of the CSMS, which it will make it follow (K19.FR.10).
 * @param chosen the first of a profile for the transaction there
 */
export function negotiate(body: StationBody, evses: readonly Evse[], chosen?: v21.ChargingScheduleType): void {
  for (const evse of evses.filter((one) => negotiates(body, one))) {
    if (isSteered(body, evse)) {
      if (chosen !== undefined) tellChosen(body, evse, chosen)
      continue
    }
    const selectedId = chosen?.id
    const place = { timeBase: body.stamp(body.nowMs()), evseId: evse.id }
    const { periods, ...schedule } = scheduleOf(body, evse)
    const message =
      body.version === 'ocpp2.1'
        ? call21('NotifyEVChargingSchedule', {
            ...place,
            chargingSchedule: {
              ...schedule,
              chargingSchedulePeriod: periods.map((one) => writePeriod(one, schedule.chargingRateUnit)),
            },
            ...(selectedId === undefined ? {} : { selectedChargingScheduleId: selectedId }),
          })
        : call('NotifyEVChargingSchedule', {
            ...place,
            chargingSchedule: { ...schedule, chargingSchedulePeriod: periods.map(writeLimit) },
          })
    body.send(message)
  }
}

function tellChosen(body: StationBody, { id: evseId }: Evse, chosen: v21.ChargingScheduleType): void {
  const told = { chargingSchedule: chosen, selectedChargingScheduleId: chosen.id }
  body.send(call21('NotifyEVChargingSchedule', { timeBase: body.stamp(body.nowMs()), evseId, ...told }))
}

function writeLimit({ startS, limit }: CompositePeriod) {
  return { startPeriod: startS, limit }
}

/**
 * In the words of the mode that rules there (2.1 Q, K08.FR.04).
 * @param unit of the limit; curves are in watts alone (Q08.FR.05)
 */
export function writePeriod(
  { startS, limit, period }: CompositePeriod,
  unit: v21.ChargingRateUnitEnumType,
): v21.ChargingSchedulePeriodType {
  const { mode, follows } = period ?? {}
  if (mode !== undefined && isCentral(mode)) return { startPeriod: startS, operationMode: mode, setpoint: limit }
  if (follows !== undefined && unit === 'W')
    return { startPeriod: startS, operationMode: 'LocalFrequency', ...writeRule(follows) }
  return writeLimit({ startS, limit: Math.max(0, limit) })
}

/** What the vehicle will take at most: what holds at its EVSE, in no more periods than it told that it can take. */
function scheduleOf(body: StationBody, evse: Evse) {
  const unit = governedBy(evse.outlet)
  const periods = body.profiles.composite(evse.id, PLANNED_S, unit)
  const most = evse.car?.vehicle.model.iso15118?.maxPeriods ?? 1
  const rest = periods.slice(most - 1)
  const least = Math.min(...rest.map(({ limit }) => limit))
  const [next] = rest
  const kept = [...periods.slice(0, most - 1), ...(next === undefined ? [] : [{ ...next, limit: least }])]
  return {
    ...{ id: 1, chargingRateUnit: unit, duration: PLANNED_S, startSchedule: body.stamp(body.nowMs()) },
    periods: kept,
  }
}
