import type * as v16 from '#ocpp/v16'
import type { StationBody } from '../station/body.ts'
import type { Evse } from '../station/evse.ts'
import { samplesOf } from '../station/samples.ts'
import type { ContextReading } from '../station/transaction.ts'

/** A reading as 1.6 §7.33 (MeterValue) has it: every figure a string. */
export function writeMeterValue(
  body: StationBody,
  { outlet }: Pick<Evse, 'outlet'>,
  reading: ContextReading,
  measurands: readonly string[],
): v16.MeterValue {
  const samples = samplesOf(reading, outlet, measurands, body.hardware.energyUnit)
  return {
    timestamp: body.stamp(reading.atMs),
    sampledValue: samples.map(({ value, ...sample }) => ({
      value: String(value),
      context: reading.context,
      ...sample,
    })),
  }
}
