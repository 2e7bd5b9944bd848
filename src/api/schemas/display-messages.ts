import { Type } from 'typebox'
import { MESSAGE_FORMATS, MESSAGE_PRIORITIES, MESSAGE_STATES, type StationDisplay } from '#domain/display-messages'
import type { StationReport } from '#domain/station-reports'
import { identifier, instant } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const stationDisplay = resource<StationDisplay>()(
  'StationDisplay',
  exactly({
    stationId: identifier(),
    messages: Type.Array(
      exactly({
        id: Type.Integer(),
        priority: oneOf(MESSAGE_PRIORITIES),
        state: Type.Optional(oneOf(MESSAGE_STATES)),
        startsAt: Type.Optional(instant()),
        endsAt: Type.Optional(instant()),
        reference: Type.Optional(
          Type.String({ description: 'The transaction it belongs to, as the station calls it' }),
        ),
        display: Type.Optional(
          exactly({
            component: Type.String(),
            componentInstance: Type.Optional(Type.String()),
            evseId: Type.Optional(Type.Integer()),
            connectorId: Type.Optional(Type.Integer()),
          }),
        ),
        wordings: Type.Array(
          exactly({ format: oneOf(MESSAGE_FORMATS), language: Type.Optional(Type.String()), content: Type.String() }),
        ),
        setAt: Type.Optional(instant()),
        reportedAt: Type.Optional(instant()),
      }),
    ),
    reports: Type.Array(Type.Unsafe<StationReport>({ $ref: 'StationReport#' })),
  }),
)
