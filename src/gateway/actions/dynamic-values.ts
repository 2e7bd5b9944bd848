import type { DynamicValues } from '#domain/smart-charging'
import type * as v21 from '#ocpp/v21'
import { defined } from './defined.ts'

/** Decimals of a limit: one in 1.6 (§7.14) and 2.0.1, six in 2.1 (B-17). */
const DECIMALS = { 'ocpp1.6': 1, 'ocpp2.0.1': 1, 'ocpp2.1': 6 } as const
type Version = keyof typeof DECIMALS

/** A quantity as a version tells it: cut off, so that what is sent never exceeds what was decided (B-17). */
export function writeQuantity(version: Version, text: string): number {
  // The text is cut and not its number, which may have been rounded up on the way.
  const [whole = '', fraction = ''] = text.split('.')
  const value = Number(`${whole}.${fraction.slice(0, DECIMALS[version])}0`)
  return value === 0 ? 0 : value
}

export const quantity = (version: Version, text: string | undefined) =>
  text === undefined ? undefined : writeQuantity(version, text)

/** The values of a dynamic profile (2.1 ChargingScheduleUpdateType). */
export function writeValues(values: DynamicValues): v21.ChargingScheduleUpdateType {
  const write = (text: string | undefined) => quantity('ocpp2.1', text)
  return defined({
    limit: write(values.limit),
    limit_L2: write(values.limitL2),
    limit_L3: write(values.limitL3),
    dischargeLimit: write(values.dischargeLimit),
    setpoint: write(values.setpoint),
  })
}
