import type { StationBody } from '../station/body.ts'
import { type Grid, QUIET_GRID } from '../station/der-control.ts'

const FAULTS = {
  OverFrequency: { ...QUIET_GRID, frequencyHz: 51.5, fault: 'OverFrequency' },
  OverVoltage: { ...QUIET_GRID, voltagePct: 115, fault: 'OverVoltage' },
  UnderFrequency: { ...QUIET_GRID, frequencyHz: 48.5, fault: 'UnderFrequency' },
  UnderVoltage: { ...QUIET_GRID, voltagePct: 80, fault: 'UnderVoltage' },
} as const satisfies Record<string, Grid>

type Feeding = Pick<StationBody, 'inverter'>

/** The grid gets out of shape at this station, or back into it: 2.1 R05. False where nothing is ever fed into it. */
export function disturbGrid({ inverter }: Feeding, fault: keyof typeof FAULTS | 'none'): boolean {
  if (inverter === undefined) return false
  inverter.suffer(fault === 'none' ? QUIET_GRID : FAULTS[fault])
  return true
}

/** The frequency of the grid at this station, in Hz, all else in shape: 2.1 Q08. False where nothing is ever fed into it. */
export function setFrequency({ inverter }: Feeding, frequencyHz: number): boolean {
  if (inverter === undefined) return false
  inverter.suffer({ ...QUIET_GRID, frequencyHz })
  return true
}

/** The voltage of the grid at this station, in per cent of the nominal one, all else in shape: 2.1 R05. */
export function setVoltage({ inverter }: Feeding, voltagePct: number): boolean {
  if (inverter === undefined) return false
  inverter.suffer({ ...QUIET_GRID, voltagePct })
  return true
}
