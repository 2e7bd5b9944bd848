import type { MonitoredPlace } from '#domain/commands'
import type { MonitorOrigin, MonitorType } from '#domain/monitoring'
import type * as v21 from '#ocpp/v21'
import { defined } from '../actions/defined.ts'
import { wordFor } from '../actions/word.ts'

export const monitorTypes = {
  'upper-threshold': 'UpperThreshold',
  'lower-threshold': 'LowerThreshold',
  delta: 'Delta',
  periodic: 'Periodic',
  'periodic-clock-aligned': 'PeriodicClockAligned',
  'target-delta': 'TargetDelta',
  'target-delta-relative': 'TargetDeltaRelative',
} as const satisfies Record<MonitorType, v21.MonitorEnumType>

const types: Readonly<Record<string, MonitorType>> = {
  UpperThreshold: 'upper-threshold',
  LowerThreshold: 'lower-threshold',
  Delta: 'delta',
  Periodic: 'periodic',
  PeriodicClockAligned: 'periodic-clock-aligned',
  TargetDelta: 'target-delta',
  TargetDeltaRelative: 'target-delta-relative',
} satisfies Record<v21.MonitorEnumType, MonitorType>

const origins: Readonly<Record<string, MonitorOrigin>> = {
  HardWiredMonitor: 'hard-wired',
  PreconfiguredMonitor: 'preconfigured',
  CustomMonitor: 'custom',
}

/** Undefined for a word no version has, which lenient validation lets through. */
export function readMonitorType(word: string): MonitorType | undefined {
  return wordFor(types, word)
}

export function readMonitorOrigin(word: string): MonitorOrigin | undefined {
  return wordFor(origins, word)
}

export function writeComponent({ component, componentInstance, evseId, connectorId }: MonitoredPlace) {
  const evse = evseId === undefined ? undefined : defined({ id: evseId, connectorId })
  return defined({ name: component, instance: componentInstance, evse })
}

/** Where a monitor or an event stands, in the domain's words. */
export function readPlace(component: v21.ComponentType, variable: v21.VariableType) {
  return defined({
    component: component.name,
    componentInstance: component.instance,
    evseId: component.evse?.id,
    connectorId: component.evse?.connectorId,
    name: variable.name,
    instance: variable.instance,
  })
}

/** What tells the elements of one request apart (N04.FR.02, N04.FR.10); names do not care for case. */
export function monitorKey({
  component,
  variable,
  type,
  severity,
}: Pick<v21.SetMonitoringDataType, 'component' | 'variable' | 'type' | 'severity'>): string {
  const { name, instance, evse } = component
  const key = [name, instance, evse?.id, evse?.connectorId, variable.name, variable.instance, type, severity]
  return JSON.stringify(key).toLowerCase()
}
