import { Type } from 'typebox'
import type { EventStream, StreamValue } from '#domain/event-streams'
import { MONITOR_ORIGINS, MONITOR_TYPES, MONITORING_BASES, type StationMonitoring } from '#domain/monitoring'
import type { StationReport } from '#domain/station-reports'
import { identifier, instant, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const stationReport = resource<StationReport>()(
  'StationReport',
  exactly({
    requestId: Type.Integer(),
    whole: Type.Boolean({ description: 'Asked for without criteria' }),
    complete: Type.Boolean(),
    missing: Type.Array(Type.Integer(), { description: 'Parts that have not come, known once the last one has' }),
    parts: Type.Integer(),
    answeredAt: Type.Optional(instant()),
    firstPartAt: Type.Optional(instant()),
    lastPartAt: Type.Optional(instant()),
  }),
)

const place = {
  component: Type.String(),
  componentInstance: Type.Optional(Type.String()),
  evseId: Type.Optional(Type.Integer()),
  connectorId: Type.Optional(Type.Integer()),
  name: Type.String(),
  instance: Type.Optional(Type.String()),
}

const watched = {
  ...place,
  type: oneOf(MONITOR_TYPES),
  severity: Type.Integer({ description: '0 (danger) to 9 (debug)' }),
  duringTransaction: Type.Boolean(),
  origin: Type.Optional(oneOf(MONITOR_ORIGINS)),
}

const pace = exactly({ intervalS: Type.Optional(Type.Integer()), values: Type.Optional(Type.Integer()) })

export const stationMonitoring = resource<StationMonitoring>()(
  'StationMonitoring',
  exactly({
    stationId: identifier(),
    base: Type.Optional(oneOf(MONITORING_BASES)),
    level: Type.Optional(Type.Integer({ description: 'Only monitors of this severity or a lower number are told of' })),
    monitors: Type.Array(
      exactly({
        id: Type.Integer(),
        ...watched,
        value: Type.Number(),
        stream: Type.Optional(pace),
        setAt: Type.Optional(instant()),
        reportedAt: Type.Optional(instant()),
      }),
    ),
    reports: Type.Array(Type.Unsafe<StationReport>({ $ref: 'StationReport#' })),
  }),
)

export const eventStream = resource<EventStream>()(
  'EventStream',
  exactly({
    id: Type.Integer(),
    monitorId: Type.Integer(),
    pace,
    source: Type.Optional(exactly(watched)),
    openedAt: instant(),
    lastAt: Type.Optional(instant()),
    pending: Type.Integer({ description: 'Values the station had yet to send when values came last' }),
  }),
)

export const streamValue = resource<StreamValue>()(
  'StreamValue',
  exactly({
    monitorId: Type.Integer(),
    at: instant(),
    receivedAt: instant(),
    value: Type.String(),
    trigger: Type.Literal('periodic'),
    source: Type.Optional(exactly(watched)),
  }),
)

export const streamValueQuery = exactly({
  monitorId: Type.Optional(wholeNumber(0, 2_147_483_647)),
  ...pageFields,
})
