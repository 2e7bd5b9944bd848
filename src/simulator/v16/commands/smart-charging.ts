import type { StationBody } from '../../station/body.ts'
import { unitsOf } from '../../station/charging-profile-rules.ts'
import type { Commands } from '../answers.ts'
import { keepProfile, purposes } from '../charging-profile.ts'
import type { TransactionWording } from '../transaction-wording.ts'

/** 1.6 §5.5, §5.7 and §5.16. */
export function smartChargingCommands(body: StationBody, transactions: TransactionWording) {
  const { profiles } = body
  return {
    SetChargingProfile({ connectorId, csChargingProfiles: told }) {
      const { transactionId, chargingProfilePurpose } = told
      // §5.16.1: without a number it is for the transaction that runs there.
      const evse = transactionId === undefined ? body.evse(connectorId) : transactions.evseOf(transactionId)
      const ofTransaction = chargingProfilePurpose === 'TxProfile' && evse?.id === connectorId
      const profile = keepProfile(told, connectorId, ofTransaction ? evse?.transaction?.id : undefined)
      if (profiles.refusal(profile, 'replace') !== undefined) return { response: { status: 'Rejected' } }
      return { response: { status: 'Accepted' }, after: () => profiles.set(profile) }
    },
    ClearChargingProfile({ id, connectorId, chargingProfilePurpose, stackLevel }) {
      const purpose = chargingProfilePurpose && purposes[chargingProfilePurpose]
      const cleared = profiles.clear(
        (one) =>
          (id ?? one.id) === one.id &&
          (connectorId ?? one.evseId) === one.evseId &&
          (purpose ?? one.purpose) === one.purpose &&
          (stackLevel ?? one.stackLevel) === one.stackLevel,
      )
      return { response: { status: cleared > 0 ? 'Accepted' : 'Unknown' } }
    },
    GetCompositeSchedule({ connectorId, duration, chargingRateUnit }) {
      const outlet = body.evses.find(({ id }) => connectorId === 0 || id === connectorId)?.outlet
      const [usual = 'W', ...others] = outlet === undefined ? [] : unitsOf(outlet)
      const unit = chargingRateUnit ?? usual
      if (outlet === undefined || ![usual, ...others].includes(unit)) return { response: { status: 'Rejected' } }
      const start = body.stamp(body.nowMs())
      return {
        response: {
          status: 'Accepted',
          connectorId,
          scheduleStart: start,
          chargingSchedule: {
            duration,
            startSchedule: start,
            chargingRateUnit: unit,
            chargingSchedulePeriod: profiles
              .composite(connectorId, duration, unit)
              .map(({ startS, limit }) => ({ startPeriod: startS, limit })),
          },
        },
      }
    },
  } satisfies Commands
}
