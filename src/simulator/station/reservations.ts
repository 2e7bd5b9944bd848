import type { Clock, Timer } from '#kernel'
import type { Verdict } from './dialect.ts'
import type { Evse } from './evse.ts'
import type { Part } from './part.ts'
import type { Settings } from './settings.ts'
import type { Token } from './transaction.ts'

export interface Reservation {
  readonly id: number
  /** The EVSEs it may be used at; one, when that very one was asked for. */
  readonly places: readonly Evse[]
  readonly token: string
  readonly group?: string
  readonly expiresMs: number
}

/** The words of 1.6 §7.40 and 2.x ReserveNowStatusEnumType. */
export type ReserveStatus = 'Accepted' | 'Faulted' | 'Occupied' | 'Rejected' | 'Unavailable'
export type ReservationEnd = 'Expired' | 'Removed'

export interface ReservationsOptions {
  readonly clock: Clock
  readonly settings: Settings
  readonly evses: () => readonly Evse[]
  /** The group of a token, as far as the station was told. */
  readonly groupOf: (token: Token) => string | undefined
  /** Somebody pays for it in the web, and nobody else is to begin there (2.1 C25.FR.22). */
  readonly isSold: (evseId: number) => boolean
  readonly ended: (reservationId: number, how: ReservationEnd) => void
}

const RESERVATIONS_LIMIT = 50
/** The longest a timer of the system takes. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

/** EVSEs held for somebody until a time: 1.6 §3.11 and §5.13, 2.x functional block H. */
export class Reservations implements Part {
  readonly #options: ReservationsOptions
  readonly #held = new Map<number, { reservation: Reservation; timer: Timer }>()

  constructor(options: ReservationsOptions) {
    this.#options = options
  }

  /** A reservation of the same id is replaced (2.x H01.FR.02), unless the new one is refused. */
  reserve(wanted: Reservation): ReserveStatus {
    const former = this.#held.get(wanted.id)
    this.#held.delete(wanted.id)
    const status = this.#judge(wanted)
    if (status === 'Accepted') this.#hold(wanted)
    else if (former !== undefined) this.#held.set(wanted.id, former)
    if (status === 'Accepted') former?.timer.cancel()
    this.#refresh()
    return status
  }

  cancel(id: number): boolean {
    const found = this.#held.get(id)
    found?.timer.cancel()
    const isHeld = this.#held.delete(id)
    this.#refresh()
    return isHeld
  }

  /** Whether nobody but those it is held for may use this EVSE now (2.x H01.FR.20 and 23). */
  holds(evse: Evse): boolean {
    if (this.#held.size === 0) return false
    if (this.#all.some(({ places }) => places.length === 1 && places[0] === evse)) return true
    const anywhere = this.#all.filter(({ places }) => places.length > 1 && places.includes(evse))
    return anywhere.length > 0 && isIdle(evse) && this.#idleOf(anywhere).length <= anywhere.length
  }

  /** Whether this token may begin at this EVSE. */
  admits(evse: Evse, token: Token, group = this.#options.groupOf(token)): boolean {
    return this.#matching(evse, token, group) !== undefined || !this.holds(evse)
  }

  /** Begins what an accepted token is presented for, uses up its reservation, and keeps others off reserved EVSEs. */
  begin(
    evse: Evse,
    token: Token,
    verdict: Verdict,
    trigger: 'Authorized' | 'RemoteStart',
    remoteStartId?: number,
  ): Verdict {
    if (trigger === 'Authorized' && this.#options.isSold(evse.id)) return { accepted: false, status: 'Reserved' }
    const group = verdict.group ?? this.#options.groupOf(token)
    if (!this.admits(evse, token, group)) return { accepted: false, status: 'Reserved' }
    const used = this.#matching(evse, token, group)
    if (used !== undefined) this.cancel(used.id)
    evse.authorize(token, trigger, remoteStartId, used?.id)
    return verdict
  }

  /** An EVSE that failed or went out of service holds nothing any more (2.x H01.FR.16 and 17). */
  statusChanged({ status }: Evse): void {
    if (this.#held.size === 0) return
    if (status === 'Faulted' || status === 'Unavailable') {
      for (const { id, places } of this.#all) {
        if (places.every((place) => place.status === 'Faulted' || place.status === 'Unavailable')) {
          this.#end(id, 'Removed')
        }
      }
    }
    this.#refresh()
  }

  get #all(): readonly Reservation[] {
    return [...this.#held.values()].map(({ reservation }) => reservation)
  }

  #judge({ places, expiresMs }: Reservation): ReserveStatus {
    const { settings, clock } = this.#options
    if (!settings.reservations || places.length === 0 || this.#held.size >= RESERVATIONS_LIMIT) return 'Rejected'
    if (expiresMs <= clock.nowMs()) return 'Rejected'
    if (places.some((evse) => isIdle(evse) && !this.holds(evse))) return 'Accepted'
    if (places.every(({ status }) => status === 'Faulted')) return 'Faulted'
    return places.every(({ status }) => status === 'Unavailable') ? 'Unavailable' : 'Occupied'
  }

  #hold(reservation: Reservation): void {
    this.#held.set(reservation.id, { reservation, timer: this.#expire(reservation) })
  }

  #expire(reservation: Reservation): Timer {
    const { clock } = this.#options
    const waitMs = reservation.expiresMs - clock.nowMs()
    return clock.after(Math.min(waitMs, LONGEST_WAIT_MS), () => {
      if (waitMs > LONGEST_WAIT_MS) this.#hold(reservation)
      else this.#end(reservation.id, 'Expired')
    })
  }

  #end(id: number, how: ReservationEnd): void {
    if (this.cancel(id)) this.#options.ended(id, how)
  }

  #matching(evse: Evse, token: Token, group: string | undefined): Reservation | undefined {
    const matching = this.#all.filter(
      (one) => one.places.includes(evse) && (same(one.token, token.value) || (one.group && same(one.group, group))),
    )
    return matching.find(({ places }) => places.length === 1) ?? matching[0]
  }

  /** The EVSEs that are still there for reservations of no EVSE in particular. */
  #idleOf(reservations: readonly Reservation[]): readonly Evse[] {
    const places = new Set(reservations.flatMap((reservation) => reservation.places))
    const taken = new Set(this.#all.flatMap(({ places }) => (places.length === 1 ? places : [])))
    return [...places].filter((evse) => isIdle(evse) && !taken.has(evse))
  }

  #refresh(): void {
    for (const evse of this.#options.evses()) evse.showStatus()
  }
}

/** Nobody is at it, and it works. */
function isIdle({ operative, fault, connected, token }: Evse): boolean {
  return operative && fault === undefined && !connected && token === undefined
}

/** Tokens compare without regard to case. */
function same(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}
