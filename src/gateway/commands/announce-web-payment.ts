import { type CommandFile, say, unsupported } from './command-codec.ts'

const tooOld = () => unsupported('payments in the web came with OCPP 2.1')

/** NotifyWebPaymentStarted: 2.1 C25.FR.21. */
export const announceWebPayment: CommandFile<'announce-web-payment'> = {
  'ocpp1.6': tooOld,
  'ocpp2.0.1': tooOld,
  'ocpp2.1': say('ocpp2.1', 'NotifyWebPaymentStarted', {
    write: ({ evseId, timeoutS: timeout }) => [{ evseId, timeout }],
    read: () => ({ status: 'Accepted', accepted: true }),
  }),
}
