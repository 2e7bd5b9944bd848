import { type CostLimit, digitsOf, type Tariff } from '#domain/tariffs'
import { COST_COMPONENTS, type CostPart, type CostType } from './cost.ts'
import { compare, decimalOf, divided, plus, rational, steps, times, ZERO } from './rational.ts'
import type { Amounts, Tally } from './tally.ts'
import { taxFactor } from './tax-factor.ts'

export interface RoundedCost {
  readonly type: CostType
  readonly totalExclTax: string
  readonly totalInclTax: string
  readonly parts: readonly CostPart[]
}

/**
 * Money as it is paid. The exact total is rounded once, half up, to the smallest unit of the currency, and never past the least
 * or the most of the tariff; a part is what it adds to the rounded sum of those before it, so that the parts add up.
 *
 * @param tariff  the one that counts last: its least and its most hold
 * @param isOver  the least is asked for at the end alone (2.1 I12.FR.38)
 */
export function roundCost(tariff: Tariff, tally: Tally, isOver: boolean): RoundedCost {
  const digits = digitsOf(tariff.currency)
  const least = leastDue(tariff.minCost, tally.total, isOver)
  if (least !== undefined) {
    const totalExclTax = decimalOf(steps(least.exclTax, digits, 'up'), digits)
    const totalInclTax = decimalOf(steps(least.inclTax, digits, 'up'), digits)
    const part: CostPart = { component: 'minimum', exclTax: totalExclTax, inclTax: totalInclTax }
    return { type: 'minimum', totalExclTax, totalInclTax, parts: [part] }
  }
  const exclTax = shares('exclTax', tariff, tally, digits)
  const inclTax = shares('inclTax', tariff, tally, digits)
  const parts = COST_COMPONENTS.flatMap((component, index): CostPart[] => {
    if (tally.part(component) === undefined) return []
    const amount = (of: readonly bigint[]) => decimalOf(of[index] ?? 0n, digits)
    return [{ component, exclTax: amount(exclTax), inclTax: amount(inclTax) }]
  })
  const total = (of: readonly bigint[]) =>
    decimalOf(
      of.reduce((sum, share) => sum + share, 0n),
      digits,
    )
  return {
    type: tally.isFull ? 'maximum' : 'normal',
    totalExclTax: total(exclTax),
    totalInclTax: total(inclTax),
    parts,
  }
}

/** What each component adds to the rounded sum, in smallest units. */
function shares(kind: keyof Amounts, { maxCost }: Tariff, tally: Tally, digits: number): bigint[] {
  const most = maxCost?.[kind]
  // What another tariff had taken before is more than this one takes at most, and stays.
  const isWithin = most !== undefined && compare(tally.total[kind], rational(most)) <= 0
  const cap = isWithin ? steps(rational(most), digits, 'down') : undefined
  let sum = ZERO
  let before = 0n
  return COST_COMPONENTS.map((component) => {
    sum = plus(sum, tally.part(component)?.[kind] ?? ZERO)
    const rounded = steps(sum, digits)
    const now = cap !== undefined && rounded > cap ? cap : rounded
    const share = now - before
    before = now
    return share
  })
}

/** What takes the place of a total that is too little; nothing costs less than nothing. */
function leastDue(limit: CostLimit | undefined, total: Amounts, isOver: boolean): Amounts | undefined {
  const least = isOver && limit !== undefined ? limitAmounts(limit) : undefined
  if (least !== undefined) {
    const { exclTax, inclTax } = limit ?? {}
    const isLess =
      (exclTax !== undefined && compare(total.exclTax, least.exclTax) < 0) ||
      (inclTax !== undefined && compare(total.inclTax, least.inclTax) < 0)
    if (isLess) return least
  }
  return compare(total.inclTax, ZERO) < 0 ? { exclTax: ZERO, inclTax: ZERO } : undefined
}

/** Both amounts of a limit; the one it does not say comes of its taxes. */
function limitAmounts({ exclTax, inclTax, taxes }: CostLimit): Amounts {
  const factor = taxFactor(taxes)
  if (exclTax !== undefined) {
    const without = rational(exclTax)
    return { exclTax: without, inclTax: inclTax === undefined ? times(without, factor) : rational(inclTax) }
  }
  const withTax = rational(inclTax ?? '0')
  return { exclTax: compare(factor, ZERO) > 0 ? divided(withTax, factor) : withTax, inclTax: withTax }
}
