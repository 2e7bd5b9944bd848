import type { Authorization } from '#domain/authorization'
import type { LocalLists } from '#domain/local-lists'
import type { Reservations } from '#domain/reservations'
import type { Tariffs } from '#domain/tariffs'
import type { CommandAnswer } from './command-codec.ts'

/** The parts of the domain that keep what stations hold because of commands. */
export interface Keepers {
  readonly authorization: Authorization
  readonly localLists: LocalLists
  readonly reservations: Reservations
  readonly tariffs: Tariffs
}

/** How a call came to its end: `refused` was certainly not done, of `unknown` nobody can say. */
export type CallEnd =
  | { readonly outcome: 'answered'; readonly answer: CommandAnswer }
  | { readonly outcome: 'refused' | 'unknown' }

/** What the domain keeps of a call beside its command: told before it is sent, and when it has come to its end. */
export interface CallWatch {
  sending?(keepers: Keepers, stationId: string): Promise<void>
  settled?(end: CallEnd, keepers: Keepers, stationId: string): Promise<void>
}
