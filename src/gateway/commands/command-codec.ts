import type { HashData, InstalledUse, ToldCertificate } from '#domain/certificates'
import type { CommandKind, CommandRequests } from '#domain/commands'
import type { ReportedVariable } from '#domain/device-model'
import type { DisplayChange } from '#domain/display-messages'
import type { StreamChange } from '#domain/event-streams'
import type { ListPlan } from '#domain/local-lists'
import type { MonitoringChange } from '#domain/monitoring'
import type { NewReservation, ReservationName } from '#domain/reservations'
import type { CompositeSchedule, PreparedProfile } from '#domain/smart-charging'
import type { Tariff } from '#domain/tariffs'
import type { OcppVersion } from '#ocpp/rpc'
import {
  type ActionOf,
  type Check,
  checkMessage,
  checkPayload,
  type MessageSchema,
  type PayloadOf,
} from '#ocpp/schemas'
import type { SessionRegistration } from '../session/session-state.ts'
import type { CallWatch } from './call-watch.ts'

/** What a station answered one call, in the domain's words. */
export interface CommandAnswer {
  /** The station's own word for how it went. */
  readonly status: string
  /** False when it will not do what it was asked. */
  readonly accepted: boolean
  readonly details?: Readonly<Record<string, unknown>>
  /** Values it told along the way. */
  readonly variables?: readonly ReportedVariable[]
  /** The certificates it keeps for these uses; for all of them when none are named. */
  readonly installed?: { readonly uses?: readonly InstalledUse[]; readonly told: readonly ToldCertificate[] }
  /** What it told that it will do. */
  readonly schedule?: CompositeSchedule
  readonly monitoring?: MonitoringChange
  readonly display?: DisplayChange
  readonly eventStreams?: StreamChange
}

/** What a command needs besides its request. */
export interface CommandContext {
  /** Finds what the station sends because of this command: remoteStartId, requestId. Positive, within int32. */
  readonly requestNumber: number
  readonly registration: SessionRegistration
  /** When it was made ready to be sent. */
  readonly preparedAt?: Date
  /** How many elements the station takes in one call (2.x ItemsPerMessage, 1.6 GetConfigurationMaxKeys; F-05). */
  readonly itemsPerMessage: number
  /** How long a message it takes (2.x BytesPerMessage; F-05); absent where it has not said. */
  readonly bytesPerMessage?: number
  /** The security extension of 1.6 is known to be there. */
  readonly hasSecurityExtension: boolean
  /** How the station has told that files can come and go, words with commas between them. */
  readonly fileTransfers?: string
  /** The station's own name of the transaction that is meant. */
  readonly transactionReference?: string
  /** The longest certificate chain the station takes, characters, as far as it has said. */
  readonly longestChain?: number
  /** The certificate that is meant, as the station itself names it. */
  readonly installedCertificate?: HashData
  /** The profile to send, judged and with its id. */
  readonly chargingProfile?: PreparedProfile
  /** What the station's local list is to become. */
  readonly listPlan?: ListPlan
  /** The reservation that is meant. */
  readonly reservation?: ReservationName
  /** What is to be kept of it, once the station has accepted or, of a new one, before it is asked. */
  readonly wantedReservation?: NewReservation
  /** The image that is meant, and where it may be fetched. */
  readonly firmware?: OfferedFirmware
  /** Where a log is to be put. */
  readonly logLocation?: string
  /** What is to be set besides, of network profiles (2.1 B09.FR.29 and 30). */
  readonly networkSwitches?: CommandRequests['set-variables']['variables']
  /** From when a signal of the grid operator holds (ISO 8601). */
  readonly signalledAt?: string
  /** The tariff that is meant. */
  readonly tariff?: Tariff
}

export interface OfferedFirmware {
  readonly location: string
  /** ISO 8601: when it may be fetched, unless another moment was asked for. */
  readonly offeredAt: string
  readonly signature?: string
  readonly signingCertificate?: string
  /** MD5, hexadecimal. */
  readonly checksum?: string
}

/** How one version asks: one call for each payload written, and how each answer reads. */
export type CommandCodec<V extends OcppVersion, A extends ActionOf<V>, K extends CommandKind> = Wording<
  PayloadOf<V, A, 'request'>,
  PayloadOf<V, A, 'response'>,
  K
>

interface Wording<Request, Response, K extends CommandKind> {
  /** May be asked of a station that is not accepted yet (2.0.1 B02.FR.01 and 05). Default true. */
  readonly whilePending?: boolean
  write(request: CommandRequests[K], context: CommandContext): readonly (Request & object)[] | Unsupported
  read(answer: Response, context: CommandContext, asked: Request): CommandAnswer
  /** Messages this makes a pending station send (2.0.1 B02.FR.09). */
  triggers?(request: CommandRequests[K]): readonly string[]
}

/** A version that cannot say it, or not so, says why before anything is sent. */
export interface Unsupported {
  readonly unsupported: string
}

export function unsupported(reason: string): Unsupported {
  return { unsupported: reason }
}

/** Calls that are ready to be made. */
export interface PlannedCall {
  readonly action: string
  readonly payload: object
  readonly whilePending: boolean
  readonly triggers?: readonly string[]
  /** Undefined when the answer cannot be understood. */
  read(answer: object): CommandAnswer | undefined
  /** What is to be called in place of the rest, having heard this answer; then only the new answers count. */
  instead?(answer: CommandAnswer): readonly PlannedCall[] | undefined
  /** What the domain keeps of it. */
  readonly watch?: CallWatch
}

/** One command in one version. */
export type Saying<K extends CommandKind> = (
  request: CommandRequests[K],
  context: CommandContext,
) => readonly PlannedCall[] | Unsupported

/** One command in all versions. */
export type CommandFile<K extends CommandKind> = Readonly<Record<OcppVersion, Saying<K>>>

/** Says a command as one action of one version. */
export function say<V extends OcppVersion, A extends ActionOf<V>, K extends CommandKind>(
  version: V,
  action: A,
  codec: CommandCodec<V, A, K>,
): Saying<K> {
  return saying(action, codec, (answer) => checkPayload(version, action, 'response', answer))
}

/** Says a command as an action of a version that builds on another, by a schema of its own. */
export function derivedSaying<K extends CommandKind, Response>(
  action: string,
  codec: Wording<object, Response, K> & { readonly response: MessageSchema<Response> },
): Saying<K> {
  return saying(action, codec, (answer) => checkMessage(codec.response, answer))
}

function saying<Request, Response, K extends CommandKind>(
  action: string,
  codec: Wording<Request, Response, K>,
  judge: (answer: object) => Check<Response>,
): Saying<K> {
  return (request, context) => {
    const payloads = codec.write(request, context)
    if ('unsupported' in payloads) return payloads
    const triggers = codec.triggers?.(request)
    return payloads.map((payload) => ({
      action,
      payload,
      whilePending: codec.whilePending ?? true,
      ...(triggers === undefined ? {} : { triggers }),
      read(answer) {
        const check = judge(answer)
        return check.outcome === 'invalid' ? undefined : codec.read(check.payload, context, payload)
      },
    }))
  }
}
