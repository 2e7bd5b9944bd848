import type { Services } from '../actions/action.ts'
import type { CommandAnswer } from './command-codec.ts'

/** The parts of the domain that keep what stations hold because of commands. */
export type Keepers = Pick<Services, 'authorization' | 'localLists' | 'reservations' | 'tariffs'>

/** How a call came to its end: `refused` was certainly not done, of `unknown` nobody can say. */
export type CallEnd =
  | { readonly outcome: 'answered'; readonly answer: CommandAnswer }
  | { readonly outcome: 'refused' | 'unknown' }

/** What the domain keeps of a call beside its command: told before it is sent, and when it has come to its end. */
export interface CallWatch {
  sending?(keepers: Keepers, stationId: string): Promise<void>
  settled?(end: CallEnd, keepers: Keepers, stationId: string): Promise<void>
}
