import type { StartReport, TokenVerdict } from '#domain/transactions'
import type { Action } from './action.ts'
import { defined } from './defined.ts'
import { oddTimestamp, stationTime } from './station-time.ts'
import { readIdTag, writeIdTagInfo } from './token-codec.ts'

/** StartTransaction: 1.6 §4.8. A refused token gets its transaction id all the same (D-02). */
export const startTransaction = {
  versions: {
    'ocpp1.6': {
      action: 'StartTransaction',
      read: ({ connectorId, idTag, meterStart, reservationId, timestamp }, { station, receivedAt }) =>
        defined({
          stationId: station.stationId,
          partyId: station.partyId,
          evseId: connectorId,
          token: readIdTag(idTag),
          at: stationTime(timestamp, receivedAt),
          timestamp: oddTimestamp(timestamp),
          receivedAt,
          startRegisterWh: meterStart,
          reservationId,
        }),
      write: ({ number, verdict }) => ({ transactionId: number, idTagInfo: writeIdTagInfo(verdict) }),
    },
  },
  async handle(report, _, { transactions, costs }) {
    const started = await transactions.start(report)
    await costs.begun(report.partyId, report.stationId, String(started.number))
    return started
  },
  transactional: true,
} satisfies Action<StartReport, { readonly number: number; readonly verdict: TokenVerdict }>
