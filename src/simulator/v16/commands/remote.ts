import type { StationBody } from '../../station/body.ts'
import { scheduleFault } from '../../station/charging-profile-rules.ts'
import type { Commands } from '../answers.ts'
import { keepProfile } from '../charging-profile.ts'
import type { TransactionWording } from '../transaction-wording.ts'

/** 1.6 §5.11 and §5.12. */
export function remoteCommands(body: StationBody, transactions: TransactionWording) {
  return {
    RemoteStartTransaction({ connectorId, idTag, chargingProfile }) {
      const token = { value: idTag, type: 'Central' } as const
      const evse = body.registration === 'Accepted' ? body.freeEvse(connectorId, token) : undefined
      if (evse === undefined) return { response: { status: 'Rejected' } }
      const profile = chargingProfile && keepProfile(chargingProfile, evse.id, undefined)
      const isGood =
        profile === undefined || (profile.purpose === 'transaction' && scheduleFault(profile, [evse]) === undefined)
      if (!isGood) return { response: { status: 'Rejected' } }
      const start = () => body.startRemotely(evse, token, undefined, profile)
      return { response: { status: 'Accepted' }, after: start }
    },
    RemoteStopTransaction({ transactionId }) {
      const evse = transactions.evseOf(transactionId)
      if (evse === undefined) return { response: { status: 'Rejected' } }
      return { response: { status: 'Accepted' }, after: () => evse.stop('RemoteStop', 'Remote') }
    },
  } satisfies Commands
}
