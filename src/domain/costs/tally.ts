import type { Prices, Tariff } from '#domain/tariffs'
import { COST_COMPONENTS, type CostComponent } from './cost.ts'
import { compare, divided, minus, plus, type Rational, rational, times, whole, ZERO } from './rational.ts'
import { taxFactor } from './tax-factor.ts'

export interface Amounts {
  readonly exclTax: Rational
  readonly inclTax: Rational
}

/** Something to pay for: so much of a component at a price of a tariff. */
export interface Charge {
  readonly tariff: Tariff
  readonly component: CostComponent
  /** Kilowatt-hours, minutes, or 1. */
  readonly quantity: Rational
  readonly price: string
}

const NOTHING: Amounts = { exclTax: ZERO, inclTax: ZERO }

/** What a tariff does to amounts. */
interface Terms {
  readonly factors: Readonly<Record<CostComponent, Rational>>
  readonly most: { readonly exclTax?: Rational; readonly inclTax?: Rational }
}

/**
 * Counts up what is to be paid, in the order in which it falls due, until the most of the tariff that counts then is reached
 * (2.1 I12.FR.39).
 */
export class Tally {
  readonly #terms = new Map<Tariff, Terms>()
  readonly #parts = new Map<CostComponent, Amounts>()
  #total: Amounts = NOTHING
  #tariff: Tariff | undefined
  #isFull = false

  /** The most is reached: nothing more is added by this tariff. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** From now on this tariff counts, with a most of its own; what was taken by another is not given back. */
  begin(tariff: Tariff): void {
    if (this.#tariff === tariff) return
    this.#isFull = this.#tariff !== undefined && isReached(this.#total, this.#termsFor(tariff).most)
    this.#tariff = tariff
  }

  get total(): Amounts {
    return this.#total
  }

  part(component: CostComponent): Amounts | undefined {
    return this.#parts.get(component)
  }

  /** Adds what falls due at the same time by the tariff that counts, evenly: of all of it the same share still fits. */
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

  #amountOf({ tariff, component, quantity, price }: Charge): Amounts {
    const exclTax = times(quantity, rational(price))
    return { exclTax, inclTax: times(exclTax, this.#termsFor(tariff).factors[component]) }
  }

  #termsFor(tariff: Tariff): Terms {
    const terms = this.#terms.get(tariff) ?? termsOf(tariff)
    this.#terms.set(tariff, terms)
    return terms
  }

  /** Between 0 and 1; undefined for all of it. */
  #shareThatFits(more: Amounts): Rational | undefined {
    let share: Rational | undefined
    const limits = this.#tariff === undefined ? {} : this.#termsFor(this.#tariff).most
    for (const kind of ['exclTax', 'inclTax'] as const) {
      const most = limits[kind]
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

function termsOf(tariff: Tariff): Terms {
  const { exclTax, inclTax } = tariff.maxCost ?? {}
  return {
    factors: factorsOf(tariff),
    most: {
      ...(exclTax === undefined ? {} : { exclTax: rational(exclTax) }),
      ...(inclTax === undefined ? {} : { inclTax: rational(inclTax) }),
    },
  }
}

function isReached(total: Amounts, most: Terms['most']): boolean {
  return (['exclTax', 'inclTax'] as const).some((kind) => {
    const limit = most[kind]
    return limit !== undefined && compare(total[kind], limit) >= 0
  })
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
