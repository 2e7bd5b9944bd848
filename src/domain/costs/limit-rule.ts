import { Decimal } from 'decimal.js'
import type { TransactionLimits } from '#domain/payments'

const KINDS = ['maxCost', 'maxEnergyWh', 'maxTimeS', 'maxStateOfCharge'] as const
type LimitKind = (typeof KINDS)[number]

/** How 2.1 names them in TxCtrlr.SupportedLimits; the specification also writes maxLength for time (§2.8.1). */
const NAMES: Readonly<Record<LimitKind, readonly string[]>> = {
  maxCost: ['maxCost'],
  maxEnergyWh: ['maxEnergy'],
  maxTimeS: ['maxTime', 'maxLength'],
  maxStateOfCharge: ['maxSoC'],
}

/** Of several limits the lowest of each kind. */
export function lowest(all: readonly TransactionLimits[]): TransactionLimits {
  return all.reduce((low, other) => pick((kind) => lower(low[kind], other[kind])), {})
}

/** What the driver has set at the station: it holds as well what it was told (E16.FR.03), and that is ours to change. */
export function ownOf(held: TransactionLimits, told: TransactionLimits): TransactionLimits {
  return pick((kind) => (isSame(held[kind], told[kind]) ? undefined : held[kind]))
}

/**
 * What is left to tell: what the driver has set as low or lower is not (E16.FR.08), nor what it does not know (E16.FR.12).
 *
 * @param supported  as the station says; undefined where it has told nothing of limits, or of itself
 */
export function untold(
  wanted: TransactionLimits,
  own: TransactionLimits,
  supported: string | undefined,
): TransactionLimits {
  const names = supported?.split(',').map((name) => name.trim())
  return pick((kind) => {
    const [value, lowerOne] = [wanted[kind], own[kind]]
    if (value === undefined || (names !== undefined && !NAMES[kind].some((name) => names.includes(name))))
      return undefined
    return lowerOne !== undefined && new Decimal(lowerOne).lte(value) ? undefined : value
  })
}

function isSame(a: string | number | undefined, b: string | number | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && new Decimal(a).equals(b))
}

function pick(value: (kind: LimitKind) => string | number | undefined): TransactionLimits {
  return Object.fromEntries(KINDS.flatMap((kind) => (value(kind) === undefined ? [] : [[kind, value(kind)]])))
}

function lower<T extends string | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return new Decimal(a).lte(b) ? a : b
}
