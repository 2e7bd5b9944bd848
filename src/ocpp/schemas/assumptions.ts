import type { OcppVersion } from '#ocpp/rpc'

/**
 * Required properties that stations leave out and that can be taken as said, by message. What a bill or a decision rests
 * on is not among them.
 */
export const assumptions: Readonly<Record<OcppVersion, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  'ocpp1.6': {
    StatusNotificationRequest: { errorCode: 'NoError' },
  },
  'ocpp2.0.1': {},
  'ocpp2.1': {},
}
