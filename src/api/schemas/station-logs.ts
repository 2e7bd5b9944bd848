import { Type } from 'typebox'
import { LOG_KINDS } from '#domain/commands'
import { LOG_DOUBTS, LOG_OUTCOMES, LOG_STATUSES, type LogFile, type StationLog } from '#domain/diagnostics'
import { identifier, instant } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const logFile = resource<LogFile>()(
  'LogFile',
  exactly({
    name: Type.String(),
    sizeBytes: Type.Integer(),
    sha256: Type.String(),
    receivedAt: instant(),
    doubt: Type.Optional(
      oneOf(LOG_DOUBTS, 'Why it may not be whole: its connection was given up too early, or the station said so'),
    ),
  }),
)

export const stationLog = resource<StationLog>()(
  'StationLog',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    commandId: identifier(),
    requestId: Type.Integer(),
    kind: oneOf(LOG_KINDS),
    elsewhere: Type.Boolean({ description: 'It goes to a place of the operator’s, and is never here' }),
    status: oneOf(LOG_STATUSES),
    outcome: oneOf(LOG_OUTCOMES),
    announcedName: Type.Optional(Type.String()),
    requestedAt: instant(),
    statusAt: instant(),
    finishedAt: Type.Optional(instant()),
    expiresAt: instant(),
    file: Type.Optional(logFile),
  }),
)

export const stationLogQuery = exactly({
  stationId: Type.Optional(identifier()),
  kind: Type.Optional(oneOf(LOG_KINDS)),
  outcome: Type.Optional(oneOf(LOG_OUTCOMES)),
  ...pageFields,
})
