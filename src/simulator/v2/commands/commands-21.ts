import type { StationBody } from '../../station/body.ts'
import type { Commands21 } from '../answers.ts'
import { updateDynamic, updateFault } from '../dynamic-profile.ts'
import { call21 } from '../messages.ts'

/** What only 2.1 has: K21 and K28. */
export function commands21(body: StationBody) {
  return {
    UpdateDynamicSchedule({ chargingProfileId, scheduleUpdate }) {
      const reasonCode = updateFault(body, chargingProfileId, scheduleUpdate)
      if (reasonCode !== undefined) return { response: { status: 'Rejected', statusInfo: { reasonCode } } }
      return { response: { status: 'Accepted' }, after: () => updateDynamic(body, chargingProfileId, scheduleUpdate) }
    },
    UsePriorityCharging({ transactionId, activate }) {
      const evse = body.evses.find(({ transaction }) => transaction?.id === transactionId)
      if (evse === undefined) return { response: { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } } }
      if (activate && !body.profiles.hasPriorityProfile(evse)) {
        return { response: { status: 'NoProfile', statusInfo: { reasonCode: 'NotFound' } } }
      }
      const after = () => {
        if (!body.profiles.prioritise(transactionId, activate)) return
        // K21.FR.05, K21.FR.08
        body.send(call21('NotifyPriorityCharging', { transactionId, activated: activate }))
      }
      return { response: { status: 'Accepted' }, after }
    },
  } satisfies Commands21
}
