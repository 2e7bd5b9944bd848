import { checkPayload } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import type { ChargingProfile } from '../station/charging-profile.ts'
import { call21 } from './messages.ts'
import { isCentral } from './operation-mode.ts'

/** Asks for new values of a dynamic profile for as long as it is there (2.1 K28.FR.10). */
export function pullUpdates(body: StationBody, { id, updateIntervalS }: ChargingProfile): void {
  if (updateIntervalS === 0) return
  body.after(updateIntervalS * 1000, () => {
    const profile = body.profiles.all.find((one) => one.id === id)
    if (profile?.kind !== 'Dynamic' || profile.updateIntervalS !== updateIntervalS) return
    body.send(call21('PullDynamicScheduleUpdate', { chargingProfileId: id }), false, (outcome) => {
      if (outcome.type !== 'result') return
      const check = checkPayload('ocpp2.1', 'PullDynamicScheduleUpdate', 'response', outcome.payload)
      if (check.outcome === 'invalid' || check.payload.status !== 'Accepted') return
      updateDynamic(body, id, check.payload.scheduleUpdate ?? {})
    })
    pullUpdates(body, profile)
  })
}

/**
 * What is wrong with new values of a profile; undefined when they may be put in (2.1 K28.FR.11). A limit has no place in a
 * period with a setpoint (Q03.FR.02, Q07.FR.03), nor a setpoint in one of another mode.
 */
export function updateFault(
  { profiles }: StationBody,
  id: number,
  { limit, setpoint }: v21.ChargingScheduleUpdateType,
): 'InvalidProfile' | 'InvalidSchedule' | undefined {
  const profile = profiles.all.find((one) => one.id === id)
  const [period] = profile?.periods ?? []
  const isOurs = profile?.kind === 'Dynamic' && profile.purpose !== 'external'
  if (!isOurs || period === undefined) return 'InvalidProfile'
  const other = isCentral(period.mode) ? limit : setpoint
  return other === undefined ? undefined : 'InvalidSchedule'
}

/** Puts new values into a dynamic profile, whose duration begins anew (2.1 K28.FR.06, FR.08, FR.09 and FR.14). */
export function updateDynamic(body: StationBody, id: number, update: v21.ChargingScheduleUpdateType): void {
  const profile = body.profiles.all.find((one) => one.id === id)
  const [period] = profile?.periods ?? []
  if (profile === undefined || period === undefined || updateFault(body, id, update) !== undefined) return
  const { limit, setpoint } = update
  const value = limit ?? setpoint
  // Without values it is the same period still.
  const periods = value === undefined ? profile.periods : [{ ...period, limit: value }]
  const { told } = profile
  const told21 = told && { told: withValues(told, update) }
  body.profiles.set({ ...profile, periods, ...told21 })
}

function withValues(
  told: v21.ChargingProfileType,
  { limit, setpoint }: v21.ChargingScheduleUpdateType,
): v21.ChargingProfileType {
  const values = { ...(limit === undefined ? {} : { limit }), ...(setpoint === undefined ? {} : { setpoint }) }
  const chargingSchedule = told.chargingSchedule.map((schedule) => ({
    ...schedule,
    chargingSchedulePeriod: schedule.chargingSchedulePeriod.map((period) => ({ ...period, ...values })),
  }))
  return { ...told, chargingSchedule }
}
