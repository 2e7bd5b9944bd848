import type { Tariff } from '#domain/tariffs'

/** What something may be paid for, in the order of a bill. */
export const COST_COMPONENTS = [
  'fixed-fee',
  'reservation-fee',
  'reservation-time',
  'energy',
  'charging-time',
  'idle-time',
] as const
export type CostComponent = (typeof COST_COMPONENTS)[number]

/** `minimum` and `maximum`: the tariff's own least or most took the place of what was counted (2.1 I12.FR.38, 39). */
export const COST_TYPES = ['normal', 'minimum', 'maximum'] as const
export type CostType = (typeof COST_TYPES)[number]

/** What one component comes to; exact decimals with as many digits as the currency has. */
export interface CostPart {
  readonly component: CostComponent | 'minimum'
  readonly exclTax: string
  readonly inclTax: string
}

/** A stretch in which the same prices applied (2.1 ChargingPeriodType). */
export interface CostPeriod {
  readonly from: Date
  /** By which it was counted (2.1 I12.FR.04); absent where nothing was counted yet. */
  readonly tariffId?: string
  readonly energyWh: string
  readonly chargingS: string
  readonly idleS: string
  /** Prices per kWh and per minute that applied, as the tariff says them. */
  readonly energyPrice?: string
  readonly chargingTimePrice?: string
  readonly idleTimePrice?: string
}

/** What a transaction costs by a tariff. The parts add up to the totals, digit by digit. */
export interface CalculatedCost {
  /** The one that counted last. */
  readonly tariffId: Tariff['id']
  readonly currency: string
  readonly type: CostType
  readonly totalExclTax: string
  readonly totalInclTax: string
  readonly parts: readonly CostPart[]
  readonly periods: readonly CostPeriod[]
  /** Sentences for whoever wants to know why. */
  readonly explanation: readonly string[]
}
