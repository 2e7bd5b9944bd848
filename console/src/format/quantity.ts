const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const one = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const two = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** A number and its unit, apart so that the unit can be drawn quieter. */
export interface Quantity {
  readonly value: string
  readonly unit: string
}

export const count = (n: number): string => whole.format(n)

/** Power, from watts: W below 1 kW, then kW, then MW. */
export function power(watts: number): Quantity {
  const size = Math.abs(watts)
  if (size < 1_000) return { value: whole.format(watts), unit: 'W' }
  if (size < 999_950) return { value: one.format(watts / 1_000), unit: 'kW' }
  return { value: two.format(watts / 1_000_000), unit: 'MW' }
}

/** Energy, from whole watt-hours: kWh with two decimals, MWh from 10,000 kWh on. */
export function energy(wattHours: number): Quantity {
  if (Math.abs(wattHours) < 10_000_000) return { value: two.format(wattHours / 1_000), unit: 'kWh' }
  return { value: two.format(wattHours / 1_000_000), unit: 'MWh' }
}

export const text = (quantity: Quantity): string => `${quantity.value} ${quantity.unit}`

/** The size of a file: B below 1 kB, then kB, then MB. */
export function bytes(size: number): Quantity {
  if (size < 1_000) return { value: whole.format(size), unit: 'B' }
  if (size < 999_950) return { value: one.format(size / 1_000), unit: 'kB' }
  return { value: one.format(size / 1_000_000), unit: 'MB' }
}

/** `34.50 EUR`: with as many digits at least as the currency has; the amount is a decimal of the API. */
export function money(amount: string, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 0
  const [whole = '', fraction = ''] = amount.split('.')
  const shown = fraction.padEnd(digits, '0')
  return `${whole}${shown === '' ? '' : `.${shown}`} ${currency}`
}
