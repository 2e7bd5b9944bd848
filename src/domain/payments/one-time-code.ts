import { createHmac, timingSafeEqual } from 'node:crypto'

/** How a station makes its codes (2.1 WebPaymentsCtrlr: ValidityTime, Length, SharedSecret). */
export interface CodeSettings {
  readonly validityS: number
  readonly length: number
  readonly secret: string
}

const BASE_62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** The specification calls it base 62 and prints it without an o; stations follow either. */
const AS_PRINTED = BASE_62.replace('o', '')
export const CODE_ALPHABETS = [BASE_62, AS_PRINTED] as const

/** The code of the span of time that a moment lies in: 2.1 C25, TOTP algorithm version 1. */
export function oneTimeCode({ validityS, length, secret }: CodeSettings, atMs: number, alphabet = BASE_62): string {
  const interval = Buffer.alloc(8)
  interval.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(atMs / 1000 / validityS))))
  const hash = createHmac('sha256', secret).update(interval).digest()
  const offset = (hash.at(-1) ?? 0) & 0x0f
  return Array.from({ length }, (_, i) => alphabet[(hash[(offset + i) % hash.length] ?? 0) % alphabet.length]).join('')
}

/** Whether a code is good now, or was or will be in the span beside (2.1 C25, Validation of TOTP). */
export function isGoodCode(settings: CodeSettings, code: string, nowMs: number): boolean {
  const presented = Buffer.from(code)
  return [0, -1, 1].some((shift) =>
    CODE_ALPHABETS.some((alphabet) => {
      const wanted = Buffer.from(oneTimeCode(settings, nowMs + shift * settings.validityS * 1000, alphabet))
      return wanted.length === presented.length && timingSafeEqual(wanted, presented)
    }),
  )
}
