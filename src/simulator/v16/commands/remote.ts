import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import type { TransactionWording } from '../transaction-wording.ts'

/** 1.6 §5.11 and §5.12. */
export function remoteCommands(body: StationBody, transactions: TransactionWording) {
  return {
    RemoteStartTransaction({ connectorId, idTag }) {
      const token = { value: idTag, type: 'Central' } as const
      const evse = body.registration === 'Accepted' ? body.freeEvse(connectorId, token) : undefined
      if (evse === undefined) return { response: { status: 'Rejected' } }
      const start = () => body.startRemotely(evse, token, undefined)
      return { response: { status: 'Accepted' }, after: start }
    },
    RemoteStopTransaction({ transactionId }) {
      const evse = transactions.evseOf(transactionId)
      if (evse === undefined) return { response: { status: 'Rejected' } }
      return { response: { status: 'Accepted' }, after: () => evse.stop('RemoteStop', 'Remote') }
    },
  } satisfies Commands
}
