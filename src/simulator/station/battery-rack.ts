import type { BatteryDataType } from '#ocpp/v21'
import type { Part } from './part.ts'
import type { Token } from './transaction.ts'

/** From which state of charge on a battery is given out, in percent. */
const CHARGED = 80

/** The batteries in the slots of a swap station: 2.1 functional block S. A slot is an EVSE. */
export class BatteryRack implements Part {
  readonly #slots = new Map<number, BatteryDataType>()
  /** Whom the CSMS has announced (S02.FR.02). */
  announced: { readonly token: Token; readonly requestId: number } | undefined
  #lastRequestId = 0

  /** The batteries stay where they are; whom it waited for is forgotten. */
  stopped(): void {
    this.announced = undefined
  }

  put(battery: BatteryDataType): void {
    this.#slots.set(battery.evseId, battery)
  }

  take(evseId: number): void {
    this.#slots.delete(evseId)
  }

  /** One that can be given out. */
  get charged(): BatteryDataType | undefined {
    return [...this.#slots.values()].find(({ soC }) => soC >= CHARGED)
  }

  /** The number of a swap that begins at the station itself. */
  newRequestId(): number {
    this.#lastRequestId += 1
    return this.#lastRequestId
  }
}
