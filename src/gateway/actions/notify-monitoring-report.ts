import type { MonitoringPart, ToldMonitor } from '#domain/monitoring'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { readMonitorOrigin, readMonitorType, readPlace } from '../commands/monitor-codec.ts'
import type { Action, StationCall } from './action.ts'
import { defined } from './defined.ts'

type Request = v201.NotifyMonitoringReportRequest | v21.NotifyMonitoringReportRequest
type Data = v201.MonitoringDataType | v21.MonitoringDataType

function readMonitors({ component, variable, variableMonitoring }: Data): ToldMonitor[] {
  return variableMonitoring.flatMap((told) => {
    const type = readMonitorType(told.type)
    if (type === undefined) return []
    const { id, value, severity, transaction } = told
    const origin = 'eventNotificationType' in told ? readMonitorOrigin(told.eventNotificationType) : undefined
    return [
      defined({ id, ...readPlace(component, variable), type, value, severity, duringTransaction: transaction, origin }),
    ]
  })
}

const generation2 = {
  action: 'NotifyMonitoringReport',
  read: ({ requestId, seqNo, tbc = false, monitor = [] }: Request, { station }: StationCall): MonitoringPart => ({
    stationId: station.stationId,
    requestId,
    seqNo,
    toBeContinued: tbc,
    monitors: monitor.flatMap(readMonitors),
  }),
  write: () => ({}),
} as const

/** NotifyMonitoringReport: 2.x N02. */
export const notifyMonitoringReport = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  async handle(part, _, { monitoring, eventStreams }) {
    await monitoring.recordPart(part)
    await eventStreams.monitorsLearned(part.stationId)
  },
} satisfies Action<MonitoringPart, void>
