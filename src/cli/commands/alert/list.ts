import { type Command, Option } from 'commander'
import { type Alert, everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { ago, instant } from '../../format/quantities.ts'
import { wholeNumber } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { CAUSES, placeOf, SEVERITY_HELP, stateOf, whatOf } from './words.ts'

interface Options extends ListOptions {
  readonly over?: boolean
  readonly unseen?: boolean
  readonly station?: string
  readonly cause?: Alert['cause']
  readonly atLeast?: number
}

export function addAlertList(alert: Command, around: Surroundings): void {
  listCommand(alert, 'list', 'List what is wrong now, the newest first')
    .option('--over', 'those that are over too')
    .option('--unseen', 'only those nobody has acknowledged')
    .option('--station <id>', 'only those of this station')
    .addOption(new Option('--cause <cause>', 'only those').choices(CAUSES))
    .option('--at-least <severity>', 'only those this grave or graver, 0 to 9', wholeNumber(0, 9))
    .addHelpText(
      'after',
      `
${SEVERITY_HELP}

Examples:
  chargewright alert list --at-least 3
  chargewright alert list --over --station CS-1 --json`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { station: stationId, cause, atLeast } = options
      const open = options.over === true ? undefined : true
      const acknowledged = options.unseen === true ? false : undefined
      const query = { open, acknowledged, stationId, cause, atLeast }
      const list = await everyPage((page) => api.call('listAlerts', { query: { ...query, ...page } }), limitOf(options))
      const nowMs = around.clock.nowMs()
      answerList(
        around,
        options,
        list,
        [
          { title: 'ALERT', text: ({ id }) => id },
          { title: 'SEVERITY', text: ({ severity }) => severity, align: 'right' },
          { title: 'WHERE', text: placeOf },
          { title: 'WHAT', text: whatOf },
          { title: 'DETAIL', text: ({ detail }) => detail, shrinks: true },
          { title: 'STATE', text: stateOf },
          { title: 'SINCE', text: ({ since }) => ago(since, nowMs), align: 'right' },
          { title: 'OVER', text: ({ closedAt }) => instant(closedAt) },
        ],
        options.over === true ? 'There are no such alerts.' : 'Nothing of that is wrong now.',
      )
    })
}
