import type { Generation } from './drift.ts'

/** By the version a station spoke last; undefined as long as it has spoken none. */
export function generationOf(version: string | null): Generation | undefined {
  if (version === null) return undefined
  return version === 'ocpp1.6' ? 'keys' : 'variables'
}
