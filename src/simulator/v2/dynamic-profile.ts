import { checkPayload } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import type { ChargingProfile } from '../station/charging-profile.ts'
import { call21 } from './messages.ts'

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
      updateDynamic(body, id, check.payload.scheduleUpdate?.limit)
    })
    pullUpdates(body, profile)
  })
}

/** Puts a new limit into a dynamic profile; false when there is none of this id (2.1 K28.FR.06, FR.08 and FR.11). */
export function updateDynamic({ profiles }: StationBody, id: number, limit: number | undefined): boolean {
  const profile = profiles.all.find((one) => one.id === id)
  const [period] = profile?.periods ?? []
  if (profile?.kind !== 'Dynamic' || period === undefined) return false
  if (limit === undefined) return true
  const { told } = profile
  const changed = { ...profile, periods: [{ ...period, limit }] }
  profiles.set(told === undefined ? changed : { ...changed, told: withLimit(told, limit) })
  return true
}

function withLimit(told: v21.ChargingProfileType, limit: number): v21.ChargingProfileType {
  const chargingSchedule = told.chargingSchedule.map((schedule) => ({
    ...schedule,
    chargingSchedulePeriod: schedule.chargingSchedulePeriod.map((period) => ({ ...period, limit })),
  }))
  return { ...told, chargingSchedule }
}
