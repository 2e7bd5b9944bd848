import type { Registration, StationMake } from '#domain/stations'
import type { OcppVersion } from '#ocpp/rpc'
import { type ActionOf, checkPayload, type Deviation, type Mode, type Violation } from '#ocpp/schemas'
import type { Action, Codec, Services, StationCall } from './action.ts'

/** What came of an action: the payload of its answer, and what it changes about the session. */
export interface Served {
  readonly payload: object
  readonly registration?: Registration
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

/** Lays the way of an action in one version. */
export function route<V extends OcppVersion, A extends ActionOf<V>, In, Out>(
  version: V,
  action: Pick<Action<In, Out>, 'handle' | 'transactional' | 'keyless' | 'registers' | 'events' | 'make' | 'closes'> & {
    readonly versions: { readonly [W in V]: Codec<V, A, In, Out> }
  },
): Route<A> {
  const codec = action.versions[version]
  const transactional = action.transactional ?? false
  const served = (out: Out): Served => {
    const payload = codec.write(out)
    return action.registers === undefined ? { payload } : { payload, registration: action.registers(out) }
  }
  return {
    action: codec.action,
    transactional,
    keyless: action.keyless ?? false,
    read(payload, call, mode) {
      // What a transaction message says is kept however it is said, also where an operator wants the letter.
      const check = checkPayload(version, codec.action, 'request', payload, transactional ? 'lenient' : mode)
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
          return out instanceof Promise ? out.then(served) : served(out)
        },
      }
    },
  }
}
