import type { Reading } from '../physics/electrical.ts'
import type { Outlet } from '../physics/outlet.ts'

type PhaseName = 'L1' | 'L2' | 'L3' | 'L1-N' | 'L2-N' | 'L3-N'

/** One figure of a reading, before a version writes it. */
export interface Sample {
  readonly measurand: Measurand
  readonly value: number
  /** Absent: a bare number. */
  readonly unit?: 'Wh' | 'kWh' | 'W' | 'A' | 'V' | 'Percent'
  readonly phase?: PhaseName
  readonly location?: 'Outlet' | 'EV'
}

export type Measurand =
  | 'Energy.Active.Import.Register'
  | 'Energy.Active.Export.Register'
  | 'Power.Active.Import'
  | 'Power.Active.Export'
  | 'Power.Factor'
  | 'Current.Import'
  | 'Current.Export'
  | 'Current.Offered'
  | 'Frequency'
  | 'Voltage'
  | 'SoC'

const lines = ['L1', 'L2', 'L3'] as const
const toNeutral = ['L1-N', 'L2-N', 'L3-N'] as const

/** The figures that were asked for, as far as this outlet has them; names it does not know are passed over. */
export function samplesOf(
  reading: Reading,
  outlet: Outlet,
  measurands: readonly string[],
  energyUnit: 'Wh' | 'kWh',
): Sample[] {
  return measurands.flatMap((name) => {
    switch (name) {
      case 'Energy.Active.Import.Register':
        return [energy(name, reading.registerWh, energyUnit)]
      case 'Energy.Active.Export.Register':
        return reading.exportWh === undefined ? [] : [energy(name, reading.exportWh, energyUnit)]
      case 'Power.Active.Import':
        return power(name, reading, imported)
      case 'Power.Active.Export':
        return reading.exportWh === undefined ? [] : power(name, reading, exported)
      case 'Power.Factor':
        if (reading.powerFactor === undefined) return []
        return [{ measurand: name, value: reading.powerFactor, location: 'Outlet' as const }]
      case 'Current.Import':
        return current(name, reading, imported)
      case 'Current.Export':
        return reading.exportWh === undefined ? [] : current(name, reading, exported)
      case 'Voltage':
        return voltage(reading)
      case 'Frequency':
        return [{ measurand: name, value: reading.frequencyHz, location: 'Outlet' as const }]
      case 'Current.Offered':
        return [{ measurand: name, value: outlet.maxCurrentA, unit: 'A' as const }]
      case 'SoC':
        if (reading.socPercent === undefined) return []
        return [{ measurand: name, value: reading.socPercent, unit: 'Percent' as const, location: 'EV' as const }]
      default:
        return []
    }
  })
}

type Directed = (value: number) => number
const imported: Directed = (value) => Math.max(0, value)
const exported: Directed = (value) => Math.max(0, -value)

function energy(measurand: Measurand, registerWh: number, unit: 'Wh' | 'kWh'): Sample {
  const value = unit === 'Wh' ? registerWh : registerWh / 1000
  return { measurand, value, unit, location: 'Outlet' }
}

function power(measurand: Measurand, reading: Reading, directed: Directed): Sample[] {
  const value = directed(Number(reading.powerW.toFixed(1)))
  const total = { measurand, value, unit: 'W', location: 'Outlet' } as const
  const each = reading.phases.map(({ powerW }, index) =>
    onLine({ measurand, value: directed(powerW), unit: 'W' }, lines, index),
  )
  return each.length > 1 ? [total, ...each] : [total]
}

function current(measurand: Measurand, reading: Reading, directed: Directed): Sample[] {
  const { dc, phases } = reading
  if (dc !== undefined) return [{ measurand, value: directed(dc.currentA), unit: 'A', location: 'Outlet' }]
  return phases.map(({ currentA }, index) => onLine({ measurand, value: directed(currentA), unit: 'A' }, lines, index))
}

function voltage(reading: Reading): Sample[] {
  const measurand = 'Voltage'
  if (reading.dc !== undefined) return [{ measurand, value: reading.dc.voltageV, unit: 'V', location: 'Outlet' }]
  return reading.phases.map(({ voltageV }, index) =>
    onLine({ measurand, value: voltageV, unit: 'V' }, toNeutral, index),
  )
}

function onLine(sample: Sample, names: readonly PhaseName[], index: number): Sample {
  const phase = names[index]
  return { ...sample, location: 'Outlet', ...(phase === undefined ? {} : { phase }) }
}
