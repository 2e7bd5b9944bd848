import type { Part } from './part.ts'
import type { Transaction } from './transaction.ts'

/** What the CSMS said to the needs of a vehicle; `undefined` until it has. */
export type NeedsVerdict = 'Accepted' | 'NoChargingProfile' | 'Processing' | 'Rejected'

export interface VehicleTalk {
  readonly transactionId: string
  readonly verdict: NeedsVerdict | undefined
}

/** How far the talk with the vehicle at each EVSE has come (ISO 15118); it ends with its transaction. */
export class VehicleTalks implements Part {
  readonly #talks = new Map<number, VehicleTalk>()

  /** Undefined when its needs have not been told. */
  of(evseId: number, transactionId: string | undefined): VehicleTalk | undefined {
    const talk = this.#talks.get(evseId)
    return talk?.transactionId === transactionId ? talk : undefined
  }

  note(evseId: number, talk: VehicleTalk): void {
    this.#talks.set(evseId, talk)
  }

  /** The needs never reached the CSMS. */
  forget(evseId: number): void {
    this.#talks.delete(evseId)
  }

  ended({ evseId }: Transaction): void {
    this.#talks.delete(evseId)
  }

  stopped(): void {
    this.#talks.clear()
  }
}
