import { DER_MODES } from '../physics/der-mode.ts'
import type { StationBody } from '../station/body.ts'
import type { Evse } from '../station/evse.ts'
import type { SettingName } from '../station/settings.ts'
import { type DeviceVariable, fact } from './device-variable.ts'
import type { Version2 } from './dialect.ts'
import { MODES } from './operation-mode.ts'

/**
 * What a bidirectional station of 2.1 says of itself (Q01.FR.30 to 32), of its inverter (R01.FR.01 and 02), and of what it
 * emulates where the inverter is that of the vehicle (R03.FR.03).
 */
export function gridVariables(version: Version2, body: StationBody): DeviceVariable[] {
  const { inverter, evses } = body
  if (version !== 'ocpp2.1' || inverter === undefined) return []
  const { hardware } = inverter
  return [
    fact('V2XChargingCtrlr', 'Available', 'boolean', () => 'true'),
    fact('V2XChargingCtrlr', 'Enabled', 'boolean', () => 'true'),
    fact('V2XChargingCtrlr', 'SupportedOperationModes', 'MemberList', () => MODES.join(',')),
    fact('V2XChargingCtrlr', 'SupportedEnergyTransferModes', 'MemberList', () => transfersOf(evses).join(',')),
    fact('ISO15118Ctrlr', 'Enabled', 'boolean', () => 'true'),
    ...SETTINGS.map(([name, instance, setting, dataType]) => ({
      component: { name: 'V2XChargingCtrlr' },
      variable: { name, ...(instance === undefined ? {} : { instance }) },
      dataType,
      source: { setting },
    })),
    ...evses.flatMap(({ id }) => {
      if (hardware.at === 'station')
        return inverterVariables(body, hardware.maxW).map((one) => at('DCDERCtrlr', id, one))
      const emulated = fact('ACDERCtrlr', 'ModesSupported', 'MemberList', () => hardware.emulates.join(','))
      return [at('ACDERCtrlr', id, emulated)]
    }),
  ]
}

const SETTINGS: readonly (readonly [
  name: string,
  instance: string | undefined,
  setting: SettingName,
  dataType: 'integer' | 'MemberList',
])[] = [
  ['LocalFrequencyUpdateThreshold', undefined, 'frequencyStepMhz', 'integer'],
  ['TxUpdatedMeasurands', 'CentralSetpoint', 'setpointMeasurands', 'MemberList'],
  ['TxUpdatedMeasurands', 'CentralFrequency', 'centralFrequencyMeasurands', 'MemberList'],
  ['TxUpdatedMeasurands', 'LocalFrequency', 'localFrequencyMeasurands', 'MemberList'],
]

function transfersOf(evses: readonly Evse[]): string[] {
  const all = evses.flatMap(({ outlet }) => {
    if (outlet.kind === 'dc') return ['DC', 'DC_BPT']
    const oneWay = outlet.phases === 1 ? ['AC_single_phase'] : ['AC_single_phase', 'AC_two_phase', 'AC_three_phase']
    return [...oneWay, 'AC_BPT', 'AC_BPT_DER']
  })
  return [...new Set(all)]
}

/** The nameplate of the inverter of a station (2.1 §2.19.1). */
function inverterVariables({ hardware }: StationBody, maxW: number): DeviceVariable[] {
  const ratings = ['MaxW', 'OverExcitedW', 'UnderExcitedW', 'MaxVA', 'MaxChargeRateW', 'MaxChargeRateVA']
  const facts: readonly (readonly [name: string, value: string])[] = [
    ...ratings.map((name) => [name, String(maxW)] as const),
    ...['OverExcitedPF', 'UnderExcitedPF'].map((name) => [name, '0.8'] as const),
    ...['MaxVar', 'MaxVarNeg'].map((name) => [name, String(Math.round(maxW * 0.6))] as const),
    ['ReactiveSusceptance', '0'],
  ]
  const words: readonly (readonly [name: string, value: string])[] = [
    ['InverterManufacturer', hardware.vendor],
    ['InverterModel', hardware.model],
    ['InverterSwVersion', hardware.firmware],
    ['InverterHwVersion', '1'],
  ]
  return [
    ...facts.map(([name, value]) => fact('DCDERCtrlr', name, 'decimal', () => value)),
    fact('DCDERCtrlr', 'ModesSupported', 'MemberList', () => DER_MODES.join(',')),
    ...words.map(([name, value]) => fact('DCDERCtrlr', name, 'string', () => value)),
  ]
}

function at(name: string, evseId: number, variable: DeviceVariable): DeviceVariable {
  return { ...variable, component: { name, evse: { id: evseId } } }
}
