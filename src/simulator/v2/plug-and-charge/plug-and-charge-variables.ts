import type { StationBody } from '../../station/body.ts'
import type { SettingName } from '../../station/settings.ts'
import { type DeviceVariable, fact } from '../device-variable.ts'

const settings: readonly (readonly [variable: string, setting: SettingName])[] = [
  ['PnCEnabled', 'plugAndCharge'],
  ['CentralContractValidationAllowed', 'centralContractValidation'],
  ['ContractValidationOffline', 'contractValidationOffline'],
  ['ContractCertificateInstallationEnabled', 'contractInstallation'],
]

/** What a station with Plug & Charge says of it (2.x part 2, ISO15118Ctrlr). */
export function plugAndChargeVariables({ secc, inverter, version }: StationBody): DeviceVariable[] {
  if (secc === undefined) return []
  const component = { name: 'ISO15118Ctrlr' }
  return [
    // One of 2.1 with an inverter says so already.
    ...(inverter === undefined || version !== 'ocpp2.1'
      ? [fact(component.name, 'Enabled', 'boolean', () => 'true')]
      : []),
    ...settings.map(([name, setting]) => ({
      ...{ component, variable: { name }, dataType: 'boolean' as const, source: { setting } },
    })),
  ]
}
