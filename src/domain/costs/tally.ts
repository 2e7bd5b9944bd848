import type { Prices, Tariff } from '#domain/tariffs'
import { COST_COMPONENTS, type CostComponent } from './cost.ts'
import { compare, divided, minus, plus, type Rational, rational, times, whole, ZERO } from './rational.ts'
import { taxFactor } from './tax-factor.ts'

export interface Amounts {
  readonly exclTax: Rational
  readonly inclTax: Rational
}

/** Something to pay for: so much of a component at a price. */
export interface Charge {
  readonly component: CostComponent
  /** Kilowatt-hours, minutes, or 1. */
  readonly quantity: Rational
  readonly price: string
}

const NOTHING: Amounts = { exclTax: ZERO, inclTax: ZERO }

/** Counts up what is to be paid, in the order in which it falls due, until the tariff's most is reached (2.1 I12.FR.39). */
export class Tally {
  readonly #factors: Readonly<Record<CostComponent, Rational>>
  readonly #most: { readonly exclTax?: Rational; readonly inclTax?: Rational }
  readonly #parts = new Map<CostComponent, Amounts>()
  #total: Amounts = NOTHING
  #isFull = false

  constructor(tariff: Tariff) {
    this.#factors = factorsOf(tariff)
    const { exclTax, inclTax } = tariff.maxCost ?? {}
    this.#most = {
      ...(exclTax === undefined ? {} : { exclTax: rational(exclTax) }),
      ...(inclTax === undefined ? {} : { inclTax: rational(inclTax) }),
    }
  }

  /** The most is reached: nothing more is added. */
  get isFull(): boolean {
    return this.#isFull
  }

  get total(): Amounts {
    return this.#total
  }

  part(component: CostComponent): Amounts | undefined {
    return this.#parts.get(component)
  }

  /** Adds what falls due at the same time, evenly: of all of it the same share still fits. */
  add(charges: readonly Charge[]): void {
    if (this.#isFull || charges.length === 0) return
    const amounts = charges.map((charge) => this.#amountOf(charge))
    const together = amounts.reduce(sum, NOTHING)
    const share = this.#shareThatFits(together)
    for (const [index, { component }] of charges.entries()) {
      const amount = scaled(amounts[index] ?? NOTHING, share)
      this.#parts.set(component, sum(this.#parts.get(component) ?? NOTHING, amount))
      this.#total = sum(this.#total, amount)
    }
  }

  #amountOf({ component, quantity, price }: Charge): Amounts {
    const exclTax = times(quantity, rational(price))
    return { exclTax, inclTax: times(exclTax, this.#factors[component]) }
  }

  /** Between 0 and 1; undefined for all of it. */
  #shareThatFits(more: Amounts): Rational | undefined {
    let share: Rational | undefined
    for (const kind of ['exclTax', 'inclTax'] as const) {
      const most = this.#most[kind]
      if (most === undefined || compare(plus(this.#total[kind], more[kind]), most) < 0) continue
      this.#isFull = true
      // Free of charge, or a most that was reached before anything was counted.
      if (compare(more[kind], ZERO) <= 0) continue
      const fits = divided(minus(most, this.#total[kind]), more[kind])
      const positive = compare(fits, ZERO) < 0 ? ZERO : fits
      if (share === undefined || compare(positive, share) < 0) share = positive
    }
    return share
  }
}

function sum(a: Amounts, b: Amounts): Amounts {
  return { exclTax: plus(a.exclTax, b.exclTax), inclTax: plus(a.inclTax, b.inclTax) }
}

function scaled(amounts: Amounts, share: Rational | undefined): Amounts {
  if (share === undefined) return amounts
  return { exclTax: times(amounts.exclTax, share), inclTax: times(amounts.inclTax, share) }
}

/** The prices of a component, where the tariff has any. */
export function pricesOf(tariff: Tariff, component: CostComponent): Prices<object> | undefined {
  const all: Readonly<Record<CostComponent, Prices<object> | undefined>> = {
    'fixed-fee': tariff.fixedFee,
    'reservation-fee': tariff.reservationFee,
    'reservation-time': tariff.reservationTime,
    energy: tariff.energy,
    'charging-time': tariff.chargingTime,
    'idle-time': tariff.idleTime,
  }
  return all[component]
}

function factorsOf(tariff: Tariff): Record<CostComponent, Rational> {
  const factors = COST_COMPONENTS.map(
    (component) => [component, taxFactor(pricesOf(tariff, component)?.taxes)] as const,
  )
  return { ...NO_TAXES, ...Object.fromEntries(factors) }
}

const NO_TAXES: Readonly<Record<CostComponent, Rational>> = {
  'fixed-fee': whole(1),
  'reservation-fee': whole(1),
  'reservation-time': whole(1),
  energy: whole(1),
  'charging-time': whole(1),
  'idle-time': whole(1),
}
