import type { DerivedVersion } from '#ocpp/rpc'
import type { MessageSchema } from '#ocpp/schemas'
import type { StationFacts } from './actions/action.ts'
import type { Route } from './actions/route.ts'
import { routeOf } from './actions/routes.ts'
import type { Sayings } from './commands/commands.ts'

/**
 * A version of OCPP that is not built in, in one folder: it names the version it builds on, and says anew what it changes or
 * adds. Everything else is as in the version it builds on.
 */
export interface GatewayVersion extends DerivedVersion {
  /** What a station says differently, by the action: a name of its own, or one of the version it builds on. */
  readonly routes: Readonly<Record<string, Route>>
  /** Commands that are said differently. */
  readonly sayings?: Sayings
  /** What is replied to those, by the action. */
  readonly replies?: Readonly<Record<string, MessageSchema<unknown>>>
}

/** Where an action of a station goes, by what its version changed or else by the version that builds on. */
export function routeFor({ version, derived }: StationFacts, action: string): ReturnType<typeof routeOf> {
  const changed = derived !== undefined && Object.hasOwn(derived.routes, action) ? derived.routes[action] : undefined
  return changed ?? routeOf(version, action)
}

/** What the station is said to speak. */
export function protocolOf({ version, spokenAs, derived }: StationFacts): string {
  return derived?.name ?? spokenAs ?? version
}
