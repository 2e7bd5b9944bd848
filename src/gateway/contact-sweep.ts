import type { Timer } from '#kernel'
import { closeCodes } from './session/close-code.ts'
import type { SessionHost } from './session/session-host.ts'
import type { StationLink } from './session/station-link.ts'

/** Turns in which the contacts of all are written once: little at a time, so that nothing else waits for it. */
const TURNS = 10

/**
 * Looks over all sessions now and then, with one timer: writes last contacts (any message and any pong counts, 2.0.1
 * G02.FR.04) and ends connections whose message has been in hand for too long.
 */
export class ContactSweep {
  readonly #host: SessionHost
  readonly #links: ReadonlyMap<string, StationLink>
  #timer: Timer
  #turn = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(host: SessionHost, links: ReadonlyMap<string, StationLink>) {
    this.#host = host
    this.#links = links
    this.#timer = this.#nextTurn()
  }

  async close(): Promise<void> {
    this.#timer.cancel()
    await this.#writing
  }

  #nextTurn(): Timer {
    return this.#host.clock.after(this.#host.settings.seenIntervalMs / TURNS, () => {
      this.#timer = this.#nextTurn()
      this.#turn = (this.#turn + 1) % TURNS
      const turn = this.#turn
      if (turn === 0) this.#endStuck()
      this.#writing = this.#writing.then(() => this.#writeContacts(turn))
    })
  }

  /** A call that the domain never comes back with: the station keeps its message and sends it again. */
  #endStuck(): void {
    const { clock, settings, logger } = this.#host
    const sinceMs = clock.monotonicMs() - settings.unavailableWaitMs
    for (const link of this.#links.values()) {
      if (link.handling === undefined || link.handlingSinceMs > sinceMs) continue
      logger.error('A message was in hand for too long', {
        stationId: link.station.stationId,
        action: link.handling.action,
      })
      link.end(closeCodes.tryAgainLater, 'try again later')
    }
  }

  async #writeContacts(turn: number): Promise<void> {
    const contacts: { stationId: string; at: Date; deviations: number }[] = []
    for (const link of this.#links.values()) {
      if (turnOf(link) !== turn) continue
      const seenMs = link.connection?.lastSeenAtMs ?? 0
      if (seenMs <= link.contactWrittenMs && link.deviations === 0) continue
      contacts.push({ stationId: link.station.stationId, at: new Date(seenMs), deviations: link.deviations })
      link.contactWrittenMs = seenMs
      link.deviations = 0
    }
    if (contacts.length === 0) return
    try {
      await this.#host.services.stations.seen(contacts)
    } catch (error) {
      this.#host.logger.warn('Last contacts could not be written', { stations: contacts.length, error })
    }
  }
}

/** Spread by when they came: nobody connects to the millisecond. */
function turnOf({ connection }: StationLink): number {
  return (connection?.connectedAtMs ?? 0) % TURNS
}
