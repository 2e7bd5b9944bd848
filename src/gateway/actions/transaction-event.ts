import type { EventFacts, TransactionReport } from '#domain/transactions'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, Services, StationCall } from './action.ts'
import { boundedName } from './bounded-name.ts'
import { readCost, writeTotalCost } from './cost.ts'
import { defined } from './defined.ts'
import { readings2x } from './readings.ts'
import { oddTimestamp, stationTime } from './station-time.ts'
import { readIdToken, writeIdTokenInfo } from './token-codec.ts'
import {
  bearsMoney,
  type Heard,
  isLimitable,
  isPayable,
  readLimits,
  reportWithMoney,
  type Told,
  writeLimits,
  writeNews,
  writeNews21,
} from './transaction-money.ts'
import { wordFor } from './word.ts'

type Request = v201.TransactionEventRequest | v21.TransactionEventRequest

const kinds = {
  Started: 'started',
  Updated: 'updated',
  Ended: 'ended',
} as const satisfies Record<Request['eventType'], TransactionReport['kind']>

/** Written out because it runs for every event of every station. */
function readFacts(payload: Request): EventFacts {
  const { evse, idToken, transactionInfo, reservationId, offline } = payload
  const { chargingState, stoppedReason, remoteStartId } = transactionInfo
  const odd = oddTimestamp(payload.timestamp)
  const facts: { -readonly [K in keyof EventFacts]: EventFacts[K] } = { trigger: payload.triggerReason }
  if (evse !== undefined) facts.evseId = evse.id
  if (evse?.connectorId !== undefined) facts.connectorId = evse.connectorId
  if (idToken !== undefined) facts.token = readIdToken(idToken)
  if (chargingState !== undefined) facts.chargingState = chargingState
  if (stoppedReason !== undefined) facts.stopReason = stoppedReason
  if (remoteStartId !== undefined) facts.remoteStartId = remoteStartId
  if (reservationId !== undefined) facts.reservationId = reservationId
  if (offline !== undefined) facts.offline = offline
  if (odd !== undefined) facts.timestamp = odd
  return facts
}

const generation2 = {
  action: 'TransactionEvent',
  read: (payload: Request, { station, receivedAt }: StationCall): TransactionReport => ({
    stationId: station.stationId,
    partyId: station.partyId,
    reference: boundedName(payload.transactionInfo.transactionId),
    // A kind nobody knows is at least an update of what it names.
    kind: wordFor<TransactionReport['kind']>(kinds, payload.eventType) ?? 'updated',
    seqNo: payload.seqNo,
    at: stationTime(payload.timestamp, receivedAt),
    receivedAt,
    facts: readFacts(payload),
    readings: readings2x(payload.meterValue, receivedAt),
  }),
  // Without a totalCost the cost is not known; 0 would say that it is free (I03.FR.04).
  write: ({ verdict, news, total }: Heard) => {
    // Nearly all events are answered with nothing.
    if (verdict === undefined && total === undefined && news === undefined) return {}
    return {
      ...(verdict === undefined ? {} : { idTokenInfo: writeIdTokenInfo(verdict) }),
      ...(total === undefined ? {} : { totalCost: Number(total) }),
      ...writeNews(news),
    }
  },
} as const

const generation21 = {
  action: 'TransactionEvent',
  read(payload: v21.TransactionEventRequest, call: StationCall): Told {
    const cost = readCost(payload, call)
    const report = withTariff(generation2.read(payload, call), payload.transactionInfo.tariffId)
    const held = readLimits(payload.transactionInfo.transactionLimit)
    const limitable = isLimitable(report, held)
    if (cost === undefined && !limitable && !isPayable(report)) return report
    return {
      ...{ ...report, ...defined({ cost, held }) },
      ...(isPayable(report) ? { payable: true } : {}),
      ...(limitable ? { limitable: true } : {}),
    }
  },
  write: (heard: Heard) => ({
    ...generation2.write(heard),
    ...(heard.isFree === true ? { totalCost: 0 } : writeTotalCost(heard.cost)),
    ...writeLimits(heard.limits),
    ...writeNews21(heard.news),
  }),
} as const

/** I07.FR.32, I08.FR.22, I11.FR.07: said once, when the station begins to count by it. */
function withTariff(report: TransactionReport, tariffId: string | undefined): TransactionReport {
  return tariffId === undefined ? report : { ...report, facts: { ...report.facts, tariffId } }
}

async function takeUp<T>(told: Told, answer: T, { smartCharging }: Pick<Services, 'smartCharging'>): Promise<T> {
  await smartCharging.resumed(told.partyId, told.stationId, told.reference)
  return answer
}

/** TransactionEvent: 2.x E01 to E15, I02, I03, I06, 2.1 C20, C24, C25, I12. */
export const transactionEvent = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation21 },
  handle(told, _, services): Promise<Heard> {
    const heard =
      bearsMoney(told) || services.costs.concerns(told)
        ? reportWithMoney(told, services)
        : services.transactions.report(told)
    // B13.FR.31, E17.FR.15
    if (told.facts.trigger === 'TxResumed') return heard.then((answer) => takeUp(told, answer, services))
    // I06.FR.01.
    const news = told.kind === 'updated' ? services.tariffs.takeNews(told.stationId, told.reference) : undefined
    return news === undefined ? heard : heard.then((answer) => ({ ...answer, news }))
  },
  transactional: true,
} satisfies Action<Told, Heard>
