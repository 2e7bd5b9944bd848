import type { Command } from 'commander'
import { answer } from '../../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../../api-command.ts'
import type { Surroundings } from '../../../surroundings.ts'

const BY = '\nThe recipient is named by its id: chargewright alert recipient list'

export function addRecipientChanges(recipient: Command, around: Surroundings): void {
  const switches = [
    ['pause', false, 'Tell somebody nothing for a while'],
    ['resume', true, 'Tell somebody of alerts again'],
  ] as const
  for (const [name, enabled, summary] of switches) {
    apiCommand(recipient, `${name} <recipient>`, summary)
      .addHelpText('after', BY)
      .action(async (id: string, options: ApiCommandOptions) => {
        const changed = await openApi(options, around).call('changeAlertRecipient', {
          params: { id },
          body: { enabled },
        })
        answer(
          around,
          options.json,
          changed,
          () => `${changed.target} is ${enabled ? 'told again' : 'told nothing'}.\n`,
        )
      })
  }

  apiCommand(recipient, 'remove <recipient>', 'Tell somebody nothing any more')
    .addHelpText('after', BY)
    .action(async (id: string, options: ApiCommandOptions) => {
      await openApi(options, around).call('removeAlertRecipient', { params: { id } })
      answer(around, options.json, { id, removed: true }, () => `Removed ${id}.\n`)
    })
}
