import type { StationBody } from '../station/body.ts'
import { DER_MODES } from '../station/inverter.ts'
import type { SettingName } from '../station/settings.ts'
import { type DeviceVariable, fact } from './device-variable.ts'
import type { Version2 } from './dialect.ts'
import { MODES } from './operation-mode.ts'

/** What a bidirectional station of 2.1 says of itself (Q01.FR.30 to 32) and of its inverter (R01.FR.01 and 02). */
export function gridVariables(version: Version2, { hardware, inverter, evses }: StationBody): DeviceVariable[] {
  if (version !== 'ocpp2.1' || inverter === undefined) return []
  const { maxW } = inverter.hardware
  const ratings = ['MaxW', 'OverExcitedW', 'UnderExcitedW', 'MaxVA', 'MaxChargeRateW', 'MaxChargeRateVA']
  const facts: readonly (readonly [name: string, value: string])[] = [
    ...ratings.map((name) => [name, String(maxW)] as const),
    ...['OverExcitedPF', 'UnderExcitedPF'].map((name) => [name, '0.8'] as const),
    ...['MaxVar', 'MaxVarNeg'].map((name) => [name, String(Math.round(maxW * 0.6))] as const),
    ['ReactiveSusceptance', '0'],
  ]
  const words = (name: string, value: string) => ({
    ...fact('DCDERCtrlr', name, 'string', () => value),
  })
  const inverterOf = (evseId: number): DeviceVariable[] =>
    [
      ...facts.map(([name, value]) => fact('DCDERCtrlr', name, 'decimal', () => value)),
      fact('DCDERCtrlr', 'ModesSupported', 'MemberList', () => DER_MODES.join(',')),
      words('InverterManufacturer', hardware.vendor),
      words('InverterModel', hardware.model),
      words('InverterSwVersion', hardware.firmware),
      words('InverterHwVersion', '1'),
    ].map((variable) => ({ ...variable, component: { name: 'DCDERCtrlr', evse: { id: evseId } } }))
  return [
    fact('V2XChargingCtrlr', 'Available', 'boolean', () => 'true'),
    fact('V2XChargingCtrlr', 'Enabled', 'boolean', () => 'true'),
    fact('V2XChargingCtrlr', 'SupportedOperationModes', 'MemberList', () => MODES.join(',')),
    fact('V2XChargingCtrlr', 'SupportedEnergyTransferModes', 'MemberList', () => 'DC,DC_BPT'),
    fact('ISO15118Ctrlr', 'Enabled', 'boolean', () => 'true'),
    ...SETTINGS.map(([name, instance, setting, dataType]) => ({
      component: { name: 'V2XChargingCtrlr' },
      variable: { name, ...(instance === undefined ? {} : { instance }) },
      dataType,
      source: { setting },
    })),
    ...evses.flatMap(({ id }) => inverterOf(id)),
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
