import type { Operations, Command as StoredCommand } from '#api-client'
import { wordsOf } from './words-of.ts'

export type { CommandKindInfo, CommandResult } from '#api-client'

export type NewCommand = Operations['submitCommand']['request']['body']
export type CommandKind = NewCommand['kind']

/** A command as it is watched: whatever its kind, what was asked is shown by its names. */
export type Command = Omit<StoredCommand, 'request'> & { readonly request: Readonly<Record<string, unknown>> }

type RequestOf<K extends CommandKind> = Extract<NewCommand, { kind: K }>['request']
export type VariableRef = NonNullable<RequestOf<'get-variables'>['variables']>[number]

export type CommandState = Command['state']
export const COMMAND_STATES = wordsOf<CommandState>({
  queued: true,
  sent: true,
  answered: true,
  refused: true,
  'timed-out': true,
  expired: true,
  lost: true,
})

export interface CommandFilter {
  readonly stationId?: string
  readonly state?: CommandState
  readonly kind?: string
}
