/**
 * True when `value` is a multiple of `step`, judged as the decimals the two print as: 16.1 is a multiple of 0.1 although
 * neither is a binary fraction. A remainder below a billionth is noise of the peer's own arithmetic
 * (0.1 + 0.2) and counts as none.
 */
export function isMultipleOf(value: number, step: number): boolean {
  const steps = Math.round(value / step)
  const remainder = Math.abs(value - steps * step)
  return remainder <= 1e-9 * Math.max(1, Math.abs(value))
}
