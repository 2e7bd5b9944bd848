import type { EnergyTransferModeEnumType } from '#ocpp/v21'
import type { Part } from './part.ts'
import type { Transaction } from './transaction.ts'

/** What the CSMS said to the needs of a vehicle; `undefined` until it has. */
export type NeedsVerdict = 'Accepted' | 'NoChargingProfile' | 'Processing' | 'Rejected'

export interface VehicleTalk {
  readonly transactionId: string
  readonly verdict: NeedsVerdict | undefined
  /** What the vehicle has asked for. */
  readonly transfer: EnergyTransferModeEnumType
  /** That is a transfer in both directions, and nobody has refused. */
  readonly gives: boolean
  /** Controls of feeding the grid that were handed on to its own inverter (2.1 R02.FR.03), by their ids. */
  readonly handed: readonly string[]
}

/** How far the talk with the vehicle at each EVSE has come (ISO 15118); it ends with its transaction. */
export class VehicleTalks implements Part {
  readonly #talks = new Map<number, VehicleTalk>()
  readonly #allowed = new Map<string, readonly EnergyTransferModeEnumType[]>()

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

  /** The transfers that the CSMS lets a transaction have; undefined when it has not said. */
  allowed(transactionId: string): readonly EnergyTransferModeEnumType[] | undefined {
    return this.#allowed.get(transactionId)
  }

  allow(transactionId: string, transfers: readonly EnergyTransferModeEnumType[]): void {
    this.#allowed.set(transactionId, transfers)
  }

  ended({ evseId, id }: Transaction): void {
    this.#talks.delete(evseId)
    this.#allowed.delete(id)
  }

  stopped(): void {
    this.#talks.clear()
    this.#allowed.clear()
  }
}
