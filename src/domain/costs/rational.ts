/** An exact fraction; the denominator is positive. Money is counted in these, and rounded once at the end. */
export interface Rational {
  readonly over: bigint
  readonly under: bigint
}

export const ZERO: Rational = { over: 0n, under: 1n }

/** The fraction a decimal text is. @throws SyntaxError for what is no decimal */
export function rational(decimal: string): Rational {
  const [whole = '', digits = ''] = decimal.split('.')
  return { over: BigInt(`${whole}${digits}`), under: 10n ** BigInt(digits.length) }
}

export function whole(count: number): Rational {
  return { over: BigInt(count), under: 1n }
}

export function plus(a: Rational, b: Rational): Rational {
  if (a.under === b.under) return { over: a.over + b.over, under: a.under }
  const shared = commonDivisor(a.under, b.under)
  const [ofA, ofB] = [b.under / shared, a.under / shared]
  return { over: a.over * ofA + b.over * ofB, under: a.under * ofA }
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b)
}

export function minus(a: Rational, b: Rational): Rational {
  return plus(a, { over: -b.over, under: b.under })
}

export function times(a: Rational, b: Rational): Rational {
  return { over: a.over * b.over, under: a.under * b.under }
}

/** @param b not zero */
export function divided(a: Rational, b: Rational): Rational {
  const sign = b.over < 0n ? -1n : 1n
  return { over: a.over * b.under * sign, under: a.under * b.over * sign }
}

/** Below zero where a is less, above where it is more. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.over * b.under - b.over * a.under
  if (difference === 0n) return 0
  return difference < 0n ? -1 : 1
}

export type Rounding = 'half-up' | 'down' | 'up'

/** So many steps of 10^-digits; halves go away from zero. */
export function steps({ over, under }: Rational, digits: number, rounding: Rounding = 'half-up'): bigint {
  const scaled = over * 10n ** BigInt(digits)
  const size = scaled < 0n ? -scaled : scaled
  const cut = size / under
  const isUp =
    rounding === 'half-up' ? 2n * (size % under) >= under : (rounding === 'up') === over > 0n && size % under > 0n
  const rounded = isUp ? cut + 1n : cut
  return over < 0n ? -rounded : rounded
}

/** Steps of 10^-digits as a decimal text with exactly so many digits. */
export function decimalOf(count: bigint, digits: number): string {
  const sign = count < 0n ? '-' : ''
  const text = (count < 0n ? -count : count).toString().padStart(digits + 1, '0')
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
