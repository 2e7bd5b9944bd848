import type { Station } from '#api-client'
import { wordsOf } from '../../words.ts'

/** What a connector may be doing, in the API's words. */
export const STATUSES = wordsOf<Station['connectors'][number]['status']>({
  available: true,
  preparing: true,
  charging: true,
  'suspended-vehicle': true,
  'suspended-station': true,
  finishing: true,
  occupied: true,
  reserved: true,
  unavailable: true,
  faulted: true,
  unknown: true,
})

/** Whether a station is there, in a word or two. */
export function stateOf({ admission, presence }: Station): string {
  if (admission !== 'accepted') return admission
  if (presence.connected) return 'connected'
  return presence.lastSeenAt === undefined ? 'never seen' : 'offline'
}

/** `2 charging, 1 available`; connector 0 is the station as a whole and does not count. */
export function connectorsOf({ connectors }: Station): string {
  const counts = new Map<string, number>()
  for (const { status, evseId } of connectors) if (evseId > 0) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ')
}
