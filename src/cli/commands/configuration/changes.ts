import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import {
  type ApiCommandOptions,
  apiCommand,
  type ListOptions,
  limitOf,
  listCommand,
  openApi,
} from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'
import { watchUndertaking } from '../campaign/watch-undertaking.ts'
import { countsOf } from '../campaign/words.ts'

export function addConfigurationChanges(configuration: Command, around: Surroundings): void {
  listCommand(configuration, 'changes', 'List changes with their progress, the newest first')
    .addHelpText('after', '\nExample:\n  chargewright configuration changes')
    .action(async (options: ListOptions) => {
      const api = openApi(options, around)
      const list = await everyPage((page) => api.call('listConfigurationChanges', { query: page }), limitOf(options))
      answerList(
        around,
        options,
        list,
        [
          { title: 'CHANGE', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'STATIONS', text: ({ progress }) => countsOf(progress) },
          { title: 'TO REBOOT', text: ({ rebootsRequired }) => rebootsRequired || '', align: 'right' },
          { title: 'BEGUN', text: ({ createdAt }) => instant(createdAt) },
          { title: 'ENDED', text: ({ finishedAt }) => instant(finishedAt) },
        ],
        'Nothing was changed yet.',
      )
    })

  listCommand(configuration, 'stations <change>', 'List the stations of a change with what each answered')
    .addHelpText('after', '\nThe change is named by its id: chargewright configuration changes')
    .action(async (id: string, options: ListOptions) => {
      const api = openApi(options, around)
      const list = await everyPage(
        (page) => api.call('listConfigurationChangeStations', { params: { id }, query: page }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'REASON', text: ({ reason }) => reason, shrinks: true },
          {
            title: 'ANSWERS',
            text: ({ results = [] }) => results.map(({ name, status }) => `${name} ${status}`).join(', '),
            shrinks: true,
          },
          { title: 'REBOOT', text: ({ rebootRequired }) => (rebootRequired ? 'needed' : '') },
        ],
        'No station fits.',
      )
    })

  apiCommand(configuration, 'watch <change>', 'Show how a change goes, until it is over')
    .addHelpText('after', '\nThe change is named by its id: chargewright configuration changes')
    .action((id: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      const ask = () => api.call('getConfigurationChange', { params: { id } })
      return stayingAlive(watchUndertaking(api, ask, options, around))
    })
}
