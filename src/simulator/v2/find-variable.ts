import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import { showSetting } from '../station/settings.ts'
import type { DeviceVariable } from './device-variable.ts'

/** Names are case-insensitive (2.0.1 part 1 §4.1). */
export function findVariable(
  variables: readonly DeviceVariable[],
  component: v21.ComponentType,
  variable: v21.VariableType,
): DeviceVariable | 'UnknownComponent' | 'UnknownVariable' {
  const inside = variables.filter((one) => sameComponent(one.component, component))
  if (inside.length === 0) return 'UnknownComponent'
  const found = inside.find(
    (one) => same(one.variable.name, variable.name) && same(one.variable.instance, variable.instance),
  )
  return found ?? 'UnknownVariable'
}

export function sameComponent(one: v201.ComponentType, other: v21.ComponentType): boolean {
  return (
    same(one.name, other.name) &&
    same(one.instance, other.instance) &&
    one.evse?.id === other.evse?.id &&
    one.evse?.connectorId === other.evse?.connectorId
  )
}

export function same(one: string | undefined, other: string | undefined): boolean {
  return one?.toLowerCase() === other?.toLowerCase()
}

export function currentValue(body: StationBody, { source }: DeviceVariable): string {
  return 'value' in source ? source.value() : showSetting(body.settings, source.setting)
}
