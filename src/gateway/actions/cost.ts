import { Decimal } from 'decimal.js'
import type { TransactionCost } from '#domain/tariffs'
import type * as v21 from '#ocpp/v21'
import type { StationCall } from './action.ts'
import { boundedName } from './bounded-name.ts'
import { defined } from './defined.ts'
import { stationTime } from './station-time.ts'

/** What a station says a transaction costs: 2.1 I12. JSON numbers become decimals of the same digits. */
export function readCost(request: v21.TransactionEventRequest, call: StationCall): TransactionCost | undefined {
  const { costDetails, transactionInfo, eventType, timestamp } = request
  if (costDetails === undefined) return undefined
  const { totalCost, failureToCalculate, failureReason } = costDetails
  const failed = failureToCalculate === true
  return defined({
    stationId: call.station.stationId,
    partyId: call.station.partyId,
    reference: boundedName(transactionInfo.transactionId),
    final: eventType === 'Ended',
    at: stationTime(timestamp, call.receivedAt),
    currency: totalCost.currency,
    totalExclTax: failed ? undefined : readDecimal(totalCost.total.exclTax),
    totalInclTax: failed ? undefined : readDecimal(totalCost.total.inclTax),
    failure: failed ? (failureReason ?? '') : undefined,
    details: { ...costDetails },
  })
}

/**
 * The total to answer the end of a transaction with (I03.FR.02): 0 says that it was free, absent that nobody knows
 * (I03.FR.04, E-12).
 */
export function writeTotalCost(cost: TransactionCost | undefined): { readonly totalCost?: number } {
  const total = cost?.totalInclTax ?? cost?.totalExclTax
  return cost?.final === true && total !== undefined ? { totalCost: Number(total) } : {}
}

function readDecimal(value: number | undefined): string | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : new Decimal(value).toFixed()
}
