import type { StationBody } from '../../station/body.ts'
import type { Commands21 } from '../answers.ts'
import { allowTransfers } from '../vehicle-needs.ts'

/** 2.1 Q02. */
export function energyTransferCommands(body: StationBody) {
  return {
    NotifyAllowedEnergyTransfer({ transactionId, allowedEnergyTransfer }) {
      const evse = body.evses.find(({ transaction }) => transaction?.id === transactionId)
      // Only a vehicle of ISO 15118-20 can choose anew.
      if (evse?.car?.vehicle.model.iso15118?.v2x === undefined) return { response: { status: 'Rejected' } }
      // Q02.FR.06, Q02.FR.07.
      return {
        response: { status: 'Accepted' },
        after: () => allowTransfers(body, evse, transactionId, allowedEnergyTransfer),
      }
    },
  } satisfies Commands21
}
