import type { StationBody } from '../station/body.ts'
import type { OperationMode } from '../station/charging-profile.ts'
import type { Evse } from '../station/evse.ts'
import type { Settings } from '../station/settings.ts'
import type { TransactionEvent } from '../station/transaction.ts'

/** What the readings of an event are to tell, each name once. */
export function measurandsOf(
  { settings, inverter }: Pick<StationBody, 'settings' | 'inverter'>,
  { mode }: Evse,
  { kind, trigger }: TransactionEvent,
): readonly string[] {
  if (trigger === 'MeterValueClock') return settings.alignedMeasurands
  if (kind === 'Ended' && settings.endMeasurands.length > 0) return settings.endMeasurands
  if (kind !== 'Updated' || inverter === undefined) return settings.sampledMeasurands
  // 2.1 Q01.FR.35.
  return [...new Set([...settings.sampledMeasurands, ...ofMode(settings, mode)])]
}

function ofMode(settings: Settings, mode: OperationMode): readonly string[] {
  switch (mode) {
    case 'CentralSetpoint':
      return settings.setpointMeasurands
    case 'CentralFrequency':
      return settings.centralFrequencyMeasurands
    case 'LocalFrequency':
      return settings.localFrequencyMeasurands
    case 'ChargingOnly':
    case 'ExternalLimits':
    case 'Idle':
      return []
  }
}
