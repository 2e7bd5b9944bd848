import type { VatVerdict } from './payment.ts'

/** What follows the country in the VAT numbers of the European Union, Northern Ireland, Great Britain and their neighbours. */
const FORMS: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CHE: /^\d{9}(MWST|TVA|IVA)?$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^[1-9]\d{8}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{10}\d{2}$/,
  NO: /^\d{9}(MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^[1-9]\d{1,9}$/,
  SE: /^\d{10}01$/,
  SI: /^[1-9]\d{7}$/,
  SK: /^[1-9]\d{9}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
}

export interface VatNumber {
  /** As in the number: EL is Greece, XI Northern Ireland, CHE Switzerland. */
  readonly country: string
  /** What follows it, without spaces, dots and hyphens. */
  readonly number: string
}

/** The parts of a VAT number; undefined when it does not have the form of its country. */
export function readVat(vatNumber: string): VatNumber | undefined {
  const text = vatNumber.toUpperCase().replace(/[\s.-]/g, '')
  const country = Object.keys(FORMS).find((prefix) => text.startsWith(prefix))
  if (country === undefined) return undefined
  const number = text.slice(country.length)
  return FORMS[country]?.test(number) === true ? { country, number } : undefined
}

/** Whether a VAT number has the form of its country; says nothing of whether anybody has it. Asks nobody. */
export function vatForm(vatNumber: string): VatVerdict {
  return { isValid: readVat(vatNumber) !== undefined }
}
