import { type Command, Option } from 'commander'
import { type Campaign, everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'
import { countsOf } from './words.ts'

const STATES = wordsOf<Campaign['state']>({
  draft: true,
  running: true,
  paused: true,
  stopped: true,
  finished: true,
  canceled: true,
})

const KINDS = wordsOf<Campaign['kind']>({ firmware: true, configuration: true, reboot: true })

interface Options extends ListOptions {
  readonly kind?: Campaign['kind']
  readonly state?: Campaign['state']
}

export function addCampaignList(campaign: Command, around: Surroundings): void {
  listCommand(campaign, 'list', 'List campaigns with their progress, the newest first')
    .addOption(new Option('--kind <kind>', 'only those').choices(KINDS))
    .addOption(new Option('--state <state>', 'only those').choices(STATES))
    .addHelpText('after', '\nExample:\n  chargewright campaign list --kind firmware --state running')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const query = { kind: options.kind, state: options.state }
      const list = await everyPage(
        (page) => api.call('listCampaigns', { query: { ...query, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'CAMPAIGN', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'KIND', text: ({ kind }) => kind },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'WAVE', text: ({ wave, waves }) => `${wave + 1} of ${waves}` },
          { title: 'STATIONS', text: ({ progress }) => countsOf(progress) },
          { title: 'TO REBOOT', text: ({ rebootsRequired }) => rebootsRequired || '', align: 'right' },
          { title: 'REASON', text: ({ reason }) => reason, shrinks: true },
          { title: 'MADE', text: ({ createdAt }) => instant(createdAt) },
        ],
        'There are no such campaigns. Plan one: chargewright campaign create --help',
      )
    })
}
