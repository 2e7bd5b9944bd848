import type { TransactionCost } from '#domain/tariffs'
import type { EventFacts, TokenVerdict, TransactionReport } from '#domain/transactions'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, Services, StationCall } from './action.ts'
import { readCost, writeTotalCost } from './cost.ts'
import { defined } from './defined.ts'
import { readings2x } from './readings.ts'
import { oddTimestamp, stationTime } from './station-time.ts'
import { readIdToken, writeIdTokenInfo } from './token-codec.ts'
import { wordFor } from './word.ts'

type Request = v201.TransactionEventRequest | v21.TransactionEventRequest

const kinds = {
  Started: 'started',
  Updated: 'updated',
  Ended: 'ended',
} as const satisfies Record<Request['eventType'], TransactionReport['kind']>

function readFacts(payload: Request): EventFacts {
  const { evse, idToken, transactionInfo, triggerReason, offline, reservationId, timestamp } = payload
  return defined({
    evseId: evse?.id,
    connectorId: evse?.connectorId,
    token: idToken === undefined ? undefined : readIdToken(idToken),
    trigger: triggerReason,
    chargingState: transactionInfo.chargingState,
    stopReason: transactionInfo.stoppedReason,
    remoteStartId: transactionInfo.remoteStartId,
    reservationId,
    offline,
    timestamp: oddTimestamp(timestamp),
  })
}

/** A report, with what the station says of cost (2.1). */
type Told = TransactionReport & { readonly cost?: TransactionCost }

interface Heard {
  readonly verdict?: TokenVerdict
  readonly cost?: TransactionCost
}

const generation2 = {
  action: 'TransactionEvent',
  read: (payload: Request, { station, receivedAt }: StationCall): TransactionReport => ({
    stationId: station.stationId,
    partyId: station.partyId,
    reference: payload.transactionInfo.transactionId,
    // A kind nobody knows is at least an update of what it names.
    kind: wordFor<TransactionReport['kind']>(kinds, payload.eventType) ?? 'updated',
    seqNo: payload.seqNo,
    at: stationTime(payload.timestamp, receivedAt),
    receivedAt,
    facts: readFacts(payload),
    readings: readings2x(payload.meterValue, receivedAt),
  }),
  // Without a totalCost the cost is not known; 0 would say that it is free (I03.FR.04).
  write: ({ verdict }: Heard) => (verdict === undefined ? {} : { idTokenInfo: writeIdTokenInfo(verdict) }),
} as const

const generation21 = {
  action: 'TransactionEvent',
  read(payload: v21.TransactionEventRequest, call: StationCall): Told {
    const report = generation2.read(payload, call)
    const cost = readCost(payload, call)
    return cost === undefined ? report : { ...report, cost }
  },
  write: (heard: Heard) => ({ ...generation2.write(heard), ...writeTotalCost(heard.cost) }),
} as const

/** TransactionEvent: 2.x E01 to E15, 2.1 I12. */
export const transactionEvent = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation21 },
  handle: (told, _, services) =>
    told.cost === undefined ? services.transactions.report(told) : reportWithCost(told, told.cost, services),
  transactional: true,
} satisfies Action<Told, Heard>

async function reportWithCost(
  report: TransactionReport,
  cost: TransactionCost,
  { transactions, tariffs }: Services,
): Promise<Heard> {
  const heard = await transactions.report(report)
  await tariffs.recordCost(cost)
  return { ...heard, cost }
}
