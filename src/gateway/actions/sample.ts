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
  if (isPlainDecimal(text)) return Number(text)
  return DECIMAL.test(text) ? Number(text.replace(',', '.')) : undefined
}

const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39

/** Digits with at most one dot after the first: what nearly all stations write, seen without a search. */
function isPlainDecimal(text: string): boolean {
  let dots = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === DOT) dots += at === 0 ? 2 : 1
    else if (code < ZERO || code > NINE) return false
  }
  return text.length > 0 && dots <= 1
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
