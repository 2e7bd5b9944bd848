import { type Command, Option } from 'commander'
import { everyPage, type Request, type Token } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

type Query = NonNullable<Request<'listTokens'>['query']>

interface Options extends ListOptions {
  readonly search?: string
  readonly status?: Query['status']
  readonly group?: string
}

export function addTokenList(token: Command, around: Surroundings): void {
  listCommand(token, 'list', 'List tokens')
    .option('--search <text>', 'part of value or label')
    .addOption(new Option('--status <status>', 'only those').choices(['active', 'blocked']))
    .option('--group <id>', 'only those of this group')
    .addHelpText('after', '\nExample:\n  chargewright token list --status blocked')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { search, status, group: groupId } = options
      const list = await everyPage(
        (page) => api.call('listTokens', { query: { search, status, groupId, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'TOKEN', text: ({ value }) => value },
          { title: 'KIND', text: ({ kind }) => kind },
          { title: 'LABEL', text: ({ label }) => label, shrinks: true },
          { title: 'STATE', text: (one) => stateOf(one, around.clock.nowMs()) },
          { title: 'GROUP', text: ({ groupId }) => groupId },
          { title: 'VALID UNTIL', text: ({ validUntil }) => instant(validUntil) },
          { title: 'AT ONCE', text: ({ concurrentLimit }) => concurrentLimit || '', align: 'right' },
          { title: 'PARTY', text: ({ partyId }) => partyId },
          { title: 'ID', text: ({ id }) => id },
        ],
        'There are no such tokens; add one: chargewright token add --help',
      )
    })
}

function stateOf({ status, validUntil }: Token, nowMs: number): string {
  return validUntil !== undefined && Date.parse(validUntil) <= nowMs ? `${status}, expired` : status
}
