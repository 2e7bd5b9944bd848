import type { CommandRequests, TriggerMessage } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import {
  type CommandContext,
  type CommandFile,
  type Saying,
  say,
  type Unsupported,
  unsupported,
} from './command-codec.ts'
import { oneEvse } from './one-evse.ts'
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

const sends201 = {
  boot: 'BootNotification',
  heartbeat: 'Heartbeat',
  status: 'StatusNotification',
  'meter-values': 'MeterValues',
  'firmware-status': 'FirmwareStatusNotification',
  'log-status': 'LogStatusNotification',
  transaction: 'TransactionEvent',
  'sign-certificate': 'SignChargingStationCertificate',
} as const satisfies Partial<Record<TriggerMessage, v201.MessageTriggerEnumType>>

const sends21 = { ...sends201, custom: 'CustomTrigger' } as const satisfies Record<
  TriggerMessage,
  v21.MessageTriggerEnumType
>

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

const NO_CUSTOM = unsupported("triggers of a station's own came with OCPP 2.1")

const plain = say<'ocpp1.6', 'TriggerMessage', 'trigger'>('ocpp1.6', 'TriggerMessage', {
  write: (request, context) => {
    const { message, evseId } = request
    if (message === 'transaction') return unsupported('OCPP 1.6 has no transaction events')
    if (message === 'sign-certificate') return unsupported('the station is not known to have the security extension')
    if (message === 'custom') return NO_CUSTOM
    return (
      bootRefusal(request, context) ?? [defined({ requestedMessage: sends16[message], connectorId: oneEvse(evseId) })]
    )
  },
  read: readStatus,
  triggers: triggered(sends16),
})

const extended = say<'ocpp1.6', 'ExtendedTriggerMessage', 'trigger'>('ocpp1.6', 'ExtendedTriggerMessage', {
  write: (request, context) => {
    const { message, evseId } = request
    if (message === 'transaction') return unsupported('OCPP 1.6 has no transaction events')
    if (message === 'custom') return NO_CUSTOM
    return (
      bootRefusal(request, context) ?? [
        defined({ requestedMessage: extended16[message], connectorId: oneEvse(evseId) }),
      ]
    )
  },
  read: readStatus,
  // Security whitepaper L01.FR.28 and 29: it comes signed.
  triggers: triggered(extended16, 'SignedFirmwareStatusNotification'),
})

function writePlace({ message, evseId, connectorId }: Request): Unsupported | { readonly evse?: v201.EVSEType } {
  const id = oneEvse(evseId)
  // A status belongs to a connector (F06.FR.13).
  if (message === 'status' && id === undefined) return unsupported('a status is that of a connector: name its EVSE')
  const connector = message === 'status' ? (connectorId ?? 1) : connectorId
  return defined({ evse: id === undefined ? undefined : defined({ id, connectorId: connector }) })
}

const of201 = say<'ocpp2.0.1', 'TriggerMessage', 'trigger'>('ocpp2.0.1', 'TriggerMessage', {
  write: (request) => {
    if (request.message === 'custom') return NO_CUSTOM
    const place = writePlace(request)
    return 'unsupported' in place ? place : [{ requestedMessage: sends201[request.message], ...place }]
  },
  read: readStatus,
  triggers: triggered(sends201),
})

const of21 = say<'ocpp2.1', 'TriggerMessage', 'trigger'>('ocpp2.1', 'TriggerMessage', {
  write: (request) => {
    const { message, customTrigger } = request
    const place = writePlace(request)
    if ('unsupported' in place) return place
    return [defined({ requestedMessage: sends21[message], customTrigger, ...place })]
  },
  read: readStatus,
  triggers: triggered(sends201),
})

/** A trigger of the station's own, and no other, is told by its name (2.1 errata F06.FR.20). */
function wellNamed(saying: Saying<'trigger'>): Saying<'trigger'> {
  return (request, context) =>
    (request.message === 'custom') === (request.customTrigger !== undefined)
      ? saying(request, context)
      : unsupported("a trigger of the station's own, and no other, has a name")
}

/** TriggerMessage: 1.6 §5.17 · ExtendedTriggerMessage: security whitepaper E · 2.x F06. */
export const trigger: CommandFile<'trigger'> = {
  'ocpp1.6': wellNamed((request, context) => (context.hasSecurityExtension ? extended : plain)(request, context)),
  'ocpp2.0.1': wellNamed(of201),
  'ocpp2.1': wellNamed(of21),
}
