import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import type { Evse } from '../station/evse.ts'
import { samplesOf } from '../station/samples.ts'
import type { ContextReading } from '../station/transaction.ts'

/** A reading as 2.0.1 §2.25 (MeterValueType) has it. */
export function writeMeterValue(
  body: StationBody,
  { outlet }: Pick<Evse, 'outlet'>,
  reading: ContextReading,
  measurands: readonly string[],
): v201.MeterValueType {
  const samples = samplesOf(reading, outlet, measurands, body.hardware.energyUnit)
  return {
    timestamp: body.stamp(reading.atMs),
    sampledValue: samples.map(({ unit, ...sample }) => ({
      ...sample,
      context: reading.context,
      // 1.6 has no word for it.
      ...(sample.measurand === 'Frequency' ? { unitOfMeasure: { unit: 'Hertz' } } : {}),
      ...(unit === undefined ? {} : { unitOfMeasure: { unit } }),
    })),
  }
}
