import { type Command, Option } from 'commander'
import { commandKinds, everyPage, type Command as StationCommand } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { oneOfWords } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'
import { outcomeOf } from './words.ts'

const STATES = wordsOf<StationCommand['state']>({
  queued: true,
  sent: true,
  answered: true,
  refused: true,
  'timed-out': true,
  expired: true,
  lost: true,
})

/** Too many to be listed in --help. */
const KINDS = commandKinds.map(({ kind }) => kind)

interface Options extends ListOptions {
  readonly station?: string
  readonly state?: StationCommand['state']
  readonly kind?: StationCommand['kind']
}

export function addCommandList(command: Command, around: Surroundings): void {
  listCommand(command, 'list', 'List what stations were asked, the newest first')
    .option('--station <id>', 'only those of this station')
    .addOption(new Option('--state <state>', 'only those').choices(STATES))
    .addOption(
      new Option('--kind <kind>', 'only those that ask this; see `command kinds`').argParser(oneOfWords(KINDS)),
    )
    .addHelpText(
      'after',
      `
A command is queued, then sent, then for ever answered, refused, timed-out, expired (the station did not come in time)
or lost (the connection broke before the answer).

Example:
  chargewright command list --station CS-1`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { station: stationId, state, kind } = options
      const list = await everyPage(
        (page) => api.call('listCommands', { query: { stationId, state, kind, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'COMMAND', text: ({ id }) => id },
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'KIND', text: ({ kind }) => kind },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'OUTCOME', text: outcomeOf, shrinks: true },
          { title: 'ASKED', text: ({ createdAt }) => instant(createdAt) },
          { title: 'SETTLED', text: ({ settledAt }) => instant(settledAt) },
        ],
        'There are no such commands.',
      )
    })
}
