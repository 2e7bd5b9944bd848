import type { Command } from 'commander'
import type { Command as StationCommand } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { facts } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { outcomeOf } from './words.ts'

export function addCommandShow(command: Command, around: Surroundings): void {
  apiCommand(command, 'show <command>', 'Show what a station was asked, and what it answered')
    .addHelpText('after', '\nThe command is named by its id: chargewright command list')
    .action(async (id: string, options: ApiCommandOptions) => {
      const found = await openApi(options, around).call('getCommand', { params: { id } })
      answer(around, options.json, found, () => describedCommand(found, around))
    })
}

/** Everything about one command. */
export function describedCommand(command: StationCommand, { out }: Surroundings): string {
  return facts(out, [
    ['Command', command.id],
    ['Station', command.stationId],
    ['Kind', command.kind],
    ['Request', JSON.stringify(command.request)],
    ['State', command.state],
    ['Outcome', outcomeOf(command)],
    ...detailsOf(command),
    ['Warnings', command.warnings.join('; ')],
    ['Asked', instant(command.createdAt)],
    ['Sent', instant(command.sentAt)],
    ['Settled', instant(command.settledAt)],
    ['Waits until', command.state === 'queued' ? instant(command.expiresAt) : undefined],
  ])
}

function detailsOf({ result }: StationCommand): [string, string][] {
  return Object.entries(result?.details ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
