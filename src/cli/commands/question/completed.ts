import type { Command } from 'commander'
import { everyPage, type Transaction } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { energy, instant } from '../../format/quantities.ts'
import { table } from '../../format/table.ts'
import { month } from '../../options.ts'
import { openProgress } from '../../progress.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ApiCommandOptions {
  readonly month: string
  readonly timeZone: string
}

/** More rows than any month of one installation has; the list has to be whole, because it is summed up. */
const EVERY_ROW = Number.MAX_SAFE_INTEGER

export function addQuestionCompleted(question: Command, around: Surroundings): void {
  apiCommand(question, 'completed', 'When did each transaction completed in a month end, and with how much energy?')
    .requiredOption('--month <yyyy-mm>', 'as 2026-11', month)
    .option('--time-zone <name>', 'IANA time zone the month is of, and times are shown in', 'UTC')
    .addHelpText(
      'after',
      `
Every transaction that ended in the month, with the total. Energy in kWh, with every watt-hour.

Example:
  chargewright question completed --month 2026-11 --time-zone Europe/Berlin`,
    )
    .action(async (options: Options) => {
      const { month, timeZone } = options
      const items = await readMonth(options, around)
      const totals = { transactions: items.length, energyWh: items.reduce((sum, { energyWh }) => sum + energyWh, 0) }
      answer(around, options.json, { month, timeZone, totals, items }, () =>
        items.length === 0 ? '' : `${listed(items, options, around)}\n${summary(totals)}`,
      )
      if (options.json !== true && items.length === 0) around.err.write(`No transaction ended in ${month}.\n`)
    })
}

async function readMonth(options: Options, around: Surroundings): Promise<readonly Transaction[]> {
  const { month, timeZone } = options
  const api = openApi(options, around)
  const progress = openProgress(around)
  let count = 0
  try {
    const { items } = await everyPage(async (page) => {
      const read = await api.call('completed', { query: { month, timeZone, ...page } })
      count += read.items.length
      progress.show(`Reading ${month}: ${count} transactions`)
      return read
    }, EVERY_ROW)
    return items
  } finally {
    progress.clear()
  }
}

function listed(items: readonly Transaction[], { timeZone }: Options, { out }: Surroundings): string {
  return table(
    out,
    [
      { title: 'STATION', text: ({ stationId }) => stationId },
      { title: 'TRANSACTION', text: ({ reference }) => reference },
      { title: 'TOKEN', text: ({ token }) => token?.value, shrinks: true },
      { title: 'ENDED', text: ({ endedAt }) => instant(endedAt, timeZone) },
      { title: 'ENERGY', text: ({ energyWh }) => energy(energyWh), align: 'right' },
      { title: 'REASON', text: ({ stopReason }) => stopReason },
      { title: 'TO KNOW', text: ({ flags }) => flags.join(', '), shrinks: true },
    ],
    items,
  )
}

function summary({ transactions, energyWh }: { transactions: number; energyWh: number }): string {
  return `${transactions} ${transactions === 1 ? 'transaction' : 'transactions'}, ${energy(energyWh)}\n`
}
