import type { Command, CommandKind, CommandMove } from '#domain/commands'
import type { ProfileOutcome, SmartCharging } from '#domain/smart-charging'
import type { CommandAnswer, CommandContext } from './command-codec.ts'

function isKind<K extends CommandKind>(command: Command, kind: K): command is Command<K> {
  return command.kind === kind
}

/** What smart charging says before a command goes out: a profile is judged, a report expected. */
export async function prepareCharging(
  smartCharging: SmartCharging,
  command: Command,
  context: CommandContext,
): Promise<CommandContext> {
  const { id: commandId, stationId } = command
  if (isKind(command, 'set-charging-profile')) {
    const { evseId, profile, profileId } = command.request
    const { transactionReference } = context
    const optional = {
      ...(profileId !== undefined && { profileId }),
      ...(transactionReference && { transactionReference }),
    }
    return {
      ...context,
      chargingProfile: await smartCharging.prepare({ stationId, commandId, evseId, profile, ...optional }),
    }
  }
  if (isKind(command, 'start-transaction') && command.request.profile !== undefined) {
    const { evseId = 0, profile } = command.request
    const startNumber = context.requestNumber
    return {
      ...context,
      chargingProfile: await smartCharging.prepare({ stationId, commandId, evseId, profile, startNumber }),
    }
  }
  if (isKind(command, 'get-charging-profiles')) {
    await smartCharging.asked(stationId, context.requestNumber, command.request)
  }
  return context
}

/** What became of a command that sent a profile. */
export async function settleCharging(
  smartCharging: SmartCharging,
  command: Command,
  move: CommandMove | undefined,
): Promise<void> {
  const sendsProfile = command.kind === 'set-charging-profile' || command.kind === 'start-transaction'
  if (sendsProfile && 'profile' in command.request) {
    await smartCharging.settle(command.stationId, command.id, outcomeOf(move))
  }
}

function outcomeOf(move: CommandMove | undefined): ProfileOutcome {
  if (move === undefined) return 'unsent'
  if (move.state === 'answered') return 'accepted'
  if (move.state !== 'refused') return 'unsure'
  return move.result.error?.code === 'invalid-answer' ? 'unsure' : 'refused'
}

/** What the answers of a station say about its profiles. */
export async function learnCharging(
  smartCharging: SmartCharging,
  command: Command,
  answers: readonly CommandAnswer[],
): Promise<void> {
  const { stationId } = command
  for (const { accepted, status, details, schedule } of answers) {
    if (!accepted) continue
    if (schedule !== undefined) await smartCharging.toldSchedule(stationId, schedule)
    if (isKind(command, 'clear-charging-profile')) await smartCharging.cleared(stationId, command.request)
    if (isKind(command, 'update-dynamic-schedule')) {
      await smartCharging.updated(stationId, command.request.profileId, command.request.values)
    }
    const requestId = details?.requestId
    if (isKind(command, 'get-charging-profiles') && status === 'NoProfiles' && typeof requestId === 'number') {
      await smartCharging.reportedNone(stationId, requestId)
    }
  }
}
