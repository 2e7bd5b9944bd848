import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { findToken } from './find.ts'

const BY = '\nA token is named by its value, or by its id where several parties have the same value.\n\nExample:\n'

export function addTokenChanges(token: Command, around: Surroundings): void {
  const statuses = [
    ['block', 'blocked', 'Let a token charge no more'],
    ['unblock', 'active', 'Let a blocked token charge again'],
  ] as const
  for (const [name, status, summary] of statuses) {
    apiCommand(token, `${name} <token>`, summary)
      .addHelpText('after', `${BY}  chargewright token ${name} 04A2B9C1`)
      .action(async (wanted: string, options: ApiCommandOptions) => {
        const api = openApi(options, around)
        const { id } = await findToken(api, wanted)
        const changed = await api.call('changeToken', { params: { id }, body: { status } })
        answer(around, options.json, changed, () => `${changed.value} is ${changed.status}.\n`)
      })
  }

  apiCommand(token, 'remove <token>', 'Forget a token; its transactions stay')
    .addHelpText('after', `${BY}  chargewright token remove 04A2B9C1`)
    .action(async (wanted: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      const found = await findToken(api, wanted)
      await api.call('removeToken', { params: { id: found.id } })
      answer(around, options.json, found, () => `Removed ${found.value}.\n`)
    })
}
