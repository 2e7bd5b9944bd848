import type { StopReport, TokenVerdict } from '#domain/transactions'
import type { Action } from './action.ts'
import { defined } from './defined.ts'
import { readings16 } from './readings.ts'
import { oddTimestamp, stationTime } from './station-time.ts'
import { readIdTag, writeIdTagInfo } from './token-codec.ts'

/** StopTransaction: 1.6 §4.10. Without a reason it was stopped locally (§6.49 and 1.6-J errata 2.6). */
export const stopTransaction = {
  versions: {
    'ocpp1.6': {
      action: 'StopTransaction',
      read: ({ transactionId, idTag, meterStop, timestamp, reason, transactionData }, { station, receivedAt }) =>
        defined({
          stationId: station.stationId,
          partyId: station.partyId,
          number: transactionId,
          at: stationTime(timestamp, receivedAt),
          timestamp: oddTimestamp(timestamp),
          receivedAt,
          stopRegisterWh: meterStop,
          token: idTag === undefined ? undefined : readIdTag(idTag),
          stopReason: reason ?? 'Local',
          readings: readings16(transactionData, receivedAt),
        }),
      write: ({ verdict }) => (verdict === undefined ? {} : { idTagInfo: writeIdTagInfo(verdict) }),
    },
  },
  async handle(report, _, { transactions, costs }) {
    const stopped = await transactions.stop(report)
    await costs.ended(report.partyId, report.stationId, String(report.number))
    return stopped
  },
  transactional: true,
} satisfies Action<StopReport, { readonly verdict?: TokenVerdict }>
