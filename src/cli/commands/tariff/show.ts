import type { Command } from 'commander'
import type { Tariff } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { PARTS } from './words.ts'

export function addTariffShow(tariff: Command, around: Surroundings): void {
  apiCommand(tariff, 'show <tariff>', 'Show a tariff with all its prices')
    .addHelpText('after', '\nThe tariff is named by its id: chargewright tariff list')
    .action(async (id: string, options: ApiCommandOptions) => {
      const found = await openApi(options, around).call('getTariff', { params: { id } })
      answer(around, options.json, found, () => described(found, around))
    })
}

function described(tariff: Tariff, { out }: Surroundings): string {
  const about = facts(out, [
    ['Tariff', tariff.id],
    ['Name', tariff.name],
    ['Currency', tariff.currency],
    ['Party', tariff.partyId],
    ['Valid from', instant(tariff.validFrom)],
    ['At least', tariff.minCost?.inclTax ?? tariff.minCost?.exclTax],
    ['At most', tariff.maxCost?.inclTax ?? tariff.maxCost?.exclTax],
    ['Made', instant(tariff.createdAt)],
  ])
  const rows = PARTS.flatMap(([part, unit]) => {
    const { prices = [], taxes = [] } = tariff[part] ?? {}
    const taxed = taxes.map(({ name, percent }) => `${name} ${percent} %`).join(', ')
    return prices.map(({ price, when }) => ({ price: `${price} per ${unit}`, taxed, when: whenOf(when) }))
  })
  const prices = table(
    out,
    [
      { title: 'PRICE', text: ({ price }) => price },
      { title: 'TAXES', text: ({ taxed }) => taxed },
      { title: 'WHEN', text: ({ when }) => when, shrinks: true },
    ],
    rows,
  )
  return rows.length === 0 ? `${about}\nIt asks for nothing.\n` : `${about}\n${prices}`
}

function whenOf(when: object | undefined): string {
  if (when === undefined) return 'always'
  return Object.entries(when)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join(', ')
}
