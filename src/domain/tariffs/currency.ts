import { Decimal } from 'decimal.js'

const digits = new Map<string, number>()
/** More than there are currencies: whoever makes some up is not remembered. */
const MOST_CURRENCIES = 500

/** Whether it is written as a currency is: three letters of ISO 4217. */
export function isCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text)
}

/** How many digits the smallest unit of a currency has: 2 for EUR, 0 for JPY, 3 for KWD; 2 for what is no currency. */
export function digitsOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const found = isCurrency(currency)
    ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
    : undefined
  if (digits.size < MOST_CURRENCIES) digits.set(currency, found ?? 2)
  return found ?? 2
}

/** An amount as it is paid: rounded half up to the smallest unit of its currency. */
export function roundedAmount(amount: string, currency: string): string {
  return new Decimal(amount).toFixed(digitsOf(currency), Decimal.ROUND_HALF_UP)
}
