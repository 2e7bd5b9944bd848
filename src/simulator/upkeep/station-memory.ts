import type { StationNotice } from '../station/observer.ts'

/** Lines a station remembers; the oldest go first. */
export const MOST_LINES = 200

interface Line {
  readonly atMs: number
  readonly security: boolean
  readonly text: string
}

/** What a station writes down of itself: its talk and its states, security events apart (security whitepaper N01.FR.05). */
export class StationMemory {
  #lines: Line[] = []

  note(atMs: number, notice: StationNotice): void {
    this.#add(atMs, false, describe(notice))
  }

  security(atMs: number, type: string): void {
    this.#add(atMs, true, type)
  }

  /** The lines of one log between two moments, oldest first; undefined when there are none. */
  log(kind: 'diagnostics' | 'security', fromMs = 0, toMs = Number.POSITIVE_INFINITY): string | undefined {
    const lines = this.#lines.filter(
      ({ atMs, security }) => security === (kind === 'security') && atMs >= fromMs && atMs <= toMs,
    )
    if (lines.length === 0) return undefined
    return lines.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text}\n`).join('')
  }

  #add(atMs: number, security: boolean, text: string): void {
    this.#lines.push({ atMs, security, text })
    if (this.#lines.length > MOST_LINES * 2) this.#lines = this.#lines.slice(-MOST_LINES)
  }
}

function describe(notice: StationNotice): string {
  switch (notice.type) {
    case 'state':
      return `state ${notice.state}`
    case 'status':
      return `EVSE ${notice.evseId} ${notice.status}`
    case 'discarded':
      return `gave up ${notice.action}`
    default:
      return `${notice.type} ${notice.kind} ${notice.action} ${notice.messageId}`
  }
}
