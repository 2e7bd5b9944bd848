import type { Command } from 'commander'
import { AppError, newId } from '#kernel'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { UsageError } from '../../failure.ts'
import { instant } from '../../format/quantities.ts'
import { facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { findToken } from './find.ts'

/** Entries of a balance that are shown, the newest. */
const SHOWN = 20

interface AdjustOptions extends ApiCommandOptions {
  readonly add?: string
  readonly take?: string
  readonly note?: string
  readonly key?: string
}

/** `chargewright token balance` and `token adjust`: what is left of a prepaid token. */
export function addTokenBalance(token: Command, around: Surroundings): void {
  apiCommand(token, 'balance <token>', 'Show what is left of a prepaid token, and what changed it')
    .addHelpText('after', '\nExample:\n  chargewright token balance 04A2B9C1')
    .action(async (wanted: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      const { id, value } = await findToken(api, wanted)
      const balance = await api.call('getBalance', { params: { id } })
      const { items: entries } = await api.call('listBalanceEntries', { params: { id }, query: { limit: SHOWN } })
      const { out } = around
      const columns = [
        { title: 'AT', text: ({ madeAt }: (typeof entries)[number]) => instant(madeAt) },
        { title: 'WHAT', text: ({ kind }: (typeof entries)[number]) => kind },
        { title: 'CHANGE', text: ({ amount }: (typeof entries)[number]) => amount, align: 'right' as const },
        { title: 'LEFT', text: (entry: (typeof entries)[number]) => entry.balance, align: 'right' as const },
        { title: 'NOTE', text: ({ note }: (typeof entries)[number]) => note, shrinks: true },
      ]
      answer(around, options.json, { ...balance, entries }, () =>
        [
          facts(out, [
            ['Token', value],
            ['Left', `${balance.amount} ${balance.currency}`],
          ]),
          entries.length === 0 ? '' : table(out, columns, entries),
        ].join(''),
      )
    })

  apiCommand(token, 'adjust <token>', 'Add to what is left of a prepaid token, or take from it')
    .option('--add <amount>', 'what is added, a decimal in the currency of the balance')
    .option('--take <amount>', 'what is taken')
    .option('--note <text>', 'why, for people')
    .option('--key <key>', 'of an earlier try whose answer was lost: it is done once')
    .addHelpText('after', '\nExample:\n  chargewright token adjust 04A2B9C1 --add 10 --note "Paid in at the counter"')
    .action(async (wanted: string, options: AdjustOptions) => {
      const { note, key = newId() } = options
      const amount = amountOf(options)
      const api = openApi(options, around)
      const { id, value } = await findToken(api, wanted)
      const body = { amount, key, ...(note === undefined ? {} : { note }) }
      const left = await api.call('adjustBalance', { params: { id }, body }).catch((thrown: unknown) => {
        throw withKey(thrown, key)
      })
      answer(around, options.json, left, () => `${left.amount} ${left.currency} are left of ${value}.\n`)
    })
}

/** @throws UsageError unless there is one amount, without a sign. */
function amountOf({ add, take }: AdjustOptions): string {
  const amount = add ?? take
  if (amount === undefined || (add !== undefined && take !== undefined) || !/^\d+(\.\d+)?$/.test(amount)) {
    throw new UsageError('say --add or --take, and a decimal such as 10 or 2.50')
  }
  return add === undefined ? `-${amount}` : amount
}

/** Whether it was done nobody knows when the answer was lost: whoever tries again has to use the same key. */
function withKey(thrown: unknown, key: string): unknown {
  if (!(thrown instanceof AppError) || (thrown.code !== 'unavailable' && thrown.code !== 'timeout')) return thrown
  const message = `${thrown.message}; it may have been done: try again with --key ${key}`
  return new AppError(thrown.code, message, { ...thrown.details, key }, { cause: thrown })
}
