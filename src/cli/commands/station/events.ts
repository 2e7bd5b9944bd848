import { type Command, Option } from 'commander'
import { everyPage, type StationEvent } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'

type Kind = StationEvent['kind']

const KINDS = wordsOf<Kind>({
  security: true,
  monitoring: true,
  firmware: true,
  log: true,
  'data-transfer': true,
})

interface Options extends ListOptions {
  readonly kind?: Kind
}

export function addStationEvents(station: Command, around: Surroundings): void {
  listCommand(station, 'events <station>', 'List security events, monitored events, firmware and log progress')
    .addOption(new Option('--kind <kind>', 'only those').choices(KINDS))
    .addHelpText('after', '\nThe newest first.\n\nExample:\n  chargewright station events CS-1 --kind security')
    .action(async (id: string, options: Options) => {
      const api = openApi(options, around)
      const { kind } = options
      const list = await everyPage(
        (page) => api.call('listStationEvents', { params: { id }, query: { kind, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'AT', text: ({ at }) => instant(at) },
          { title: 'KIND', text: ({ kind }) => kind },
          { title: 'TYPE', text: ({ type }) => type },
          { title: 'SEVERITY', text: ({ severity }) => severity, align: 'right' },
          { title: 'FACTS', text: ({ facts }) => factsOf(facts), shrinks: true },
        ],
        'It has told of no such events.',
      )
    })
}

function factsOf(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}
