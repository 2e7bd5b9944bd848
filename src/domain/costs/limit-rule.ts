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

/**
 * What is left to tell: what the station holds as low or lower is not (E16.FR.08), nor what it does not know (E16.FR.12).
 *
 * @param supported  as the station says; undefined where it has told nothing of limits, or of itself
 */
export function untold(
  wanted: TransactionLimits,
  held: TransactionLimits,
  supported: string | undefined,
): TransactionLimits {
  const names = supported?.split(',').map((name) => name.trim())
  return pick((kind) => {
    const [value, own] = [wanted[kind], held[kind]]
    if (value === undefined || (names !== undefined && !NAMES[kind].some((name) => names.includes(name))))
      return undefined
    return own !== undefined && new Decimal(own).lte(value) ? undefined : value
  })
}

function pick(value: (kind: LimitKind) => string | number | undefined): TransactionLimits {
  return Object.fromEntries(KINDS.flatMap((kind) => (value(kind) === undefined ? [] : [[kind, value(kind)]])))
}

function lower<T extends string | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return new Decimal(a).lte(b) ? a : b
}
