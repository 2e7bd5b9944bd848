/** The form of a current or power: decimal text, exact. */
export const QUANTITY = '^-?\\d{1,9}(\\.\\d{1,12})?$'

/**
 * Amperes or watts in whole millionths, which is as fine as any version tells them (2.1), cut off towards zero: sums and
 * comparisons of these are exact.
 */
export function microOf(text: string): number {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const micro = Number(whole) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
  return text.startsWith('-') && micro !== 0 ? -micro : micro
}

export function textOfMicro(micro: number): string {
  const magnitude = Math.abs(micro)
  const fraction = String(magnitude % 1_000_000).padStart(6, '0')
  const text = `${Math.floor(magnitude / 1_000_000)}.${fraction}`.replace(/\.?0+$/, '')
  return micro < 0 ? `-${text}` : text
}

/** A number of the wire as text, without an exponent; cut to twelve decimals. */
export function quantityText(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text.includes('.') ? cut(text) : text
  return cut(value.toFixed(12)).replace(/\.?0+$/, '')
}

function cut(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return fraction === '' ? whole : `${whole}.${fraction.slice(0, 12)}`
}
