import type { Tax } from '#domain/tariffs'
import { divided, plus, type Rational, rational, times, whole } from './rational.ts'

/**
 * What a price without taxes is multiplied by: taxes of one level are taken of the same amount, those of the next level of the
 * result (2.1 I12.FR.13).
 */
export function taxFactor(taxes: readonly Tax[] = []): Rational {
  const levels = [...new Set(taxes.map(({ level = 0 }) => level))].sort((a, b) => a - b)
  let factor = whole(1)
  for (const level of levels) {
    let percent = whole(100)
    for (const tax of taxes) if ((tax.level ?? 0) === level) percent = plus(percent, rational(tax.percent))
    factor = times(factor, divided(percent, whole(100)))
  }
  return factor
}
