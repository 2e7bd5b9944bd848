import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addFirmwareRemove(firmware: Command, around: Surroundings): void {
  apiCommand(firmware, 'remove <image>', 'Remove a firmware image; updates made of it stay on record')
    .addHelpText('after', '\nThe image is named by its id: chargewright firmware list')
    .action(async (id: string, options: ApiCommandOptions) => {
      await openApi(options, around).call('removeFirmwareImage', { params: { id } })
      answer(around, options.json, { id, removed: true }, () => `Removed ${id}.\n`)
    })
}
