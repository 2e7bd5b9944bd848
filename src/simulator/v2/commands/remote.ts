import type { StationBody } from '../../station/body.ts'
import { scheduleFault } from '../../station/charging-profile-rules.ts'
import type { Commands } from '../answers.ts'
import { keepProfile } from '../charging-profile.ts'
import { readIdToken } from '../messages.ts'

/** 2.0.1 F01 to F03, E14 and I02. */
export function remoteCommands(body: StationBody) {
  const running = (transactionId: string) => body.evses.find(({ transaction }) => transaction?.id === transactionId)
  return {
    RequestStartTransaction({ evseId, idToken, remoteStartId, chargingProfile }) {
      const token = readIdToken(idToken)
      const evse = body.registration === 'Accepted' ? body.freeEvse(evseId, token) : undefined
      if (evse === undefined) return { response: { status: 'Rejected' } }
      const profile = chargingProfile && keepProfile(chargingProfile, evse.id)
      const kept = typeof profile === 'string' || profile?.purpose !== 'transaction' ? undefined : profile
      // F01.FR.26, K05.FR.05
      if (chargingProfile !== undefined && (kept === undefined || scheduleFault(kept, [evse]) !== undefined)) {
        return { response: { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } } }
      }
      const transactionId = evse.transaction?.id
      return {
        // F02.FR.01: the cable was first and the transaction runs already.
        response: { status: 'Accepted', ...(transactionId === undefined ? {} : { transactionId }) },
        after: () => body.startRemotely(evse, token, remoteStartId, kept),
      }
    },
    RequestStopTransaction({ transactionId }) {
      const evse = running(transactionId)
      if (evse === undefined) return { response: { status: 'Rejected' } }
      const after = () => {
        if (evse.token === undefined) evse.abort('RemoteStop', 'Remote')
        else evse.stop('RemoteStop', 'Remote')
      }
      return { response: { status: 'Accepted' }, after }
    },
    // I02.FR.03: shown to whoever is charging.
    CostUpdated({ transactionId, totalCost }) {
      const evse = running(transactionId)
      if (evse?.transaction === undefined) return { response: {} }
      evse.transaction.shownCost = totalCost
      // E16.FR.15.
      const reached = body.trade.payments.reach(transactionId, { energyWh: 0, timeS: 0, cost: totalCost })
      return { response: {}, after: () => reached !== undefined && evse.stop('StopAuthorized', 'Other') }
    },
    GetTransactionStatus({ transactionId }) {
      const messagesInQueue = body.hasUndelivered(transactionId)
      if (transactionId === undefined) return { response: { messagesInQueue } }
      return { response: { ongoingIndicator: running(transactionId) !== undefined, messagesInQueue } }
    },
  } satisfies Commands
}
