/** A sampled value of either generation: 1.6 writes the value as text and a unit, 2.x as a number, a unit and a power of ten. */
export interface Sample {
  readonly value: string | number
  readonly context?: string
  readonly measurand?: string
  readonly phase?: string
  readonly location?: string
  readonly format?: string
  readonly unit?: string
  readonly unitOfMeasure?: { readonly unit?: string; readonly multiplier?: number }
}

/** A thousandth of a unit is the finest that is kept: mWh, mW, mA, mV. */
const STEPS_PER_UNIT = 1000

/** More than any meter counts: beyond it thousandths are no longer exact. */
const LARGEST = Number.MAX_SAFE_INTEGER / STEPS_PER_UNIT

/** Digits of a kilo. */
const KILO = 3

/**
 * The value in `unit`, exact to a thousandth of it; undefined when it is not a number (signed data, words), is
 * more than any meter counts, or is in another unit than `unit` or its kilo. Without a unit it is in `unit` (D-14).
 */
export function readQuantity(sample: Sample, unit: 'Wh' | 'W' | 'A' | 'V' | 'Percent'): number | undefined {
  if (sample.format === 'SignedData') return undefined
  const value = typeof sample.value === 'number' ? sample.value : readDecimal(sample.value)
  const power = powerOfTen(sample, unit)
  if (value === undefined || power === undefined) return undefined
  const quantity =
    power === 0 && Number.isInteger(value) ? value : Math.round(scale(value, power + KILO)) / STEPS_PER_UNIT
  return Math.abs(quantity) <= LARGEST ? quantity : undefined
}

const DECIMAL = /^\s*[+-]?\d+(?:[.,]\d*)?(?:e[+-]?\d+)?\s*$/i

/** Some stations write a decimal comma. */
function readDecimal(text: string): number | undefined {
  const plain = readPlain(text)
  if (plain !== undefined) return plain
  return DECIMAL.test(text) ? Number(text.replace(',', '.')) : undefined
}

const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39

/** As many digits as a number holds for certain. */
const EXACT_DIGITS = 15

/**
 * Digits with at most one dot after the first: what nearly all stations write, read without a search. Digits and power of ten are
 * both exact, so that their quotient is the nearest number there is, as `Number` gives it.
 */
function readPlain(text: string): number | undefined {
  if (text === '' || text.length > EXACT_DIGITS) return undefined
  let digits = 0
  let divisor = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      digits = 10 * digits + (code - ZERO)
      divisor *= 10
    } else if (code === DOT && divisor === 0 && at > 0) divisor = 1
    else return undefined
  }
  return divisor === 0 ? digits : digits / divisor
}

function powerOfTen({ unit, unitOfMeasure }: Sample, wanted: string): number | undefined {
  const given = unitOfMeasure?.unit ?? unit ?? wanted
  const multiplier = unitOfMeasure?.multiplier ?? 0
  if (given === wanted) return multiplier
  return given === `k${wanted}` ? multiplier + KILO : undefined
}

/** Dividing by a power of ten, which is exact, keeps more than multiplying by its inverse, which is not. */
function scale(value: number, power: number): number {
  return power >= 0 ? value * 10 ** power : value / 10 ** -power
}
