import type { Outlet } from '../physics/outlet.ts'
import type { InverterHardware } from './der-control.ts'

/** What was bolted to the ground. Each EVSE has one connector. */
export interface Hardware {
  readonly vendor: string
  readonly model: string
  readonly firmware: string
  readonly evses: readonly Outlet[]
  /** In which unit this make reports its energy register. */
  readonly energyUnit: 'Wh' | 'kWh'
  /** Feeds the grid from vehicles, through an inverter here or there. */
  readonly inverter?: InverterHardware
}

const vendor = 'Chargewright Works'

export const wallbox: Hardware = {
  vendor,
  model: 'Wall 11',
  firmware: '1.8.2',
  evses: [{ kind: 'ac', phases: 3, maxCurrentA: 16 }],
  energyUnit: 'Wh',
}

export const singlePhasePost: Hardware = {
  vendor,
  model: 'Lamp 7',
  firmware: '0.9.14',
  evses: [{ kind: 'ac', phases: 1, maxCurrentA: 32 }],
  energyUnit: 'kWh',
}

export const doublePost: Hardware = {
  vendor,
  model: 'Post 2x22',
  firmware: '2.4.0',
  evses: [
    { kind: 'ac', phases: 3, maxCurrentA: 32 },
    { kind: 'ac', phases: 3, maxCurrentA: 32 },
  ],
  energyUnit: 'Wh',
}

export const fastCharger: Hardware = {
  vendor,
  model: 'Rapid 150',
  firmware: '5.1.3',
  evses: [
    { kind: 'dc', maxPowerW: 150_000, maxCurrentA: 400 },
    { kind: 'dc', maxPowerW: 150_000, maxCurrentA: 400 },
  ],
  energyUnit: 'kWh',
}

export const highPowerCharger: Hardware = {
  vendor,
  model: 'Rapid 300',
  firmware: '6.0.0',
  evses: [
    { kind: 'dc', maxPowerW: 300_000, maxCurrentA: 500 },
    { kind: 'dc', maxPowerW: 300_000, maxCurrentA: 500 },
  ],
  energyUnit: 'Wh',
}

export const bidirectionalCharger: Hardware = {
  vendor,
  model: 'Return 22',
  firmware: '1.0.4',
  evses: [{ kind: 'dc', maxPowerW: 22_000, maxCurrentA: 60, bidirectional: true }],
  energyUnit: 'Wh',
  inverter: { at: 'station', maxW: 12_000 },
}

/** AC in both directions: what feeds the grid is the inverter of the vehicle. */
export const bidirectionalWallbox: Hardware = {
  vendor,
  model: 'Return 11 AC',
  firmware: '1.1.0',
  evses: [{ kind: 'ac', phases: 3, maxCurrentA: 16, bidirectional: true }],
  energyUnit: 'Wh',
  inverter: { at: 'vehicle', emulates: ['EnterService', 'LimitMaxDischarge', 'VoltWatt'] },
}

export const hardware = {
  ...{ wallbox, singlePhasePost, doublePost, fastCharger, highPowerCharger },
  ...{ bidirectionalCharger, bidirectionalWallbox },
} as const
export type HardwareKind = keyof typeof hardware
