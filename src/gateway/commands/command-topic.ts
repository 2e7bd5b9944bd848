import type { Command, CommandKind, CommandMove } from '#domain/commands'
import type { Clock } from '#kernel'
import type { Services, StationFacts } from '../actions/action.ts'
import type { GatewaySettings } from '../settings.ts'
import type { CommandAnswer, CommandContext } from './command-codec.ts'

/** What commands are carried out with. */
export interface CommandGround extends Services {
  readonly clock: Clock
  readonly settings?: Partial<GatewaySettings>
}

/** How a command has ended. */
export interface CommandEnd {
  /** Undefined: nothing was sent, it waits on. */
  readonly move: CommandMove | undefined
  /** It failed on our side, perhaps after the station had been asked. */
  readonly failed: boolean
}

/** A part of the domain that commands are about, beside the station that is asked. */
export interface CommandTopic {
  /**
   * What a command is said with, and nothing for other commands; enters what has to be on record before it is sent.
   * @throws AppError why it shall not be sent
   */
  prepare?(
    ground: CommandGround,
    command: Command,
    context: CommandContext,
    station: StationFacts,
  ): Promise<Partial<CommandContext>>
  /** What the answers of a station say about it; of a command that failed, those that came before. */
  learn?(
    ground: CommandGround,
    command: Command,
    answers: readonly CommandAnswer[],
    context: CommandContext,
  ): Promise<void>
  /** How a command has ended; told first, so that whoever waits for the command finds both. */
  settle?(ground: CommandGround, command: Command, end: CommandEnd): Promise<void>
}

export function isKind<K extends CommandKind>(command: Command, kind: K): command is Command<K> {
  return command.kind === kind
}
