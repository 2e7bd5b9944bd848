import { DER_MODES } from './der-mode.ts'
import type { VehicleModel } from './vehicle.ts'

/** Kinds of cars on the road, after published figures of their classes; no particular make. */
export const cityCar: VehicleModel = {
  name: 'city car',
  batteryWh: 27_000,
  ac: { phases: 1, maxCurrentA: 32 },
  dc: {
    voltageV: [280, 340],
    curve: [
      [0, 30_000],
      [10, 44_000],
      [60, 40_000],
      [80, 22_000],
      [100, 4_000],
    ],
  },
}

export const hatchback: VehicleModel = {
  name: 'hatchback',
  batteryWh: 58_000,
  ac: { phases: 3, maxCurrentA: 16 },
  dc: {
    voltageV: [330, 405],
    curve: [
      [0, 90_000],
      [5, 120_000],
      [30, 118_000],
      [50, 88_000],
      [80, 52_000],
      [95, 14_000],
      [100, 5_000],
    ],
  },
}

export const longRangeSedan: VehicleModel = {
  name: 'long-range sedan',
  batteryWh: 77_400,
  ac: { phases: 3, maxCurrentA: 16 },
  dc: {
    voltageV: [620, 780],
    curve: [
      [0, 150_000],
      [8, 232_000],
      [50, 218_000],
      [60, 180_000],
      [80, 120_000],
      [85, 50_000],
      [100, 8_000],
    ],
  },
}

/** The long-range sedan that tells the station what it needs (ISO 15118-2), and keeps to the schedule it is given. */
export const planningSedan: VehicleModel = {
  ...longRangeSedan,
  name: 'planning sedan',
  iso15118: { maxPeriods: 12 },
}

/** The long-range sedan that lets the station steer it (ISO 15118-20, dynamic control mode). */
export const steeredSedan: VehicleModel = {
  ...longRangeSedan,
  name: 'steered sedan',
  iso15118: { maxPeriods: 12, control: 'dynamic' },
}

/** The hatchback that also gives energy back, by ISO 15118-20. */
export const bidirectionalHatchback: VehicleModel = {
  ...hatchback,
  name: 'bidirectional hatchback',
  iso15118: { maxPeriods: 12, control: 'scheduled', v2x: { maxDischargeW: 10_000, minSocPercent: 15 } },
}

/** The hatchback that gives energy back to AC as well, by an inverter of its own that keeps to what the grid asks for. */
export const invertingHatchback: VehicleModel = {
  ...hatchback,
  name: 'inverting hatchback',
  iso15118: {
    maxPeriods: 12,
    control: 'scheduled',
    v2x: {
      maxDischargeW: 10_000,
      minSocPercent: 15,
      inverter: {
        manufacturer: 'Chargewright Works',
        model: 'Onboard 11',
        softwareVersion: '2.3.1',
        hardwareVersion: 'B',
        maxVA: 11_000,
        modes: DER_MODES,
      },
    },
  },
}

export const deliveryVan: VehicleModel = {
  name: 'delivery van',
  batteryWh: 89_000,
  ac: { phases: 3, maxCurrentA: 16 },
  dc: {
    voltageV: [340, 410],
    curve: [
      [0, 80_000],
      [10, 115_000],
      [55, 105_000],
      [80, 60_000],
      [100, 6_000],
    ],
  },
}

/** Takes one phase and no DC, as most of its kind. */
export const plugInHybrid: VehicleModel = {
  name: 'plug-in hybrid',
  batteryWh: 13_000,
  ac: { phases: 1, maxCurrentA: 16 },
}

export const acModels = [cityCar, hatchback, longRangeSedan, deliveryVan, plugInHybrid] as const
export const dcModels = [cityCar, hatchback, longRangeSedan, deliveryVan] as const
