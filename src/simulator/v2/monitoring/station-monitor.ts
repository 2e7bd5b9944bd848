import type * as v21 from '#ocpp/v21'
import type { DeviceVariable } from '../device-variable.ts'

/** A monitor as the station keeps it: what it watches for, and what it has seen. */
export interface StationMonitor {
  readonly id: number
  readonly variable: DeviceVariable
  readonly type: v21.MonitorEnumType
  readonly value: number
  readonly severity: number
  /** Active only while there is a transaction at its EVSE, or anywhere for one of no EVSE. */
  readonly transaction: boolean
  readonly origin: Exclude<v21.EventNotificationEnumType, 'HardWiredNotification'>
  readonly stream?: v21.PeriodicEventStreamParamsType
  /** Beyond its threshold when last looked at. */
  exceeded: boolean
  /** The value last told of, or found when it was set: what a difference is measured from. */
  reference: string
  /** When a periodic one is due. */
  dueMs: number
  /** Set anew since it was last looked at: tells where the value stands (N07.FR.11). */
  modified: boolean
}

/** What a monitor has to tell. */
export interface Trip {
  readonly monitor: StationMonitor
  readonly trigger: v21.EventTriggerEnumType
  readonly value: string
  readonly cleared?: boolean
}

/** Looks at a value once; says what there is to tell, and remembers what it has seen (N07.FR.16 to 19, N08.FR.06 and 07). */
export function look(monitor: StationMonitor, value: string, nowMs: number): Trip | undefined {
  switch (monitor.type) {
    case 'UpperThreshold':
      return crossed(monitor, value, Number(value) > monitor.value)
    case 'LowerThreshold':
      return crossed(monitor, value, Number(value) < monitor.value)
    case 'Delta':
      if (!differs(monitor, value)) return undefined
      monitor.reference = value
      return { monitor, trigger: 'Delta', value }
    case 'Periodic':
    case 'PeriodicClockAligned':
      if (nowMs < monitor.dueMs) return undefined
      monitor.dueMs += monitor.value * 1_000 * Math.ceil((nowMs - monitor.dueMs + 1) / (monitor.value * 1_000))
      return { monitor, trigger: 'Periodic', value }
    default:
      return undefined
  }
}

/** When a periodic monitor is due first: after its interval, or at the next whole multiple of it. */
export function firstDueMs({ type, value }: Pick<StationMonitor, 'type' | 'value'>, nowMs: number): number {
  const everyMs = value * 1_000
  return type === 'PeriodicClockAligned' ? (Math.floor(nowMs / everyMs) + 1) * everyMs : nowMs + everyMs
}

export function isNumeric({ dataType }: DeviceVariable): boolean {
  return dataType === 'decimal' || dataType === 'integer'
}

function crossed(monitor: StationMonitor, value: string, exceeds: boolean): Trip | undefined {
  const { exceeded, modified } = monitor
  monitor.exceeded = exceeds
  monitor.modified = false
  if (exceeds && (!exceeded || modified)) return { monitor, trigger: 'Alerting', value }
  return exceeded && !exceeds ? { monitor, trigger: 'Alerting', value, cleared: true } : undefined
}

function differs({ variable, reference, value }: StationMonitor, now: string): boolean {
  return isNumeric(variable) ? Math.abs(Number(now) - Number(reference)) > value : now !== reference
}
