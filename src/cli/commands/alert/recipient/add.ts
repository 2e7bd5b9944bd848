import type { Command } from 'commander'
import { answer } from '../../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../../api-command.ts'
import { bodyOptions } from '../../../request/body-options.ts'
import type { Surroundings } from '../../../surroundings.ts'

export function addRecipientAdd(recipient: Command, around: Surroundings): void {
  const command = apiCommand(recipient, 'add <target>', 'Tell a webhook (https://…) or a mail address of alerts')
  const without = ['kind', 'target']
  const body = bodyOptions(command, 'createAlertRecipient', { without }, around)
  command
    .addHelpText(
      'after',
      `
The secret that a webhook’s messages are signed with is shown this once, alone on standard output.

Examples:
  chargewright alert recipient add duty@example.org --least-severity 3
  chargewright alert recipient add https://example.org/alerts > webhook.secret`,
    )
    .action(async (target: string, options: ApiCommandOptions) => {
      const kind = target.includes('://') ? 'webhook' : 'mail'
      const api = openApi(options, around)
      const created = await api.call('createAlertRecipient', { body: await body({ kind, target }) })
      const { id } = created.recipient
      if (options.json !== true) around.err.write(`Added ${target} (${id}).\n`)
      answer(around, options.json, created, () => (created.secret === undefined ? '' : `${created.secret}\n`))
    })
}
