import type { CommandKind, CommandRequests } from '#domain/commands'
import type { ReportedVariable } from '#domain/device-model'
import type { ListPlan } from '#domain/local-lists'
import type { NewReservation, ReservationName } from '#domain/reservations'
import type { Tariff } from '#domain/tariffs'
import type { OcppVersion } from '#ocpp/rpc'
import { type ActionOf, checkPayload, type PayloadOf } from '#ocpp/schemas'
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
}

/** What a command needs besides its request. */
export interface CommandContext {
  /** Finds what the station sends because of this command: remoteStartId, requestId. Positive, within int32. */
  readonly requestNumber: number
  readonly registration: SessionRegistration
  /** How many elements the station takes in one call (2.x ItemsPerMessage, 1.6 GetConfigurationMaxKeys; F-05). */
  readonly itemsPerMessage: number
  /** The security extension of 1.6 is known to be there. */
  readonly hasSecurityExtension: boolean
  /** The station's own name of the transaction that is meant. */
  readonly transactionReference?: string
  /** What the station's local list is to become. */
  readonly listPlan?: ListPlan
  /** The reservation that is meant. */
  readonly reservation?: ReservationName
  /** What is to be kept of it, once the station has accepted or, of a new one, before it is asked. */
  readonly wantedReservation?: NewReservation
  /** The tariff that is meant. */
  readonly tariff?: Tariff
}

/** How one version asks: one call for each payload written, and how each answer reads. */
export interface CommandCodec<V extends OcppVersion, A extends ActionOf<V>, K extends CommandKind> {
  /** May be asked of a station that is not accepted yet (2.0.1 B02.FR.01 and 05). Default true. */
  readonly whilePending?: boolean
  write(
    request: CommandRequests[K],
    context: CommandContext,
  ): readonly (PayloadOf<V, A, 'request'> & object)[] | Unsupported
  read(answer: PayloadOf<V, A, 'response'>, context: CommandContext, asked: PayloadOf<V, A, 'request'>): CommandAnswer
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
        const check = checkPayload(version, action, 'response', answer)
        return check.outcome === 'invalid' ? undefined : codec.read(check.payload, context, payload)
      },
    }))
  }
}
