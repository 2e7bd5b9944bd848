import type { Page, PageRequest, Scope } from '#kernel'
import type { Queries } from '#storage'
import type { CommandKind, CommandRequests } from './command-requests.ts'

/** queued → sent → one of the rest; what is settled never changes again. */
export const COMMAND_STATES = ['queued', 'sent', 'answered', 'refused', 'timed-out', 'expired', 'lost'] as const
export type CommandState = (typeof COMMAND_STATES)[number]

export interface Command<K extends CommandKind = CommandKind> {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  readonly kind: K
  readonly request: CommandRequests[K]
  readonly state: CommandState
  /** What the platform would not have advised, and sent all the same. */
  readonly warnings: readonly string[]
  /** What the station answered, or why it never did. */
  readonly result?: CommandResult
  /** The id of the person or key that asked for it. */
  readonly requestedBy: string
  /** Their name at that time, for people to read. */
  readonly requestedByName?: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly sentAt?: Date
  readonly settledAt?: Date
}

export interface CommandResult {
  /** The station's own word: `Accepted`, `Rejected`, `Scheduled`, `UnknownTransaction`, … */
  readonly status?: string
  /** The rest of its answer, in the domain's words. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly error?: { readonly code: string; readonly message: string }
}

export interface NewCommand<K extends CommandKind = CommandKind> {
  readonly stationId: string
  readonly kind: K
  readonly request: CommandRequests[K]
  readonly requestedBy: string
  readonly requestedByName?: string
  readonly idempotencyKey?: string
  /** How long it may wait for a station that is offline; 0 for now or never. Default 60. */
  readonly expiresInS?: number
}

export interface CommandFilter {
  readonly stationId?: string
  readonly state?: CommandState
  readonly kind?: CommandKind
}

/** How a settled or moved command is told; `sent` is a move, the rest settle it. */
export type CommandMove =
  | { readonly state: 'sent' }
  | { readonly state: 'answered' | 'refused' | 'timed-out' | 'lost' | 'expired'; readonly result: CommandResult }

export type BesideCommand = (queries: Queries, commandId: string) => Promise<void>

/** Commands to stations: stored, handed to whichever node holds the station, watched until settled. */
export interface Commands {
  /**
   * Stores a command and hands it to the station's node; the same idempotency key gives the same command again.
   * @param beside  stores what begins with a new command, in one database transaction with it: both are there, or neither
   * @throws AppError `not-found` for a station outside the scope, `too-many` when too many wait already, `conflict` when
   *   the key was used for another command, `invalid` for a time to wait that is none.
   */
  submit(scope: Scope, command: NewCommand, beside?: BesideCommand): Promise<Command>
  /**
   * One command to be sent, with the secrets that everybody else sees masked.
   * @throws AppError `not-found`; `conflict` when its secrets were sealed under another key than the installation has now.
   */
  toSend(commandId: string): Promise<Command>
  /** The ids of what waits for a station, oldest first: asked by the node it has just connected to. */
  waiting(stationId: string): Promise<readonly string[]>
  /** Moves a command on; false when it was settled already (each is settled exactly once). */
  move(commandId: string, move: CommandMove): Promise<boolean>
  /** Expires what waited too long, and gives up what was sent by a node that is gone. Called now and then. */
  sweep(): Promise<number>
  /** Removes settled commands made before a time, the oldest first and at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
  get(scope: Scope, commandId: string): Promise<Command>
  list(scope: Scope, filter: CommandFilter, page: PageRequest): Promise<Page<Command>>
}

/** The bus request a gateway node answers for each station it holds: payload `{ version: 1, commandId, stationId }`. */
export const COMMAND_SUBJECT = (stationWord: string): string => `station.${stationWord}.command`
