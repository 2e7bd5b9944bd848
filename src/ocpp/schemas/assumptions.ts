import type { OcppVersion } from '#ocpp/rpc'

/**
 * Required properties that stations leave out and that can be taken as said, by message. A transaction message without a
 * time is dated by when it came, as one whose time cannot be read. What a bill rests on is not among them.
 */
export const assumptions: Readonly<Record<OcppVersion, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  'ocpp1.6': {
    StartTransactionRequest: { timestamp: '' },
    StatusNotificationRequest: { errorCode: 'NoError' },
    StopTransactionRequest: { timestamp: '' },
  },
  'ocpp2.0.1': {
    TransactionEventRequest: { timestamp: '' },
  },
  'ocpp2.1': {
    TransactionEventRequest: { timestamp: '' },
  },
}
