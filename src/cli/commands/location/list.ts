import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ListOptions {
  readonly search?: string
}

export function addLocationList(location: Command, around: Surroundings): void {
  listCommand(location, 'list', 'List locations')
    .option('--search <text>', 'part of the name or address')
    .addHelpText('after', '\nExample:\n  chargewright location list --search Berlin')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { search } = options
      const list = await everyPage(
        (page) => api.call('listLocations', { query: { search, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'LOCATION', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'ADDRESS', text: ({ address }) => address, shrinks: true },
          {
            title: 'CITY',
            text: ({ postalCode, city }) => [postalCode, city].filter(Boolean).join(' '),
            shrinks: true,
          },
          { title: 'COUNTRY', text: ({ country }) => country },
          { title: 'TIME ZONE', text: ({ timeZone }) => timeZone },
          { title: 'PARTY', text: ({ partyId }) => partyId },
        ],
        'There are no such locations; add one: chargewright location add --help',
      )
    })
}
