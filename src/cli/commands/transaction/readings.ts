import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant, measured } from '../../format/quantities.ts'
import { pointInTime } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { REFERENCE_HELP, transactionIdOf, withStation } from './find.ts'

interface Options extends ListOptions {
  readonly station?: string
  readonly from?: string
  readonly to?: string
}

export function addTransactionReadings(transaction: Command, around: Surroundings): void {
  const time = pointInTime(() => around.clock.nowMs())
  withStation(listCommand(transaction, 'readings <transaction>', 'List what the meter showed during a transaction'))
    .option('--from <time>', 'then or later: 2026-11-01T12:00:00Z, or how long ago as 30m, 2h, 7d', time)
    .option('--to <time>', 'before', time)
    .addHelpText(
      'after',
      `${REFERENCE_HELP}
The samples exactly as the station sent them are in the --json document.

Example:
  chargewright transaction readings 1234 --station CS-1 --all --json`,
    )
    .action(async (wanted: string, options: Options) => {
      const api = openApi(options, around)
      const id = await transactionIdOf(api, wanted, options.station)
      const { from, to } = options
      const list = await everyPage(
        (page) => api.call('listTransactionReadings', { params: { id }, query: { from, to, ...page } }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'AT', text: ({ at }) => instant(at) },
          { title: 'CONTEXT', text: ({ context }) => context },
          { title: 'REGISTER', text: ({ registerWh }) => measured(registerWh, 'Wh'), align: 'right' },
          { title: 'POWER', text: ({ powerW }) => measured(powerW, 'W'), align: 'right' },
          { title: 'CURRENT', text: ({ currentA }) => measured(currentA, 'A'), align: 'right' },
          { title: 'VOLTAGE', text: ({ voltageV }) => measured(voltageV, 'V'), align: 'right' },
          { title: 'CHARGE', text: ({ stateOfCharge }) => measured(stateOfCharge, '%'), align: 'right' },
        ],
        'The station has sent no readings of it.',
      )
    })
}
