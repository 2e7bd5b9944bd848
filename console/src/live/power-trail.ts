import type { LiveEnvelope } from '../api/types.ts'

/** Points kept of each station: what a sparkline can show. */
export const TRAIL_LENGTH = 40

interface Trail {
  readonly points: readonly number[]
  /** Power of each running transaction, which together are the station's. */
  readonly byTransaction: Readonly<Record<string, number>>
}

const trails = new Map<string, Trail>()

/** The recent power of a station in watts, oldest first: as far as this page has watched it. */
export const powerTrail = (stationId: string): readonly number[] => trails.get(stationId)?.points ?? []

/** Remembers what events say of stations' power. */
export function recordPower(events: readonly LiveEnvelope[]): void {
  for (const event of events) {
    if (event.kind !== 'transaction') continue
    const trail = trails.get(event.stationId)
    const { [event.transactionId]: _, ...others } = trail?.byTransaction ?? {}
    const byTransaction = event.status === 'ended' ? others : { ...others, [event.transactionId]: event.powerW ?? 0 }
    const total = Object.values(byTransaction).reduce((sum, watts) => sum + watts, 0)
    trails.set(event.stationId, { points: [...(trail?.points ?? []), total].slice(-TRAIL_LENGTH), byTransaction })
  }
}
