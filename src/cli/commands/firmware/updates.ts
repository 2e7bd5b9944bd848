import { type Command, Option } from 'commander'
import { everyPage, type FirmwareUpdate } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'

const OUTCOMES = wordsOf<FirmwareUpdate['outcome']>({
  running: true,
  installed: true,
  failed: true,
  canceled: true,
})

interface Options extends ListOptions {
  readonly station?: string
  readonly image?: string
  readonly outcome?: FirmwareUpdate['outcome']
}

export function addFirmwareUpdates(firmware: Command, around: Surroundings): void {
  listCommand(firmware, 'updates', 'List updates of stations, the newest first')
    .option('--station <id>', 'only those of this station')
    .option('--image <id>', 'only those to this image')
    .addOption(new Option('--outcome <outcome>', 'only those').choices(OUTCOMES))
    .addHelpText('after', '\nExample:\n  chargewright firmware updates --outcome failed')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { station: stationId, image: imageId, outcome } = options
      const list = await everyPage(
        (page) => api.call('listFirmwareUpdates', { query: { stationId, imageId, outcome, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'FROM', text: ({ formerVersion }) => formerVersion },
          { title: 'TO', text: ({ version }) => version },
          { title: 'OUTCOME', text: ({ outcome }) => outcome },
          { title: 'STATUS', text: ({ status }) => status },
          { title: 'SIGNED', text: ({ signed }) => (signed ? 'yes' : '') },
          { title: 'ASKED', text: ({ requestedAt }) => instant(requestedAt) },
          { title: 'ENDED', text: ({ finishedAt }) => instant(finishedAt) },
        ],
        'There were no such updates.',
      )
    })
}
