import { type Command, Option } from 'commander'
import { type ConfigurationDrift, everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { ago } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'
import { variableText } from './words.ts'

const STATES = wordsOf<ConfigurationDrift['state']>({ differs: true, untold: true })

interface Options extends ListOptions {
  readonly template?: string
  readonly station?: string
  readonly state?: ConfigurationDrift['state']
}

export function addConfigurationDrift(configuration: Command, around: Surroundings): void {
  listCommand(configuration, 'drift', 'List what stations are not set to, though a template wants it')
    .option('--template <id>', 'only what this one wants')
    .option('--station <id>', 'only at this station')
    .addOption(new Option('--state <state>', 'only those; untold: the station has not said').choices(STATES))
    .addHelpText('after', '\nExample:\n  chargewright configuration drift --station CS-1')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { template: templateId, station: stationId, state } = options
      const list = await everyPage(
        (page) => api.call('listConfigurationDrift', { query: { templateId, stationId, state, ...page } }),
        limitOf(options),
      )
      const nowMs = around.clock.nowMs()
      answerList(
        around,
        options,
        list,
        [
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'VARIABLE', text: ({ variable }) => variableText(variable), shrinks: true },
          { title: 'WANTED', text: ({ variable }) => (variable.secret === true ? '(secret)' : variable.value) },
          { title: 'TOLD', text: ({ told, state }) => told ?? (state === 'untold' ? '?' : ''), shrinks: true },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'TEMPLATE', text: ({ templateName }) => templateName, shrinks: true },
          { title: 'SINCE', text: ({ since }) => ago(since, nowMs), align: 'right' },
        ],
        'Every station is as it ought to be, as far as it has told.',
      )
    })
}
