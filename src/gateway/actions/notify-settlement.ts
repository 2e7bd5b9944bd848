import { Decimal } from 'decimal.js'
import type { Payment, SettledState, StationSettlement } from '#domain/payments'
import type * as v21 from '#ocpp/v21'
import type { Action } from './action.ts'
import { boundedName } from './bounded-name.ts'
import { defined } from './defined.ts'
import { stationTime } from './station-time.ts'
import { wordFor } from './word.ts'

const states = {
  Settled: 'settled',
  Canceled: 'cancelled',
  Rejected: 'rejected',
  Failed: 'failed',
} as const satisfies Record<v21.NotifySettlementRequest['status'], SettledState>

/** NotifySettlement: 2.1 C19 to C22. */
export const notifySettlement = {
  versions: {
    'ocpp2.1': {
      action: 'NotifySettlement',
      read: (request, { station, receivedAt }): StationSettlement => {
        const { pspRef, status, statusInfo, transactionId, settlementAmount, settlementTime, vatCompany } = request
        const { receiptId, receiptUrl, vatNumber } = request
        return defined({
          stationId: station.stationId,
          reference: boundedName(pspRef),
          transactionReference: transactionId === undefined ? undefined : boundedName(transactionId),
          // A word nobody knows is no money.
          state: wordFor<SettledState>(states, status) ?? 'failed',
          amount: Number.isFinite(settlementAmount) ? new Decimal(settlementAmount).toFixed() : undefined,
          settledAt: stationTime(settlementTime, receivedAt),
          company: vatCompany && readCompany(vatCompany),
          ...{ receiptId, receiptUrl, statusInfo, vatNumber },
        })
      },
      write: (receipt) => defined({ receiptId: receipt.receiptId, receiptUrl: receipt.receiptUrl }),
    },
  },
  handle: (settlement, _, { payments }) => payments.settledByStation(settlement),
  // Money hangs on it: it waits out a database that is away.
  transactional: true,
} satisfies Action<StationSettlement, Pick<Payment, 'receiptId' | 'receiptUrl'>>

function readCompany({ name, address1, address2, city, postalCode, country }: v21.AddressType) {
  return defined({ name, address1, address2, city, postalCode, country })
}
