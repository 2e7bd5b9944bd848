import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../../station/body.ts'
import type { ChargingProfile } from '../../station/charging-profile.ts'
import { unitsOf } from '../../station/charging-profile-rules.ts'
import type { Commands } from '../answers.ts'
import { keepProfile, purposes } from '../charging-profile.ts'
import { pullUpdates } from '../dynamic-profile.ts'
import { call21 } from '../messages.ts'
import { CHOICES, isEarly, negotiate, negotiates, writePeriod } from '../vehicle-schedule.ts'

/** How many profiles one report message carries. */
const PROFILES_PER_MESSAGE = 2

/** 2.x K01, K08, K09 and K10. */
export function smartChargingCommands(body: StationBody) {
  const { profiles } = body
  return {
    SetChargingProfile({ evseId, chargingProfile: told }) {
      const evses = body.evses.filter(({ id }) => evseId === 0 || id === evseId)
      const isForTransaction = told.chargingProfilePurpose === 'TxProfile'
      if (isForTransaction && evses.some((evse) => isEarly(body, evse))) return refused('InvalidMessageSeq')
      const choosing = isForTransaction && evses.some((evse) => negotiates(body, evse))
      const profile = keepProfile(told, evseId, {
        choices: choosing ? CHOICES : 1,
        gives: body.version === 'ocpp2.1' && evses.every(({ outlet }) => outlet.bidirectional === true),
      })
      const reasonCode = typeof profile === 'string' ? profile : profiles.refusal(profile, 'refuse')
      if (typeof profile === 'string' || reasonCode !== undefined) {
        return { response: { status: 'Rejected', statusInfo: { reasonCode: reasonCode ?? 'InvalidProfile' } } }
      }
      const after = () => {
        profiles.set(profile)
        pullUpdates(body, profile)
        negotiate(body, evses, isForTransaction ? told.chargingSchedule[0] : undefined)
      }
      return { response: { status: 'Accepted' }, after }
    },
    ClearChargingProfile({ chargingProfileId: id, chargingProfileCriteria: criteria = {} }) {
      const { evseId, chargingProfilePurpose, stackLevel } = criteria
      const cleared = profiles.clear((one) =>
        id === undefined ? matches(one, { evseId, chargingProfilePurpose, stackLevel }) : one.id === id,
      )
      return { response: { status: cleared > 0 ? 'Accepted' : 'Unknown' } }
    },
    GetCompositeSchedule({ evseId, duration, chargingRateUnit }) {
      const outlet = body.evses.find(({ id }) => evseId === 0 || id === evseId)?.outlet
      if (outlet === undefined) return refused('UnknownEvse')
      const [usual = 'W', ...others] = unitsOf(outlet)
      const unit = chargingRateUnit ?? usual
      // K08.FR.07
      if (![usual, ...others].includes(unit)) return refused('UnsupportedRateUnit')
      const schedule = {
        ...{ evseId, duration, chargingRateUnit: unit, scheduleStart: body.stamp(body.nowMs()) },
        chargingSchedulePeriod: profiles.composite(evseId, duration, unit).map((one) => writePeriod(one, unit)),
      }
      return { response: { status: 'Accepted', schedule } }
    },
    GetChargingProfiles({ requestId, evseId, chargingProfile: criterion }) {
      const { chargingProfileId: ids, chargingLimitSource: sources, ...rest } = criterion
      const found = profiles.all.filter((one) =>
        ids === undefined
          ? matches(one, { evseId, ...rest }) && (sources?.includes(sourceOf(one)) ?? true)
          : ids.includes(one.id) && (evseId ?? one.evseId) === one.evseId,
      )
      if (found.length === 0) return { response: { status: 'NoProfiles' } }
      return { response: { status: 'Accepted' }, after: () => report(body, requestId, found) }
    },
  } satisfies Commands
}

function refused(reasonCode: string) {
  return { response: { status: 'Rejected' as const, statusInfo: { reasonCode } } }
}

interface Criteria {
  readonly evseId?: number | undefined
  readonly chargingProfilePurpose?: v21.ChargingProfilePurposeEnumType | undefined
  readonly stackLevel?: number | undefined
}

function matches(one: ChargingProfile, { evseId, chargingProfilePurpose, stackLevel }: Criteria): boolean {
  const known: Readonly<Record<string, ChargingProfile['purpose']>> = {
    ...purposes,
    ChargingStationExternalConstraints: 'external',
  }
  return (
    (evseId ?? one.evseId) === one.evseId &&
    (chargingProfilePurpose === undefined || known[chargingProfilePurpose] === one.purpose) &&
    (stackLevel ?? one.stackLevel) === one.stackLevel
  )
}

/** A value that others gave makes no profile theirs. */
function sourceOf({ purpose, imposed }: ChargingProfile): string {
  return purpose === 'external' && imposed !== undefined ? imposed.source : 'CSO'
}

/** One message for each EVSE and source, or more where too large; all but the last announce another (K09.FR.02). */
function report(body: StationBody, requestId: number, found: readonly ChargingProfile[]): void {
  const byPlace = Map.groupBy(found, (one) => `${one.evseId} ${sourceOf(one)}`)
  const parts = [...byPlace.values()].flatMap((profiles) =>
    Array.from({ length: Math.ceil(profiles.length / PROFILES_PER_MESSAGE) }, (_, part) => ({
      evseId: profiles[0]?.evseId ?? 0,
      chargingLimitSource: profiles[0] === undefined ? 'CSO' : sourceOf(profiles[0]),
      profiles: profiles.slice(part * PROFILES_PER_MESSAGE, (part + 1) * PROFILES_PER_MESSAGE),
    })),
  )
  parts.forEach(({ evseId, chargingLimitSource, profiles }, index) => {
    const chargingProfile = profiles.flatMap((profile) => tellAgain(body, profile))
    const tbc = index < parts.length - 1
    body.send(call21('ReportChargingProfiles', { requestId, chargingLimitSource, chargingProfile, tbc, evseId }), true)
  })
}

/** As it came, with the transaction that a remote start brought it to, and when it got its values (2.1 K28.FR.05). */
function tellAgain(body: StationBody, { told, transactionId, updatedMs }: ChargingProfile): v21.ChargingProfileType[] {
  if (told === undefined) return []
  return [
    {
      ...told,
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(updatedMs === undefined ? {} : { dynUpdateTime: body.stamp(updatedMs) }),
    },
  ]
}
