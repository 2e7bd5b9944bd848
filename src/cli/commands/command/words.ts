import type { Command } from '#api-client'

/** What came of a command: the station's own word, or why there is none. */
export function outcomeOf({ result }: Command): string {
  return [result?.status, result?.error && `${result.error.code}: ${result.error.message}`].filter(Boolean).join(', ')
}

/** True when nothing more will come of it. */
export function isSettled({ state }: Command): boolean {
  return state !== 'queued' && state !== 'sent'
}
