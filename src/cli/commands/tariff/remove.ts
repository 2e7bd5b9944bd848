import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addTariffRemove(tariff: Command, around: Surroundings): void {
  apiCommand(tariff, 'remove <tariff>', 'Remove a tariff that no token has')
    .addHelpText('after', '\nThe tariff is named by its id: chargewright tariff list')
    .action(async (id: string, options: ApiCommandOptions) => {
      await openApi(options, around).call('removeTariff', { params: { id } })
      answer(around, options.json, { id, removed: true }, () => `Removed ${id}.\n`)
    })
}
