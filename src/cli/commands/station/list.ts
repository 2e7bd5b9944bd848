import { type Command, Option } from 'commander'
import { type ApiClient, everyPage, type Request } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { ago } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { connectorsOf, STATUSES, stateOf } from './words.ts'

type Query = NonNullable<Request<'listStations'>['query']>

interface Options extends ListOptions {
  readonly connected?: boolean
  readonly admission?: Query['admission']
  readonly status?: Query['status']
  readonly location?: string
  readonly search?: string
}

export function addStationList(station: Command, around: Surroundings): void {
  listCommand(station, 'list', 'List stations with their state')
    .option('--connected', 'only those connected now')
    .option('--no-connected', 'only those not connected now')
    .addOption(new Option('--admission <state>', 'only those').choices(['accepted', 'waiting', 'refused']))
    .addOption(new Option('--status <status>', 'only those with such a connector').choices(STATUSES))
    .option('--location <id>', 'only those at this location')
    .option('--search <text>', 'part of id, name, vendor, model or serial number')
    .addHelpText(
      'after',
      `
Examples:
  chargewright station list --connected
  chargewright station list --admission waiting      stations that want to be let in
  chargewright station list --status faulted --json`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { connected, admission, status, location: locationId, search } = options
      const query = { connected, admission, status, locationId, search }
      const list = await everyPage(
        (page) => api.call('listStations', { query: { ...query, ...page } }),
        limitOf(options),
      )
      const nowMs = around.clock.nowMs()
      answerList(
        around,
        options,
        list,
        [
          { title: 'STATION', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'STATE', text: stateOf },
          { title: 'OCPP', text: ({ protocol }) => protocol?.replace('ocpp', '') },
          { title: 'CONNECTORS', text: connectorsOf, shrinks: true },
          { title: 'MODEL', text: ({ vendor, model }) => [vendor, model].filter(Boolean).join(' '), shrinks: true },
          { title: 'LAST SEEN', text: ({ presence }) => ago(presence.lastSeenAt, nowMs), align: 'right' },
        ],
        list.items.length > 0 || options.json === true ? '' : await whereTheyCome(api),
      )
    })
}

/** What to do while there are none, with the address that this installation has. */
async function whereTheyCome(api: ApiClient): Promise<string> {
  const { ocppUrl } = (await api.call('me', {})).installation
  const pointing = ocppUrl === undefined ? 'Add' : `Point one at ${ocppUrl}/<its id>, or add`
  return `There are no such stations. ${pointing} one: chargewright station add --help`
}
