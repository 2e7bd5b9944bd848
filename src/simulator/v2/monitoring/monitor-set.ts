import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../../station/body.ts'
import type { DeviceVariable } from '../device-variable.ts'
import { currentValue, findVariable } from '../find-variable.ts'
import { firstDueMs, isNumeric, type StationMonitor } from './station-monitor.ts'

/** How many monitors the station has room for. */
const MOST_MONITORS = 500

/**
 * The monitors of a station: built in, preconfigured and set. The built-in ones watch what cannot happen to sound
 * hardware. They outlive reboots (N07.FR.13).
 */
export class MonitorSet {
  /** Monitors of a graver severity than this are told of (N05). */
  level = 9
  readonly #body: StationBody
  readonly #variables: readonly DeviceVariable[]
  readonly #monitors = new Map<number, StationMonitor>()
  readonly #preconfigured: readonly StationMonitor[]
  #lastId = 0

  constructor(body: StationBody, variables: readonly DeviceVariable[]) {
    this.#body = body
    this.#variables = variables
    for (const variable of variables) {
      const { maxLimit, component } = variable
      if (component.name !== 'EVSE' || maxLimit === undefined) continue
      this.#install({
        variable,
        type: 'UpperThreshold',
        value: maxLimit * 1.1,
        severity: 1,
        origin: 'HardWiredMonitor',
      })
    }
    const firmware = variables.find(({ variable }) => variable.name === 'FirmwareVersion')
    this.#preconfigured =
      firmware === undefined
        ? []
        : [this.#install({ variable: firmware, type: 'Delta', value: 1, severity: 8, origin: 'PreconfiguredMonitor' })]
  }

  get all(): readonly StationMonitor[] {
    return [...this.#monitors.values()].sort((one, other) => one.id - other.id)
  }

  /** Somebody wants to know something: only then it is worth looking. */
  get isWatching(): boolean {
    return this.all.some(({ origin }) => origin === 'CustomMonitor')
  }

  /** Sets one monitor; `former` is the one it has replaced. */
  set(
    data: v21.SetMonitoringDataType,
  ):
    | v201.SetMonitoringStatusEnumType
    | { readonly monitor: StationMonitor; readonly former: StationMonitor | undefined } {
    const { id, type, value, severity, transaction = false, component, variable, periodicEventStream: stream } = data
    const found = findVariable(this.#variables, component, variable)
    if (typeof found === 'string') return found
    const former = id === undefined ? undefined : this.#monitors.get(id)
    // N04.FR.13, 16 and 18.
    if (id !== undefined && (former === undefined || former.variable !== found)) return 'Rejected'
    if (former?.origin === 'HardWiredMonitor') return 'Rejected'
    if (!supports(found, type)) return 'UnsupportedMonitorType'
    if (!isSensible(found, type, value)) return 'Rejected'
    if (severity > 9) return 'Rejected'
    const twin = this.all.find((one) => one.variable === found && one.type === type && one.severity === severity)
    if (twin !== undefined && twin !== former) return 'Duplicate'
    if (former === undefined && this.#monitors.size >= MOST_MONITORS) return 'Rejected'
    // N04.FR.15: what was preconfigured is ours once it is changed.
    const plan = { variable: found, type, value, severity, transaction, origin: 'CustomMonitor' as const }
    const monitor = this.#install({ ...plan, ...(stream === undefined ? {} : { stream }) }, former)
    return { monitor, former }
  }

  /** N06.FR.01 to 03. */
  clear(id: number): v201.ClearMonitoringStatusEnumType {
    const monitor = this.#monitors.get(id)
    if (monitor === undefined) return 'NotFound'
    if (monitor.origin === 'HardWiredMonitor') return 'Rejected'
    this.#monitors.delete(id)
    return 'Accepted'
  }

  /** N03.FR.03 to 05. Says which are gone. */
  base(base: v21.MonitoringBaseEnumType): StationMonitor[] {
    const kept = (monitor: StationMonitor) => base === 'All' || monitor.origin === 'HardWiredMonitor'
    const gone = this.all.filter((monitor) => !kept(monitor))
    for (const { id } of gone) this.#monitors.delete(id)
    if (base === 'HardWiredOnly') return gone
    for (const monitor of this.#preconfigured) {
      if (!this.#monitors.has(monitor.id)) this.#monitors.set(monitor.id, monitor)
    }
    return gone
  }

  #install(
    plan: Pick<StationMonitor, 'variable' | 'type' | 'value' | 'severity' | 'origin'> &
      Partial<Pick<StationMonitor, 'transaction' | 'stream'>>,
    former?: StationMonitor,
  ): StationMonitor {
    const { stream, transaction = false, ...rest } = plan
    if (former === undefined) this.#lastId += 1
    const monitor: StationMonitor = {
      ...rest,
      transaction,
      ...(stream === undefined ? {} : { stream }),
      id: former?.id ?? this.#lastId,
      exceeded: former?.type === plan.type && former.exceeded,
      reference: currentValue(this.#body, plan.variable),
      dueMs: firstDueMs(plan, this.#body.nowMs()),
      modified: former !== undefined,
    }
    this.#monitors.set(monitor.id, monitor)
    return monitor
  }
}

/** Nothing here has a target to be away from; thresholds are for numbers (N04.FR.05). */
function supports(variable: DeviceVariable, type: v21.MonitorEnumType): boolean {
  if (type === 'TargetDelta' || type === 'TargetDeltaRelative') return false
  return isNumeric(variable) || (type !== 'UpperThreshold' && type !== 'LowerThreshold')
}

/** N04.FR.06 and 14. */
function isSensible({ minLimit, maxLimit }: DeviceVariable, type: v21.MonitorEnumType, value: number): boolean {
  switch (type) {
    case 'UpperThreshold':
    case 'LowerThreshold':
      return value >= (minLimit ?? value) && value <= (maxLimit ?? value)
    case 'Delta':
      return value >= 0
    default:
      return value >= 1
  }
}
