import type { Bus } from '#kernel'
import type { Admission, Registration } from './station.ts'

/** How a station stands with its operator: what its next BootNotification would be answered, or that it may not come in. */
export type Standing = Registration | 'refused'

export function standingOf(admission: Admission, registration: Registration): Standing {
  if (admission === 'refused') return 'refused'
  return admission === 'waiting' ? 'pending' : registration
}

const SUBJECT = 'station-standing'

/** Tells every node that an operator has decided otherwise about a station. */
export function publishStanding(bus: Bus, stationId: string, standing: Standing): void {
  bus.publish(SUBJECT, { version: 1, stationId, standing })
}

/** Hears what operators decide about stations, whichever node they decide it on. */
export function followStandings(bus: Bus, handle: (stationId: string, standing: Standing) => void): { stop(): void } {
  return bus.subscribe(SUBJECT, ({ stationId, standing }) => {
    if (typeof stationId === 'string' && isStanding(standing)) handle(stationId, standing)
  })
}

function isStanding(value: unknown): value is Standing {
  return value === 'accepted' || value === 'pending' || value === 'rejected' || value === 'refused'
}
