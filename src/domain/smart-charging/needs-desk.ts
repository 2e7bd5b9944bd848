import { type Clock, canonicalJson, type Logger } from '#kernel'
import type { Database } from '#storage'
import { transfersOfTransaction } from './allowed-transfers.ts'
import type { NewChargingProfile } from './charging-profile.ts'
import { loadKnownLimits } from './known-limits.ts'
import { answerNeeds, type ChargingNeeds } from './needs.ts'
import { loadNeeds, loadRule, putNeeds, putNeedsAgain, putVehicleSchedule } from './needs-store.ts'
import { planNeeds } from './plan-needs.ts'
import { profileOf } from './profile-store.ts'
import type { SmartCharging, StationNeeds, VehicleSchedule } from './smart-charging.ts'
import { loadCapabilities } from './station-facts-store.ts'
import { type KnownLimits, keepsWithin, whatHolds } from './what-holds.ts'

/** Gives the command that sends a profile to a station. */
export type SubmitProfile = (profile: {
  /** Which profile it is, when it has been at the station before. */
  readonly profileId?: number
  readonly partyId: string
  readonly stationId: string
  readonly evseId: number
  readonly reference: string
  readonly profile: NewChargingProfile
}) => Promise<unknown>

interface DeskOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly submit: SubmitProfile
}

interface Vehicle {
  readonly stationId: string
  readonly partyId: string
  readonly evseId: number
}

/** Whether these needs are those of before; the same message, where the station says when it wrote it (2.1). */
function toldAgain(before: StationNeeds | undefined, told: StationNeeds): 'needs' | 'message' | undefined {
  if (before === undefined || before.transactionReference !== told.transactionReference) return undefined
  if (canonicalJson(before.needs) !== canonicalJson(told.needs)) return undefined
  return before.neededAt.getTime() === told.neededAt.getTime() ? 'message' : 'needs'
}

/**
 * Whether the profile for needs that were told before is on its way; for a message that came again it may have arrived. A
 * vehicle that tells the same needs anew waits for a profile anew.
 */
function isSent(
  { rows }: KnownLimits,
  reference: string,
  plan: NewChargingProfile,
  again: 'needs' | 'message',
): boolean {
  const limits = ({ schedules }: Pick<NewChargingProfile, 'schedules'>) =>
    canonicalJson(schedules.map(({ rateUnit, periods }) => ({ rateUnit, periods })))
  return rows
    .map(profileOf)
    .some(
      ({ transactionReference, standing, sent }) =>
        transactionReference === reference &&
        (standing === 'sent' || (again === 'message' && standing === 'accepted')) &&
        sent?.purpose === 'transaction' &&
        limits(sent) === limits(plan),
    )
}

/** How far a schedule without an end is looked at. */
const LOOKED_AT_S = 86_400

/** Negotiates with vehicles that tell what they need (ISO 15118; 2.x K15 to K19). */
export function needsDesk({
  database,
  clock,
  logger,
  submit,
}: DeskOptions): Pick<SmartCharging, 'needs' | 'vehicleSchedule'> {
  async function planFor({ stationId, evseId }: Vehicle, needs: ChargingNeeds, known: KnownLimits) {
    const rule = await loadRule(database, stationId)
    const capabilities = await loadCapabilities(database, stationId)
    const now = new Date(clock.nowMs())
    return { rule, plan: planNeeds({ needs, rule, evseId, capabilities, known, now }) }
  }

  /** Once the answer is on its way: a station may not want a profile before (K15.FR.17). */
  function send(vehicle: Vehicle, reference: string, profile: NewChargingProfile): void {
    clock.after(0, () => {
      submit({ ...vehicle, reference, profile }).catch((error: unknown) =>
        logger.warn('A vehicle could not be sent its profile', { stationId: vehicle.stationId, error }),
      )
    })
  }

  async function renegotiate({ stationId, partyId, evseId }: VehicleSchedule, known: KnownLimits): Promise<void> {
    const told = (await loadNeeds(database, stationId)).find((one) => one.evseId === evseId)
    const reference = known.running.find((one) => one.evseId === evseId)?.reference
    if (told?.answer !== 'accepted' || reference === undefined) return
    const { rule, plan } = await planFor({ stationId, partyId, evseId }, told.needs, known)
    if (rule.decides === 'automatically' && plan !== undefined) {
      send({ stationId, partyId, evseId }, reference, plan)
    }
  }

  return {
    async needs({ stationId, partyId, evseId, needs, neededAt }) {
      const known = await loadKnownLimits(database, stationId, new Date(clock.nowMs()))
      const reference = known.running.find((one) => one.evseId === evseId)?.reference
      const { rule, plan } = await planFor({ stationId, partyId, evseId }, needs, known)
      const its = { partyId, stationId, ...(reference === undefined ? {} : { reference }) }
      const transfers = await transfersOfTransaction(database, its)
      const wanted = answerNeeds(needs, { ...rule, ...(transfers && { transfers }) }, reference !== undefined)
      const without = needs.controlMode === undefined ? 'rejected' : 'no-profile'
      const answer = wanted === 'accepted' && plan === undefined ? without : wanted
      const transaction = reference === undefined ? {} : { transactionReference: reference }
      const told = { stationId, evseId, needs, answer, neededAt, ...transaction }
      const before = (await loadNeeds(database, stationId)).find((one) => one.evseId === evseId)
      const again = toldAgain(before, told)
      await (again === undefined ? putNeeds : putNeedsAgain)(database, told)
      // K15.FR.07, K16.FR.12, K17.FR.07
      if (answer === 'accepted' && plan !== undefined && reference !== undefined) {
        if (again === undefined || !isSent(known, reference, plan, again)) {
          send({ stationId, partyId, evseId }, reference, plan)
        }
      }
      return answer
    },

    async vehicleSchedule(told) {
      const { stationId, evseId, schedule, selected, receivedAt } = told
      const known = await loadKnownLimits(database, stationId, receivedAt)
      const from = schedule.startAt === undefined ? receivedAt : new Date(schedule.startAt)
      const asked = { evseId, from, durationS: schedule.durationS ?? LOOKED_AT_S }
      const needs = (await loadNeeds(database, stationId)).find((one) => one.evseId === evseId)?.needs
      const isSteered = needs?.controlMode === 'dynamic'
      const allowed = whatHolds(known, { ...asked, rateUnit: schedule.rateUnit }, (profiles) =>
        profiles.flatMap((one) => {
          // K19.FR.10: told is what we have sent for the transaction, whatever else may hold.
          if (one.profile.purpose !== 'transaction') return isSteered ? [] : [one]
          const chosen = selected === undefined ? undefined : one.profile.schedules[selected - 1]
          return chosen === undefined ? [one] : [{ ...one, profile: { ...one.profile, schedules: [chosen] } }]
        }),
      )
      const withinLimits = keepsWithin(schedule, allowed, asked)
      const mayRenegotiate = await putVehicleSchedule(database, stationId, evseId, schedule, {
        withinLimits,
        at: receivedAt,
      })
      // It is no choice of the vehicle's: there is nothing to negotiate (2.1 K17.FR.11 and 12, K16.FR.04).
      if (isSteered) return true
      // K15.FR.13, K17.FR.13
      if (mayRenegotiate) await renegotiate(told, known)
      return withinLimits
    },
  }
}
