import type { Command } from 'commander'
import { everyPage, type Stranger } from '#api-client'
import { answer, answerList } from '../../answer.ts'
import {
  type ApiCommandOptions,
  apiCommand,
  type ListOptions,
  limitOf,
  listCommand,
  openApi,
} from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addStationStrangers(station: Command, around: Surroundings): void {
  listCommand(station, 'strangers', 'List who tried to connect and was turned away without being known')
    .addHelpText(
      'after',
      `
Enter one that is yours: chargewright station add <its identity>. Of a TLS handshake that failed only the address is known.

Example:
  chargewright station strangers`,
    )
    .action(async (options: ListOptions) => {
      const api = openApi(options, around)
      const list = await everyPage((page) => api.call('listStrangers', { query: page }), limitOf(options))
      answerList(
        around,
        options,
        list,
        [
          { title: 'STRANGER', text: ({ id }) => id },
          { title: 'IDENTITY', text: ({ identity }) => identity },
          { title: 'FROM', text: ({ remoteAddress }) => remoteAddress },
          { title: 'WHY', text: whyOf, shrinks: true },
          { title: 'OCPP', text: ({ protocol }) => protocol?.replace('ocpp', '') },
          { title: 'TIMES', text: ({ times }) => times, align: 'right' },
          { title: 'LAST', text: ({ lastAt }) => instant(lastAt) },
        ],
        'Nobody was turned away without being known.',
      )
    })

  apiCommand(station, 'forget-stranger <stranger>', 'Forget one that was turned away, until it tries again')
    .addHelpText('after', '\nIt is named by its id: chargewright station strangers')
    .action(async (id: string, options: ApiCommandOptions) => {
      await openApi(options, around).call('forgetStranger', { params: { id } })
      answer(around, options.json, { id }, () => `Forgot ${id}.\n`)
    })
}

function whyOf({ kind, reason }: Stranger): string {
  return kind === 'tls' ? `TLS: ${reason}` : reason
}
