import type { OcppVersion } from '#ocpp/rpc'

/** A number nobody said: what it would have measured or counted is not known. */
const UNKNOWN = Number.NaN

/** Nothing but the transaction's own name cannot be done without: an event that names none is about nothing. */
const transactionEvent = { timestamp: '', triggerReason: '', eventType: 'Updated', seqNo: UNKNOWN }
const meterValues2 = { evseId: 0, meterValue: [] }

/**
 * Required properties that stations leave out or garble, and what they are taken for, by message. A message about a
 * transaction is answered whatever it lacks, because a CALLERROR makes the station give it up: what is not known is stored
 * as not known, a time as when it came, and a stop without a number as one whose start was never confirmed.
 */
export const assumptions: Readonly<Record<OcppVersion, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  'ocpp1.6': {
    MeterValuesRequest: { connectorId: 0, meterValue: [] },
    StartTransactionRequest: { timestamp: '', connectorId: 0, idTag: '', meterStart: UNKNOWN },
    StatusNotificationRequest: { errorCode: 'NoError' },
    StopTransactionRequest: { timestamp: '', transactionId: -1, meterStop: UNKNOWN },
  },
  'ocpp2.0.1': { TransactionEventRequest: transactionEvent, MeterValuesRequest: meterValues2 },
  'ocpp2.1': { TransactionEventRequest: transactionEvent, MeterValuesRequest: meterValues2 },
}

/**
 * Messages about a transaction: what they may leave out and what cannot be read is left out of them, so that they are
 * answered. Nowhere else, because what is left out may be what a decision hangs on.
 */
export const alwaysAnswered: ReadonlySet<string> = new Set([
  'MeterValuesRequest',
  'StartTransactionRequest',
  'StopTransactionRequest',
  'TransactionEventRequest',
])
