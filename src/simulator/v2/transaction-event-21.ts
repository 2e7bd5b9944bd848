import type { JsonObject } from '#ocpp/rpc'
import { checkPayload } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import { costOf } from '../station/cost.ts'
import type { Evse } from '../station/evse.ts'
import type { TransactionEvent } from '../station/transaction.ts'
import { measurandsOf } from './measurands.ts'
import { call21, writeIdToken21 } from './messages.ts'
import { setpointSamples } from './setpoint-samples.ts'

/**
 * What 2.1 adds to an event: the tariff that begins to count, what the transaction costs by it (I08.FR.22, I11.FR.07, I12),
 * how far it may go and that it went so far (E16).
 */
export function widen(
  body: StationBody,
  evse: Evse,
  event: TransactionEvent,
  request: v21.TransactionEventRequest,
): v21.TransactionEventRequest {
  const { settings, trade } = body
  const { token, transaction, kind, readings } = event
  const isOver = kind === 'Ended'
  const own = token && body.tokenCache.recall(token.value, event.atMs)?.tariff
  const news = settings.localCost ? trade.tariffs.follow(event, evse.meter.registerWh, own) : undefined
  const tellsCost = isOver || (settings.runningCost && readings.length > 0)
  const costDetails = tellsCost && news ? costOf(news.periods, isOver ? (at) => body.stamp(at) : undefined) : undefined
  const transactionLimit = trade.payments.tellLimit(transaction.id)
  const reached = isOver ? trade.payments.close(transaction.id) : undefined
  return {
    ...request,
    ...(event.trigger === 'OperationModeChanged' ? { triggerReason: event.trigger } : {}),
    ...(news?.changed === true ? { triggerReason: 'TariffChanged' } : {}),
    ...(reached === undefined ? {} : { triggerReason: reached }),
    transactionInfo: {
      ...request.transactionInfo,
      ...(isModeKnown(body, evse, event) ? { operationMode: evse.mode } : {}),
      ...(event.stopReason === 'TransferRejected' ? { stoppedReason: 'ReqEnergyTransferRejected' } : {}),
      ...(news?.tariffId === undefined ? {} : { tariffId: news.tariffId }),
      ...(transactionLimit === undefined ? {} : { transactionLimit }),
      ...(reached === undefined
        ? {}
        : { stoppedReason: reached === 'CostLimitReached' ? 'LocalOutOfCredit' : reached }),
    },
    ...(token === undefined ? {} : { idToken: writeIdToken21(token) }),
    ...(request.meterValue && { meterValue: withSetpoints(body, evse, event, request.meterValue) }),
    ...(costDetails === undefined ? {} : { costDetails }),
  }
}

/** The readings of an event, with the measurands that only 2.1 has. */
function withSetpoints(
  body: StationBody,
  evse: Evse,
  event: TransactionEvent,
  values: readonly v21.MeterValueType[],
): v21.MeterValueType[] {
  const measurands = measurandsOf(body, evse, event)
  return values.map((value, index) => {
    const reading = event.readings[index]
    const more = reading === undefined ? [] : setpointSamples(reading, measurands)
    return { ...value, sampledValue: [...value.sampledValue, ...more] }
  })
}

/** Where there is but one, it need not be told; its change is (K01.FR.110). */
function isModeKnown({ inverter }: StationBody, { mode }: Evse, { trigger }: TransactionEvent): boolean {
  return inverter !== undefined || mode !== 'ChargingOnly' || trigger === 'OperationModeChanged'
}

/** What an answer of 2.1 makes the station do: keep to limits, and settle what was paid at its terminal. */
export function heed(
  body: StationBody,
  evse: Evse,
  event: TransactionEvent,
  request: v21.TransactionEventRequest,
  payload: JsonObject,
): void {
  const check = checkPayload('ocpp2.1', 'TransactionEvent', 'response', payload)
  if (check.outcome === 'invalid') return
  const { transactionLimit, totalCost } = check.payload
  const { payments } = body.trade
  const { transaction, kind, atMs } = event
  const cost = request.costDetails?.totalCost.total
  const total = cost?.inclTax ?? cost?.exclTax
  if (kind === 'Ended') {
    if (transaction.token?.type === 'DirectPayment')
      settle(body, transaction, transaction.token.value, total ?? totalCost)
    return
  }
  if (transactionLimit !== undefined) payments.limit(transaction.id, transactionLimit)
  const energyWh = evse.meter.registerWh - transaction.meterStartWh
  const reached = payments.reach(transaction.id, {
    energyWh,
    timeS: (atMs - transaction.startedMs) / 1000,
    // E16.FR.15: who does not count goes by what it is told.
    cost: total ?? totalCost ?? 0,
  })
  if (reached !== undefined && evse.transaction === transaction) evse.stop('StopAuthorized', 'Other')
}

/** C20.FR.05, C21.FR.02 to FR.06, C22.FR.01 and 02. */
function settle(
  body: StationBody,
  transaction: { id: string; evseId: number; remoteStartId: number | undefined },
  pspRef: string,
  total = 0,
): void {
  const { payments } = body.trade
  const company = payments.receipts.get(transaction.evseId)
  payments.receipts.delete(transaction.evseId)
  // Whoever started it from afar settles it (C24.FR.10).
  if (body.settings.settlementByCsms || transaction.remoteStartId !== undefined) return
  const status = total === 0 ? 'Canceled' : payments.outcome
  const own = status === 'Settled' && payments.ownReceipts
  const receipt = own ? { receiptId: pspRef, receiptUrl: `https://psp.example/${pspRef}` } : {}
  const settlement = {
    transactionId: transaction.id,
    pspRef,
    status,
    settlementAmount: total,
    ...receipt,
    ...company,
  } as const
  body.send(call21('NotifySettlement', { ...settlement, settlementTime: body.stamp(body.nowMs()) }))
}
