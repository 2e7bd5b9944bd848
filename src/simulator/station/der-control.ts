import type { GridEventFaultEnumType, SetDERControlRequest } from '#ocpp/v21'
import type { DerMode } from '../physics/der-mode.ts'

/** What feeds the grid: the inverter of a DC station, or behind an AC outlet that of the vehicle. */
export type InverterHardware =
  /** `maxW`: active power it can feed into the grid, and take from it. */
  | { readonly at: 'station'; readonly maxW: number }
  /** `emulates`: controls that the station keeps to by what it asks of a vehicle that does not know them (2.1 R03). */
  | { readonly at: 'vehicle'; readonly emulates: readonly DerMode[] }

export interface DerControl {
  readonly id: string
  readonly mode: DerMode
  readonly isDefault: boolean
  /** 0 counts most. */
  readonly priority: number
  /** Of scheduled ones. */
  readonly startMs: number
  readonly endMs: number
  readonly told: SetDERControlRequest
}

/** The grid as the inverter sees it. */
export interface Grid {
  /** Of the nominal voltage. */
  readonly voltagePct: number
  readonly frequencyHz: number
  readonly fault?: GridEventFaultEnumType
}

export const QUIET_GRID: Grid = { voltagePct: 100, frequencyHz: 50 }

/** Who keeps to which controls at an outlet where the inverter is that of the vehicle. */
export interface Shares {
  readonly vehicle: readonly DerControl[]
  readonly station: readonly DerControl[]
  readonly nobody: readonly DerControl[]
}

/** What the vehicle knows is left to it; of the rest the station emulates what it can (2.1 R03.FR.05 and 06). */
export function shareControls(
  controls: readonly DerControl[],
  knows: readonly DerMode[],
  emulates: readonly DerMode[],
): Shares {
  const rest = controls.filter(({ mode }) => !knows.includes(mode))
  return {
    vehicle: controls.filter(({ mode }) => knows.includes(mode)),
    station: rest.filter(({ mode }) => emulates.includes(mode)),
    nobody: rest.filter(({ mode }) => !emulates.includes(mode)),
  }
}
