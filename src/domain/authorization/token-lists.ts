import { ENERGY_TRANSFERS, type EnergyTransfer } from '#domain/smart-charging'
import type { TokenPlace } from './token-place.ts'

/** A list as it is stored. */
export function listText(list: readonly unknown[] | null | undefined): string | null {
  return list == null ? null : JSON.stringify(list)
}

/** Written by us alone, from this very type. */
export function readPlaces(text: string | null): readonly TokenPlace[] | undefined {
  return text === null ? undefined : (JSON.parse(text) as TokenPlace[])
}

export function readTransfers(text: string | null): readonly EnergyTransfer[] | undefined {
  if (text === null) return undefined
  const words: unknown = JSON.parse(text)
  return ENERGY_TRANSFERS.filter((transfer) => Array.isArray(words) && words.includes(transfer))
}
