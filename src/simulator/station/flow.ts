import type { Reading } from '../physics/electrical.ts'
import type { ChargingProfiles } from './charging-profiles.ts'
import type { Evse } from './evse.ts'
import type { FrequencySupport } from './frequency-support.ts'
import type { Inverter } from './inverter.ts'
import type { VehicleTalks } from './vehicle-talks.ts'

export interface FlowRules {
  readonly profiles: ChargingProfiles
  readonly vehicles: VehicleTalks
  readonly inverter: Inverter | undefined
  readonly frequency: FrequencySupport
}

/**
 * What may flow at an EVSE, in W: what its profiles say, back only from a vehicle that has agreed to give (2.1 Q02), and
 * then no more than the inverter may.
 */
export function allowedFlowW({ profiles, vehicles, inverter }: FlowRules, evse: Evse): number {
  const wantedW = profiles.allowedW(evse)
  const gives = vehicles.of(evse.id, evse.transaction?.id)?.gives === true
  const agreedW = gives ? wantedW : Math.max(0, wantedW)
  return inverter === undefined ? agreedW : inverter.within(evse.id, agreedW, ratedW(inverter, evse))
}

/** What the inverter at an EVSE can feed, wherever it is. */
function ratedW({ hardware }: Inverter, { car }: Evse): number {
  return hardware.at === 'station' ? hardware.maxW : (car?.vehicle.model.iso15118?.v2x?.maxDischargeW ?? 0)
}

/** What a station that feeds the grid knows besides what its meter shows: the frequency it goes by, and what is set to flow. */
export function gridReading(rules: FlowRules, evse: Evse, powerW: number): Partial<Reading> {
  const { profiles, vehicles, inverter, frequency } = rules
  if (inverter === undefined) return {}
  const setpointW = profiles.setpointW(evse)
  const { handed = [] } = vehicles.of(evse.id, evse.transaction?.id) ?? {}
  return {
    frequencyHz: frequency.frequencyHz(evse.id),
    powerFactor: inverter.powerFactor(powerW, handed),
    ...(setpointW === undefined ? {} : { setpointW }),
  }
}
