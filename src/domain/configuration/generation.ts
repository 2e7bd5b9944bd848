import type { Generation } from './drift.ts'

/** Versions that know configuration keys alone. */
const OF_KEYS: ReadonlySet<string> = new Set(['ocpp1.5', 'ocpp1.6'])

/** By the version a station spoke last; undefined as long as it has spoken none. */
export function generationOf(version: string | null): Generation | undefined {
  if (version === null) return undefined
  return OF_KEYS.has(version) ? 'keys' : 'variables'
}
