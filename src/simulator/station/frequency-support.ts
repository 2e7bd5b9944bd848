import { alongCurve } from '../physics/vehicle.ts'
import type { FrequencyRule, Period } from './charging-profile.ts'
import type { Settings } from './settings.ts'

interface Following {
  readonly period: Period
  /** By which the power was worked out last. */
  frequencyHz: number
  /** The last signal of the grid operator; none until one comes. */
  signal: number | undefined
}

/** How the power at each EVSE follows the frequency of the grid, and the signals of its operator (2.1 Q08). */
export class FrequencySupport {
  readonly #settings: Pick<Settings, 'frequencyStepMhz'>
  readonly #gridHz: () => number
  /** What is shown to an EVSE in place of the grid. */
  readonly #simulated = new Map<number, number>()
  readonly #following = new Map<number, Following>()

  constructor(settings: Pick<Settings, 'frequencyStepMhz'>, gridHz: () => number) {
    this.#settings = settings
    this.#gridHz = gridHz
  }

  /** What is measured at an EVSE, in Hz. */
  frequencyHz(evseId: number): number {
    return this.#simulated.get(evseId) ?? this.#gridHz()
  }

  /** Shows an EVSE a frequency in place of that of the grid, or that again (2.1 §2.18.7). */
  simulate(evseId: number, frequencyHz: number | undefined): void {
    if (frequencyHz === undefined) this.#simulated.delete(evseId)
    else this.#simulated.set(evseId, frequencyHz)
  }

  /** Looks at the grid for the period that rules at an EVSE now: as it begins, and when enough has changed (Q08.FR.06 and 07). */
  attend(evseId: number, period: Period | undefined): void {
    if (period?.follows === undefined) {
      this.#following.delete(evseId)
      return
    }
    const frequencyHz = this.frequencyHz(evseId)
    const known = this.#following.get(evseId)
    if (known?.period !== period) this.#following.set(evseId, { period, frequencyHz, signal: undefined })
    else if (this.#isStep(known.frequencyHz, frequencyHz)) known.frequencyHz = frequencyHz
  }

  /** What is to flow by a rule, to the milliwatt: the baseline, what the frequency adds, and what a signal adds (Q08.FR.10). */
  powerW(evseId: number, { baselineW, frequencies, signals }: FrequencyRule): number {
    const known = this.#following.get(evseId)
    const own = known?.period.follows?.frequencies === frequencies ? known : undefined
    const added = own?.signal === undefined || signals === undefined ? 0 : alongCurve(signals, own.signal)
    const powerW = baselineW + alongCurve(frequencies, own?.frequencyHz ?? this.frequencyHz(evseId)) + added
    return Math.round(powerW * 1_000) / 1_000
  }

  /** A signal of the grid operator counts from now on, for an EVSE that follows such in the period that rules there. */
  signal(evseId: number, signal: number): void {
    const known = this.#following.get(evseId)
    if (known !== undefined) known.signal = signal
  }

  #isStep(beforeHz: number, nowHz: number): boolean {
    // To the tenth of a millihertz, so that no rounding of floats hides a step.
    return Math.round(Math.abs(nowHz - beforeHz) * 10_000) / 10 >= this.#settings.frequencyStepMhz
  }
}
