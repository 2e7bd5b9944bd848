import { type Command, Option } from 'commander'
import { everyPage, type StationLog } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { bytes, instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'

const KINDS = wordsOf<StationLog['kind']>({ diagnostics: true, security: true, 'data-collector': true })
const OUTCOMES = wordsOf<StationLog['outcome']>({ running: true, uploaded: true, failed: true, canceled: true })

interface Options extends ListOptions {
  readonly station?: string
  readonly kind?: StationLog['kind']
  readonly outcome?: StationLog['outcome']
}

export function addLogList(log: Command, around: Surroundings): void {
  listCommand(log, 'list', 'List logs that stations were asked for, the newest first')
    .option('--station <id>', 'only those of this station')
    .addOption(new Option('--kind <kind>', 'only those').choices(KINDS))
    .addOption(new Option('--outcome <outcome>', 'only those').choices(OUTCOMES))
    .addHelpText(
      'after',
      `
What has come has a size, and is fetched by its id.

Examples:
  chargewright log list --station CS-1
  chargewright log download 0199…`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { station: stationId, kind, outcome } = options
      const list = await everyPage(
        (page) => api.call('listStationLogs', { query: { stationId, kind, outcome, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'LOG', text: ({ id }) => id },
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'KIND', text: ({ kind }) => kind },
          { title: 'OUTCOME', text: ({ outcome }) => outcome },
          { title: 'STATUS', text: ({ status }) => status },
          { title: 'FILE', text: fileOf, shrinks: true },
          { title: 'SIZE', text: ({ file }) => bytes(file?.sizeBytes), align: 'right' },
          { title: 'ASKED', text: ({ requestedAt }) => instant(requestedAt) },
        ],
        'No such log was asked for. Ask for one: chargewright log request CS-1 --log diagnostics',
      )
    })
}

function fileOf({ file, elsewhere }: StationLog): string {
  if (file === undefined) return elsewhere ? 'elsewhere' : ''
  return file.doubt === undefined ? file.name : `${file.name} (may not be whole: ${file.doubt})`
}
