import type { ReportedVariable } from '#domain/device-model'
import type { NewStationEvent } from '#domain/events'
import type { StatusReport } from '#domain/stations'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { readVariable } from '../commands/variable-codec.ts'
import type { Action, StationCall } from './action.ts'
import { defined } from './defined.ts'
import { stationTime } from './station-time.ts'
import { readAvailability } from './status-notification.ts'

type Request = v201.NotifyEventRequest | v21.NotifyEventRequest
type EventData = v201.EventDataType | v21.EventDataType

interface Monitored {
  readonly events: readonly NewStationEvent[]
  readonly statuses: readonly StatusReport[]
  readonly values: readonly { readonly variable: ReportedVariable; readonly at: Date }[]
}

function readEvent(data: EventData, { station, receivedAt }: StationCall): NewStationEvent {
  const { timestamp, component, variable, customData: _, ...facts } = data
  const severity = 'severity' in data ? data.severity : undefined
  return defined({
    stationId: station.stationId,
    partyId: station.partyId,
    kind: 'monitoring' as const,
    type: `${component.name}.${variable.name}`,
    at: stationTime(timestamp, receivedAt),
    receivedAt,
    severity,
    facts: { ...facts, component, variable },
  })
}

/** The other way of 2.x to say what StatusNotification says: the variable AvailabilityState of a Connector (2.x G01). */
function readStatus(data: EventData, { station, receivedAt }: StationCall): StatusReport[] {
  const { component, variable, actualValue, timestamp } = data
  const { id: evseId, connectorId } = component.evse ?? {}
  if (component.name !== 'Connector' || variable.name !== 'AvailabilityState') return []
  if (evseId === undefined || connectorId === undefined) return []
  const status = readAvailability(actualValue)
  return [{ stationId: station.stationId, evseId, connectorId, status, at: stationTime(timestamp, receivedAt) }]
}

/**
 * What is told of a variable when something happens is its value since then (2.x N07); by a clock that is ahead, since now,
 * or nothing told later would count.
 */
function readValue({ component, variable, actualValue, timestamp }: EventData, { receivedAt }: StationCall) {
  const at = new Date(Math.min(stationTime(timestamp, receivedAt).getTime(), receivedAt.getTime()))
  return { variable: readVariable(component, variable, 'Actual', actualValue), at }
}

const generation2 = {
  action: 'NotifyEvent',
  read: ({ eventData }: Request, call: StationCall): Monitored => ({
    events: eventData.map((data) => readEvent(data, call)),
    statuses: eventData.flatMap((data) => readStatus(data, call)),
    values: eventData.map((data) => readValue(data, call)),
  }),
  write: () => ({}),
} as const

/** NotifyEvent: 2.x N07. */
export const notifyEvent = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  events: ({ events }) => events.length,
  async handle({ events: told, statuses, values }, { station }, { events, stations, deviceModel }) {
    await events.record(told)
    await Promise.all(values.map(({ variable, at }) => deviceModel.record(station.stationId, [variable], at, 'event')))
    for (const status of statuses) await stations.reportStatus(status)
  },
} satisfies Action<Monitored, void>
