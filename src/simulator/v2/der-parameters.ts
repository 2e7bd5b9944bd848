import type * as v21 from '#ocpp/v21'
import { NOMINAL_VOLTAGE } from '../physics/outlet.ts'
import type { OnboardInverter } from '../physics/vehicle.ts'
import type { Evse } from '../station/evse.ts'

/** Reactive power that an inverter of so much apparent power can take or feed besides, and the power factor it needs for it. */
const REACTIVE_SHARE = 0.6
const EXCITED_PF = 0.8

/** What the inverter of a vehicle can do there, as its nameplate and the outlet have it (2.1 R02.FR.01, R03.FR.01). */
export function derParameters(
  { outlet, phases }: Pick<Evse, 'outlet' | 'phases'>,
  inverter: OnboardInverter,
): v21.DERChargingParametersType {
  const mostVA = Math.min(inverter.maxVA, outlet.maxCurrentA * NOMINAL_VOLTAGE * phases)
  const mostVar = Math.round(mostVA * REACTIVE_SHARE)
  const excitedW = Math.round(inverter.maxVA * EXCITED_PF)
  return {
    evSupportedDERControl: inverter.modes,
    ...{ evOverExcitedMaxDischargePower: excitedW, evOverExcitedPowerFactor: EXCITED_PF },
    ...{ evUnderExcitedMaxDischargePower: excitedW, evUnderExcitedPowerFactor: EXCITED_PF },
    ...{ maxApparentPower: mostVA, maxChargeApparentPower: mostVA, maxDischargeApparentPower: mostVA },
    ...{ maxChargeReactivePower: mostVar, maxDischargeReactivePower: mostVar },
    nominalVoltage: NOMINAL_VOLTAGE,
    evInverterManufacturer: inverter.manufacturer,
    evInverterModel: inverter.model,
    evInverterSwVersion: inverter.softwareVersion,
    evInverterHwVersion: inverter.hardwareVersion,
  }
}
