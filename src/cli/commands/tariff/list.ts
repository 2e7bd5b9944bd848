import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { inShort } from './words.ts'

export function addTariffList(tariff: Command, around: Surroundings): void {
  listCommand(tariff, 'list', 'List tariffs')
    .addHelpText(
      'after',
      '\nPrices are without tax; … where there are more for other times.\n\nExample:\n  chargewright tariff list',
    )
    .action(async (options: ListOptions) => {
      const api = openApi(options, around)
      const list = await everyPage((page) => api.call('listTariffs', { query: page }), limitOf(options))
      answerList(
        around,
        options,
        list,
        [
          { title: 'TARIFF', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'IN', text: ({ currency }) => currency },
          { title: 'PRICES', text: inShort, shrinks: true },
          { title: 'VALID FROM', text: ({ validFrom }) => instant(validFrom) },
          { title: 'PARTY', text: ({ partyId }) => partyId },
        ],
        'There are no tariffs. Make one: chargewright tariff create --help',
      )
    })
}
