import type { Command, CommandKind } from '#domain/commands'
import type { DerControls } from '#domain/der-control'
import type { CommandAnswer } from './command-codec.ts'

function isKind<K extends CommandKind>(command: Command, kind: K): command is Command<K> {
  return command.kind === kind
}

/** What the answers of a station say about its DER controls. */
export async function learnDer(
  derControls: DerControls,
  command: Command,
  answers: readonly CommandAnswer[],
): Promise<void> {
  const { stationId } = command
  for (const { accepted, status, details } of answers) {
    if (!accepted) continue
    if (isKind(command, 'set-der-control')) {
      const { superseded } = details ?? {}
      const ids = Array.isArray(superseded) ? superseded.filter((id): id is string => typeof id === 'string') : []
      await derControls.accepted(stationId, command.request.controlId, command.request.control, ids)
    }
    if (isKind(command, 'clear-der-controls')) await derControls.cleared(stationId, command.request)
    if (isKind(command, 'get-der-controls') && status === 'NotFound') {
      await derControls.cleared(stationId, command.request)
    }
  }
}
