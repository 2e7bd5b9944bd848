import type { CommandRequests } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['update-firmware']

const readStatus = statusAnswer(new Set(['Accepted', 'AcceptedCanceled']))

const withNumber = (answer: Parameters<typeof readStatus>[0], { requestNumber }: CommandContext): CommandAnswer => {
  const { details, ...rest } = readStatus(answer)
  return { ...rest, details: { ...details, requestId: requestNumber } }
}

/** What the request is said with; entered for it just before (2.x L01.FR.11: a signature never without its certificate). */
function firmware({ retrieveAt, installAt }: Request, { firmware }: CommandContext) {
  if (firmware === undefined) return undefined
  const { location, signature, signingCertificate, offeredAt } = firmware
  const retrieveDateTime = retrieveAt ?? offeredAt
  return { ...defined({ installDateTime: installAt, signature, signingCertificate }), location, retrieveDateTime }
}

const UNPREPARED = unsupported('there is no firmware to offer')

const generation2 = {
  write: (request: Request, context: CommandContext) => {
    const offered = firmware(request, context)
    if (offered === undefined) return UNPREPARED
    const { retries, retryIntervalS } = request
    return [
      { ...defined({ retries, retryInterval: retryIntervalS }), requestId: context.requestNumber, firmware: offered },
    ]
  },
  read: withNumber,
  triggers: () => ['FirmwareStatusNotification'],
}

/** 1.6 §5.19: says nothing but where and when, and gets no more than an acknowledgement. */
const plain = say<'ocpp1.6', 'UpdateFirmware', 'update-firmware'>('ocpp1.6', 'UpdateFirmware', {
  write: (request, context) => {
    if (request.installAt !== undefined) return unsupported('OCPP 1.6 does not say when to install')
    const offered = firmware(request, context)
    if (offered === undefined) return UNPREPARED
    const { retries, retryIntervalS } = request
    const { location, retrieveDateTime } = offered
    return [{ ...defined({ retries, retryInterval: retryIntervalS }), location, retrieveDate: retrieveDateTime }]
  },
  read: () => ({ status: 'Accepted', accepted: true }),
  triggers: () => ['FirmwareStatusNotification'],
})

/** 1.6 security whitepaper L01. */
const signed = say<'ocpp1.6', 'SignedUpdateFirmware', 'update-firmware'>('ocpp1.6', 'SignedUpdateFirmware', {
  write: (request, context) => {
    const offered = firmware(request, context)
    if (offered === undefined) return UNPREPARED
    const { signature, signingCertificate } = offered
    if (signature === undefined || signingCertificate === undefined) {
      return unsupported('the station takes signed firmware only (security whitepaper L01.FR.20)')
    }
    const { retries, retryIntervalS } = request
    return [
      {
        ...defined({ retries, retryInterval: retryIntervalS }),
        requestId: context.requestNumber,
        firmware: { ...offered, signature, signingCertificate },
      },
    ]
  },
  read: withNumber,
  triggers: () => ['SignedFirmwareStatusNotification'],
})

/** UpdateFirmware: 1.6 §5.19 · SignedUpdateFirmware: security whitepaper L01 · 2.x L01, L02. */
export const updateFirmware: CommandFile<'update-firmware'> = {
  'ocpp1.6': (request, context) => (context.hasSecurityExtension ? signed : plain)(request, context),
  'ocpp2.0.1': say('ocpp2.0.1', 'UpdateFirmware', generation2),
  'ocpp2.1': say('ocpp2.1', 'UpdateFirmware', generation2),
}
