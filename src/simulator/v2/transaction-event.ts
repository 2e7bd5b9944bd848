import type { JsonObject } from '#ocpp/rpc'
import { checkPayload } from '#ocpp/schemas'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import type { TransactionMessage, Verdict } from '../station/dialect.ts'
import type { Evse } from '../station/evse.ts'
import type { StopReason, TransactionEvent } from '../station/transaction.ts'
import { measurandsOf } from './measurands.ts'
import { CONNECTOR_ID, readIdTokenInfo, writeIdToken } from './messages.ts'
import { writeMeterValue } from './meter-value.ts'
import { heed, widen } from './transaction-event-21.ts'

/** TransactionEvent (2.0.1 §1.60): one message for all that happens in a transaction. */
export function wordTransaction(body: StationBody, event: TransactionEvent): TransactionMessage | undefined {
  const evse = body.evse(event.transaction.evseId)
  if (evse === undefined) return undefined
  const is21 = body.version === 'ocpp2.1'
  const request = is21 ? widen(body, evse, event, write(body, evse, event)) : write(body, evse, event)
  return {
    action: 'TransactionEvent',
    payload: () => request,
    // Meter values alone: what changes a state is never left out (E12.FR.05).
    expendable: event.trigger === 'MeterValuePeriodic' || event.trigger === 'MeterValueClock',
    answered(payload) {
      if (is21) heed(body, evse, event, request, payload)
      return readAnswer(payload)
    },
    discarded: () => {},
  }
}

function write(body: StationBody, evse: Evse, event: TransactionEvent): v201.TransactionEventRequest {
  const { kind, trigger, seqNo, offline, token, readings, reservationId } = event
  const measurands = measurandsOf(body, evse, event)
  return {
    eventType: kind,
    timestamp: body.stamp(event.atMs),
    // 2.1 has its own word for it, and puts it in.
    triggerReason: trigger === 'OperationModeChanged' ? 'ChargingStateChanged' : trigger,
    seqNo,
    transactionInfo: transactionInfo(event),
    ...(offline ? { offline } : {}),
    ...(isPlaced(event) ? { evse: { id: evse.id, connectorId: CONNECTOR_ID } } : {}),
    ...(token === undefined ? {} : { idToken: writeIdToken(token) }),
    ...(reservationId === undefined ? {} : { reservationId }),
    ...(readings.length === 0
      ? {}
      : { meterValue: readings.map((reading) => writeMeterValue(body, evse, reading, measurands)) }),
  }
}

function transactionInfo(event: TransactionEvent): v201.TransactionType {
  const { transaction, chargingState, stopReason, remoteStartId } = event
  return {
    transactionId: transaction.id,
    chargingState,
    ...(stopReason === undefined ? {} : { stoppedReason: stoppedReason(stopReason, event) }),
    ...(remoteStartId === undefined ? {} : { remoteStartId }),
  }
}

/** Until there is a car, a driver may still choose where to plug in (E01.FR.16). */
function isPlaced({ chargingState, kind, stopReason }: TransactionEvent): boolean {
  return chargingState !== 'Idle' || (kind === 'Ended' && stopReason !== 'Timeout')
}

const reasons = {
  DeAuthorized: 'DeAuthorized',
  EVDisconnected: 'EVDisconnected',
  Fault: 'Other',
  HardReset: 'ImmediateReset',
  Local: 'Local',
  Other: 'Other',
  PowerLoss: 'PowerLoss',
  Reboot: 'Reboot',
  Remote: 'Remote',
  TransferRejected: 'Other',
  SoftReset: 'ImmediateReset',
  Timeout: 'Timeout',
  UnlockCommand: 'Other',
} as const satisfies Record<StopReason, v201.ReasonEnumType>

function stoppedReason(reason: StopReason, { fault }: TransactionEvent): v201.ReasonEnumType {
  if (fault === 'GroundFailure') return 'GroundFault'
  return fault === 'OverCurrentFailure' ? 'OvercurrentFault' : reasons[reason]
}

function readAnswer(payload: JsonObject): Verdict | undefined {
  const check = checkPayload('ocpp2.1', 'TransactionEvent', 'response', payload)
  if (check.outcome === 'invalid' || check.payload.idTokenInfo === undefined) return undefined
  return readIdTokenInfo(check.payload.idTokenInfo)
}
