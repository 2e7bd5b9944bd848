import type { Reading } from '#domain/transactions'
import type { MeterValue } from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { Gauge } from './gauge.ts'
import { readQuantity, type Sample } from './sample.ts'
import { stationTime } from './station-time.ts'

/** What a sample is when it does not say (1.6 §7.43 and 2.x SampledValueType, D-14). */
const DEFAULT_CONTEXT = 'Sample.Periodic'
const DEFAULT_MEASURAND = 'Energy.Active.Import.Register'

interface Measured<S extends Sample> {
  readonly timestamp: string
  readonly sampledValue: readonly S[]
}

/** Readings of a 1.6 MeterValues or StopTransaction. */
export function readings16(values: readonly MeterValue[] | undefined, receivedAt: Date): readonly Reading[] {
  return readings(values, receivedAt)
}

/** Readings of a 2.x MeterValues or TransactionEvent. */
export function readings2x(
  values: readonly v201.MeterValueType[] | readonly v21.MeterValueType[] | undefined,
  receivedAt: Date,
): readonly Reading[] {
  return readings(values, receivedAt)
}

/**
 * One reading for each moment and context. Stations put the samples of a charge's begin and end side by side under one
 * timestamp; they are two readings.
 */
function readings<S extends Sample>(values: readonly Measured<S>[] | undefined, receivedAt: Date): readonly Reading[] {
  if (values === undefined) return []
  const result: Reading[] = []
  for (const { timestamp, sampledValue } of values) {
    const at = stationTime(timestamp, receivedAt)
    const first = contextOf(sampledValue[0])
    if (sampledValue.every((sample) => contextOf(sample) === first)) result.push(reading(at, first, sampledValue))
    else for (const [context, samples] of byContext(sampledValue)) result.push(reading(at, context, samples))
  }
  return result
}

function contextOf(sample: Sample | undefined): string {
  return sample?.context ?? DEFAULT_CONTEXT
}

function byContext<S extends Sample>(samples: readonly S[]): Map<string, S[]> {
  const groups = new Map<string, S[]>()
  for (const sample of samples) {
    const context = contextOf(sample)
    const group = groups.get(context)
    if (group === undefined) groups.set(context, [sample])
    else group.push(sample)
  }
  return groups
}

function reading(at: Date, context: string, samples: readonly Sample[]): Reading {
  const register = new Gauge()
  const power = new Gauge()
  const current = new Gauge()
  const voltage = new Gauge()
  let stateOfCharge: number | undefined
  for (const sample of samples) {
    switch (sample.measurand ?? DEFAULT_MEASURAND) {
      case 'Energy.Active.Import.Register':
        // A register in the vehicle has not counted what this outlet delivered.
        if (sample.location !== 'EV') register.take(sample, readQuantity(sample, 'Wh'))
        break
      case 'Power.Active.Import':
        power.take(sample, readQuantity(sample, 'W'))
        break
      case 'Current.Import':
        current.take(sample, readQuantity(sample, 'A'))
        break
      case 'Voltage':
        voltage.take(sample, readQuantity(sample, 'V'))
        break
      case 'SoC':
        stateOfCharge = readQuantity(sample, 'Percent') ?? stateOfCharge
        break
    }
  }
  return compose(at, context, samples, {
    registerWh: register.total(),
    powerW: power.total(),
    currentA: current.highest(),
    voltageV: voltage.mean(),
    stateOfCharge,
  })
}

type Figures = { [K in 'registerWh' | 'powerW' | 'currentA' | 'voltageV' | 'stateOfCharge']: number | undefined }

/** Written out because it runs for every reading of every station. */
function compose(at: Date, context: string, samples: readonly object[], figures: Figures): Reading {
  const result: { -readonly [K in keyof Reading]: Reading[K] } = { at, context, samples }
  if (figures.registerWh !== undefined) result.registerWh = figures.registerWh
  if (figures.powerW !== undefined) result.powerW = figures.powerW
  if (figures.currentA !== undefined) result.currentA = figures.currentA
  if (figures.voltageV !== undefined) result.voltageV = figures.voltageV
  if (figures.stateOfCharge !== undefined) result.stateOfCharge = figures.stateOfCharge
  return result
}
