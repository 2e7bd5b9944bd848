import type { Registration, StationMake } from '#domain/stations'
import type { OcppVersion } from '#ocpp/rpc'
import {
  type ActionOf,
  type Check,
  checkMessage,
  checkPayload,
  type Deviation,
  type MessageSchema,
  type Mode,
  type Violation,
} from '#ocpp/schemas'
import type { Action, Codec, Services, StationCall } from './action.ts'

/** What came of an action: the payload of its answer, and what it changes about the session. */
export interface Served {
  readonly payload: object
  readonly registration?: Registration
  /** To be called once the answer is on its way. */
  readonly afterwards?: () => void
}

/** A message that was read, ready to be acted upon once or, after a failure, again. */
export type Reading =
  | { readonly outcome: 'invalid'; readonly violations: readonly Violation[] }
  | {
      readonly outcome: 'ready'
      readonly deviations: readonly Deviation[]
      /** How many events it tells. */
      readonly events: number
      /** What the station is, where it says so. */
      readonly make: StationMake | undefined
      /** Why the connection must end instead. */
      readonly closes: string | undefined
      act(services: Services): Served | Promise<Served>
    }

/** The way of one action of one version into the domain and back. */
export interface Route<A extends string = string> {
  readonly action: A
  readonly transactional: boolean
  readonly keyless: boolean
  read(payload: object, call: StationCall, mode: Mode): Reading
}

const NONE: readonly never[] = []

/** What an action is, whatever a version calls it. */
type Meaning<In, Out> = Pick<
  Action<In, Out>,
  'handle' | 'transactional' | 'keyless' | 'registers' | 'events' | 'make' | 'afterwards' | 'closes'
>

/** Lays the way of an action in one version. */
export function route<V extends OcppVersion, A extends ActionOf<V>, In, Out>(
  version: V,
  action: Meaning<In, Out> & { readonly versions: { readonly [W in V]: Codec<V, A, In, Out> } },
): Route<A> {
  const codec = action.versions[version]
  return lay(action, codec, (payload, mode) => checkPayload(version, codec.action, 'request', payload, mode))
}

/** How a version that builds on another says an action differently, by a schema of its own. */
export interface DerivedCodec<A extends string, Payload, In, Out> {
  readonly action: A
  readonly request: MessageSchema<Payload>
  read(payload: Payload, call: StationCall): In
  write(out: Out): object
}

/** Lays the way of an action in a version that builds on another. */
export function derivedRoute<A extends string, Payload, In, Out>(
  action: Meaning<In, Out>,
  codec: DerivedCodec<A, Payload, In, Out>,
): Route<A> {
  return lay(action, codec, (payload, mode) => checkMessage(codec.request, payload, mode))
}

function lay<A extends string, Payload, In, Out>(
  action: Meaning<In, Out>,
  codec: Omit<DerivedCodec<A, Payload, In, Out>, 'request'>,
  judge: (payload: object, mode: Mode) => Check<Payload>,
): Route<A> {
  const transactional = action.transactional ?? false
  const served = (out: Out, call: StationCall, services: Services): Served => {
    const payload = codec.write(out)
    if (action.registers !== undefined) return { payload, registration: action.registers(out) }
    if (action.afterwards === undefined) return { payload }
    return { payload, afterwards: () => action.afterwards?.(out, call, services) }
  }
  return {
    action: codec.action,
    transactional,
    keyless: action.keyless ?? false,
    read(payload, call, mode) {
      // What a transaction message says is kept however it is said, also where an operator wants the letter.
      const check = judge(payload, transactional ? 'lenient' : mode)
      if (check.outcome === 'invalid') return check
      const input = codec.read(check.payload, call)
      return {
        outcome: 'ready',
        deviations: check.outcome === 'deviant' ? check.deviations : NONE,
        events: action.events?.(input) ?? 0,
        make: action.make?.(input),
        closes: action.closes?.(input, call.station),
        act(services) {
          const out = action.handle(input, call, services)
          return out instanceof Promise ? out.then((done) => served(done, call, services)) : served(out, call, services)
        },
      }
    },
  }
}
