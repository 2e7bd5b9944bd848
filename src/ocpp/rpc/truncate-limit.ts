/**
 * Cuts a limit (A or W) to `decimals` places towards zero, so that what is sent never exceeds what was decided: one place
 * in 1.6 and 2.0.1, six in 2.1. Decimal-exact: 16.1 stays 16.1.
 */
export function truncateLimit(value: number, decimals: number): number {
  const [mantissa = '', exponent] = String(value).split('e')
  if (exponent !== undefined) return Number(exponent) < 0 ? truncateTiny(value, decimals) : value
  const point = mantissa.indexOf('.')
  return point < 0 ? value : positiveZero(Number(mantissa.slice(0, point + 1 + decimals)))
}

/** Below 1e-6 numbers print with an exponent; written out they have leading zeros and nothing else that counts. */
function truncateTiny(value: number, decimals: number): number {
  const written = value.toFixed(Math.min(100, decimals + 20))
  return positiveZero(Number(written.slice(0, written.indexOf('.') + 1 + decimals)))
}

function positiveZero(value: number): number {
  return value === 0 ? 0 : value
}
