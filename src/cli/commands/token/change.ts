import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { findToken } from './find.ts'
import { type LimitOptions, limitsOf, withLimits } from './limits.ts'

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

  withLimits(apiCommand(token, 'limit <token>', 'Say where and how a token may charge; without options without limits'))
    .addHelpText('after', `${BY}  chargewright token limit 04A2B9C1 --at CS-7/2 --at location:yard`)
    .action(async (wanted: string, options: ApiCommandOptions & LimitOptions) => {
      const api = openApi(options, around)
      const { id } = await findToken(api, wanted)
      const body = { places: null, evseKind: null, transfers: null, ...limitsOf(options) }
      const changed = await api.call('changeToken', { params: { id }, body })
      answer(around, options.json, changed, () => `${changed.value} has other limits.\n`)
    })

  apiCommand(token, 'remove <token>', 'Forget a token; its transactions stay')
    .addHelpText('after', `${BY}  chargewright token remove 04A2B9C1`)
    .action(async (wanted: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      const found = await findToken(api, wanted)
      await api.call('removeToken', { params: { id: found.id } })
      answer(around, options.json, found, () => `Removed ${found.value}.\n`)
    })
}
