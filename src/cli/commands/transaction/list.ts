import { type Command, Option } from 'commander'
import { everyPage, type Request, type Transaction } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { pointInTime } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'
import { transactionColumns } from './columns.ts'

type Query = NonNullable<Request<'listTransactions'>['query']>

const FLAGS = wordsOf<Transaction['flags'][number]>({
  'start-missing': true,
  'end-missing': true,
  superseded: true,
  'events-missing': true,
  'register-decreased': true,
  'no-register': true,
  'token-refused': true,
  'clock-doubtful': true,
  offline: true,
})

interface Options extends ListOptions {
  readonly station?: string
  readonly status?: Query['status']
  readonly token?: string
  readonly flag?: Query['flag']
  readonly startedFrom?: string
  readonly startedTo?: string
  readonly endedFrom?: string
  readonly endedTo?: string
}

export function addTransactionList(transaction: Command, around: Surroundings): void {
  const time = pointInTime(() => around.clock.nowMs())
  listCommand(transaction, 'list', 'List transactions, the newest first')
    .option('--station <id>', 'only those of this station')
    .addOption(new Option('--status <status>', 'only those').choices(['active', 'ended']))
    .option('--token <value>', 'only those begun with this token')
    .addOption(new Option('--flag <flag>', 'only those with this doubt').choices(FLAGS))
    .option('--started-from <time>', 'begun then or later: 2026-11-01T12:00:00Z, or how long ago as 30m, 2h, 7d', time)
    .option('--started-to <time>', 'begun before', time)
    .option('--ended-from <time>', 'ended then or later', time)
    .option('--ended-to <time>', 'ended before', time)
    .addHelpText(
      'after',
      `
Energy is what was delivered, in kWh with every watt-hour. TO KNOW lists what to look at before billing.

Examples:
  chargewright transaction list --status active
  chargewright transaction list --station CS-1 --ended-from 7d --all --json`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { station: stationId, status, token, flag, startedFrom, startedTo, endedFrom, endedTo } = options
      const query = { stationId, status, token, flag, startedFrom, startedTo, endedFrom, endedTo }
      const list = await everyPage(
        (page) => api.call('listTransactions', { query: { ...query, ...page } }),
        limitOf(options),
      )
      answerList(around, options, list, transactionColumns(), 'There are no such transactions.')
    })
}
