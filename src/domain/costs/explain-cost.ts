import type { Tariff } from '#domain/tariffs'
import type { Applied } from './applied-tariffs.ts'
import type { CostComponent } from './cost.ts'
import { decimalOf, plus, steps } from './rational.ts'
import type { RoundedCost } from './rounded-cost.ts'
import { type Charge, pricesOf } from './tally.ts'

const WORDS: Readonly<Record<CostComponent, readonly [what: string, unit: string, digits: number]>> = {
  'fixed-fee': ['Fee for the start', '', 0],
  'reservation-fee': ['Fee for the reservation', '', 0],
  'reservation-time': ['Reserved', 'min', 2],
  energy: ['Energy', 'kWh', 3],
  'charging-time': ['Charging', 'min', 2],
  'idle-time': ['Connected without charging', 'min', 2],
}

/** Changes of tariffs that are told one by one. */
const MOST_CHANGES = 20

/** What was taken at one price, however often. */
export class Taken {
  readonly #sums = new Map<string, Charge>()

  add(charge: Charge): void {
    const key = `${charge.tariff.id} ${charge.component} ${charge.price}`
    const before = this.#sums.get(key)
    const quantity = before === undefined ? charge.quantity : plus(before.quantity, charge.quantity)
    this.#sums.set(key, { ...charge, quantity })
  }

  /** In the order in which each was taken first. */
  get charges(): readonly Charge[] {
    return [...this.#sums.values()]
  }
}

/**
 * Sentences that say how a cost came about: by which tariffs from when on, what was taken at which price, its taxes, and what the
 * total is.
 */
export function explainCost(applied: readonly Applied[], { charges }: Taken, cost: RoundedCost): string[] {
  const nameOf = names(applied)
  const by = (tariff: Tariff) => (applied.length > 1 ? `, by ${nameOf(tariff)}` : '')
  const currency = applied[0]?.tariff.currency
  const changes = applied.length > 1 ? changeLines(applied, nameOf) : []
  const lines = charges.map(({ tariff, component, quantity, price }) => {
    const [what, unit, digits] = WORDS[component]
    if (unit === '') return `${what}: ${price} ${currency}${by(tariff)}`
    return `${what}: ${decimalOf(steps(quantity, digits), digits)} ${unit} at ${price} ${currency} each${by(tariff)}`
  })
  if (lines.length === 0) lines.push('Nothing was taken that has a price')
  if (cost.type === 'maximum') lines.push('The most this tariff takes was reached: what came after it is free')
  if (cost.type === 'minimum') lines.push('That is less than the least this tariff takes, which takes its place')
  const taxes = charges.length === 0 ? [] : taxLines(charges, by)
  const total = `Total: ${cost.totalExclTax} ${currency} without taxes, ${cost.totalInclTax} ${currency} with them`
  return [...changes, ...lines, ...taxes, total, 'Rounded once, half up, to the smallest unit of the currency']
}

function changeLines(applied: readonly Applied[], nameOf: (tariff: Tariff) => string): string[] {
  const lines = applied.slice(0, MOST_CHANGES).map((one) => changeLine(one, nameOf))
  const more = applied.length - lines.length
  return more === 0 ? lines : [...lines, `After that it was changed ${more} times more`]
}

function changeLine({ tariff, fromMs }: Applied, nameOf: (tariff: Tariff) => string): string {
  const since = fromMs === undefined ? 'From the start' : `From ${new Date(fromMs).toISOString()} on`
  return `${since} by the tariff ${nameOf(tariff)}`
}

/** Names of tariffs, and their ids where names are missing or the same. */
function names(applied: readonly Applied[]): (tariff: Tariff) => string {
  const tariffs = [...new Map(applied.map(({ tariff }) => [tariff.id, tariff])).values()]
  return ({ id, name = id }) => (tariffs.filter((tariff) => tariff.name === name).length > 1 ? `${name} (${id})` : name)
}

function taxLines(charges: readonly Charge[], by: (tariff: Tariff) => string): string[] {
  const taxed = new Map(charges.map((charge) => [`${charge.tariff.id} ${charge.component}`, charge]))
  return [...taxed.values()].flatMap(({ tariff, component }) => {
    const taxes = pricesOf(tariff, component)?.taxes ?? []
    if (taxes.length === 0) return []
    const said = taxes.map(({ name, percent, level = 0 }) => `${name} ${percent} %${level > 0 ? ' on top' : ''}`)
    return [`Taxes on it (${WORDS[component][0].toLowerCase()}): ${said.join(', ')}${by(tariff)}`]
  })
}
