import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import type { Version2 } from '../dialect.ts'
import { same, sameComponent } from '../find-variable.ts'
import type { StationMonitor } from '../monitoring/station-monitor.ts'
import type { Watcher } from '../monitoring/watcher.ts'

/** What one message may hold (2.x MonitoringCtrlr ItemsPerMessage, BytesPerMessage). */
export const MONITORS_PER_MESSAGE = 4
export const MONITORING_BYTES = 4_096
/** How many variables one part of a report tells of. */
const REPORTED_PER_MESSAGE = 2

/** 2.x N02 to N06. */
export function monitoringCommands(version: Version2, body: StationBody, watcher: Watcher) {
  const { monitors, streams } = watcher
  const closeStreams = (gone: readonly StationMonitor[]) => {
    for (const { id } of gone) streams.close(id)
    watcher.changed()
  }
  return {
    SetMonitoringBase({ monitoringBase }) {
      const gone = monitors.base(monitoringBase)
      return { response: { status: 'Accepted' }, after: () => closeStreams(gone) }
    },
    SetMonitoringLevel({ severity }) {
      // N05.FR.02
      if (severity > 9) return { response: { status: 'Rejected' } }
      monitors.level = severity
      return { response: { status: 'Accepted' } }
    },
    SetVariableMonitoring(request) {
      if (request.setMonitoringData.length > MONITORS_PER_MESSAGE) return tooMany
      if (JSON.stringify(request).length > MONITORING_BYTES) return tooLong
      const set: { monitor: StationMonitor; former: StationMonitor | undefined }[] = []
      const setMonitoringResult = request.setMonitoringData.map((data): v201.SetMonitoringResultType => {
        const { component, variable, type, severity } = data
        const outcome = monitors.set(data)
        const about = { component, variable, type: type as v201.MonitorEnumType, severity }
        if (typeof outcome === 'string') return { ...about, status: outcome }
        set.push(outcome)
        return { ...about, status: 'Accepted', id: outcome.monitor.id }
      })
      const after = () => {
        // N13.FR.06: a monitor that was set anew has the stream it was given, or none.
        closeStreams(set.flatMap(({ former }) => (former?.stream === undefined ? [] : [former])))
        if (version === 'ocpp2.1') for (const { monitor } of set) streams.open(monitor)
      }
      return { response: { setMonitoringResult }, after }
    },
    ClearVariableMonitoring(request) {
      if (request.id.length > MONITORS_PER_MESSAGE) return tooMany
      const before = monitors.all
      const clearMonitoringResult = request.id.map((id) => ({ id, status: monitors.clear(id) }))
      const left = new Set(monitors.all)
      return {
        response: { clearMonitoringResult },
        after: () => closeStreams(before.filter((monitor) => monitor.stream !== undefined && !left.has(monitor))),
      }
    },
    GetMonitoringReport({ requestId, monitoringCriteria, componentVariable }) {
      const reported = monitors.all.filter(
        (monitor) => meets(monitoringCriteria, monitor) && stands(componentVariable, monitor),
      )
      // N02.FR.10
      if (reported.length === 0) return { response: { status: 'EmptyResultSet' } }
      return { response: { status: 'Accepted' }, after: () => report(version, body, requestId, reported) }
    },
  } satisfies Commands
}

const tooMany = {
  refused: 'occurrence-constraint',
  description: `At most ${MONITORS_PER_MESSAGE} monitors in one message`,
} as const
const tooLong = { refused: 'format', description: `At most ${MONITORING_BYTES} bytes in one message` } as const

const criterionOf = {
  UpperThreshold: 'ThresholdMonitoring',
  LowerThreshold: 'ThresholdMonitoring',
  Delta: 'DeltaMonitoring',
  Periodic: 'PeriodicMonitoring',
  PeriodicClockAligned: 'PeriodicMonitoring',
  TargetDelta: undefined,
  TargetDeltaRelative: undefined,
} as const satisfies Record<v21.MonitorEnumType, v21.MonitoringCriterionEnumType | undefined>

/** N02.FR.12 to 14 */
function meets(criteria: v21.GetMonitoringReportRequest['monitoringCriteria'], { type }: StationMonitor): boolean {
  return criteria === undefined || criteria.some((criterion) => criterion === criterionOf[type])
}

/** N02.FR.16 to 21: what is not said is not asked for. */
function stands(places: v21.GetMonitoringReportRequest['componentVariable'], { variable: watched }: StationMonitor) {
  return (
    places === undefined ||
    places.some(({ component, variable }) => {
      const { evse, instance } = watched.component
      const asked = {
        name: component.name,
        instance: component.instance ?? instance,
        evse: component.evse === undefined ? evse : { connectorId: evse?.connectorId, ...component.evse },
      } as v21.ComponentType
      if (!sameComponent(watched.component, asked)) return false
      if (variable === undefined) return true
      if (!same(variable.name, watched.variable.name)) return false
      return variable.instance === undefined || same(variable.instance, watched.variable.instance)
    })
  )
}

/** As many messages as the limit asks for, numbered from 0, all but the last announcing another (N02.FR.09). */
function report(version: Version2, body: StationBody, requestId: number, monitors: readonly StationMonitor[]): void {
  const variables = [...new Set(monitors.map(({ variable }) => variable))]
  const parts = Math.ceil(variables.length / REPORTED_PER_MESSAGE)
  const generatedAt = body.stamp(body.nowMs())
  for (let seqNo = 0; seqNo < parts; seqNo += 1) {
    const part = variables.slice(seqNo * REPORTED_PER_MESSAGE, (seqNo + 1) * REPORTED_PER_MESSAGE)
    const monitor = part.map((variable) => ({
      component: variable.component,
      variable: variable.variable,
      variableMonitoring: monitors.filter((one) => one.variable === variable).map((one) => wordMonitor(version, one)),
    }))
    const payload = { requestId, generatedAt, seqNo, tbc: seqNo < parts - 1, monitor }
    body.send({ action: 'NotifyMonitoringReport', payload }, true)
  }
}

/** 2.1 N02.FR.22: with whose it is, for which 2.0.1 has no word. */
function wordMonitor(version: Version2, { id, transaction, value, type, severity, origin }: StationMonitor) {
  const told = { id, transaction, value, type, severity }
  return version === 'ocpp2.1' ? { ...told, eventNotificationType: origin } : told
}
