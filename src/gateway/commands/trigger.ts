import type { CommandRequests, TriggerMessage } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandContext, type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

type Request = CommandRequests['trigger']

/** What each makes a station send. */
const sends16 = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  'meter-values': 'MeterValues',
  'firmware-status': 'FirmwareStatusNotification',
  'log-status': 'DiagnosticsStatusNotification',
} as const satisfies Partial<Record<TriggerMessage, v16.TriggerMessageRequest['requestedMessage']>>

const extended16 = {
  ...sends16,
  'log-status': 'LogStatusNotification',
  'sign-certificate': 'SignChargePointCertificate',
} as const satisfies Partial<Record<TriggerMessage, v16.ExtendedTriggerMessageRequest['requestedMessage']>>

const sends2x = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  'meter-values': 'MeterValues',
  'firmware-status': 'FirmwareStatusNotification',
  'log-status': 'LogStatusNotification',
  transaction: 'TransactionEvent',
  'sign-certificate': 'SignChargingStationCertificate',
} as const satisfies Record<TriggerMessage, v201.MessageTriggerEnumType>

/** Requests for a certificate come under another name than they are asked for. */
function triggered(
  names: Readonly<Partial<Record<TriggerMessage, string>>>,
  ofFirmware: string = names['firmware-status'] ?? '',
): (request: Request) => readonly string[] {
  return ({ message }) => {
    if (message === 'firmware-status') return [ofFirmware]
    return message === 'sign-certificate' ? ['SignCertificate'] : [names[message] ?? message]
  }
}

/** 1.6 errata 3.40: a station that was accepted is not asked to boot (C-07). */
function bootRefusal({ message }: Request, { registration }: CommandContext): Unsupported | undefined {
  return message === 'boot' && registration === 'accepted'
    ? unsupported('OCPP 1.6 does not ask an accepted station to boot')
    : undefined
}

const plain = say<'ocpp1.6', 'TriggerMessage', 'trigger'>('ocpp1.6', 'TriggerMessage', {
  write: (request, context) => {
    const { message, evseId } = request
    if (message === 'transaction') return unsupported('OCPP 1.6 has no transaction events')
    if (message === 'sign-certificate') return unsupported('the station is not known to have the security extension')
    return bootRefusal(request, context) ?? [defined({ requestedMessage: sends16[message], connectorId: evseId })]
  },
  read: readStatus,
  triggers: triggered(sends16),
})

const extended = say<'ocpp1.6', 'ExtendedTriggerMessage', 'trigger'>('ocpp1.6', 'ExtendedTriggerMessage', {
  write: (request, context) => {
    const { message, evseId } = request
    if (message === 'transaction') return unsupported('OCPP 1.6 has no transaction events')
    return bootRefusal(request, context) ?? [defined({ requestedMessage: extended16[message], connectorId: evseId })]
  },
  read: readStatus,
  // Security whitepaper L01.FR.28 and 29: it comes signed.
  triggers: triggered(extended16, 'SignedFirmwareStatusNotification'),
})

const generation2 = {
  write: ({ message, evseId, connectorId }: Request) => {
    // A status belongs to a connector (F06.FR.13).
    if (message === 'status' && evseId === undefined)
      return unsupported('a status is that of a connector: name its EVSE')
    const connector = message === 'status' ? (connectorId ?? 1) : connectorId
    const evse = evseId === undefined ? undefined : defined({ id: evseId, connectorId: connector })
    return [defined({ requestedMessage: sends2x[message], evse })]
  },
  read: readStatus,
  triggers: triggered(sends2x),
}

/** TriggerMessage: 1.6 §5.17 · ExtendedTriggerMessage: security whitepaper E · 2.x F06. */
export const trigger: CommandFile<'trigger'> = {
  'ocpp1.6': (request, context) => (context.hasSecurityExtension ? extended : plain)(request, context),
  'ocpp2.0.1': say('ocpp2.0.1', 'TriggerMessage', generation2),
  'ocpp2.1': say('ocpp2.1', 'TriggerMessage', generation2),
}
