import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { LiveEnvelope } from '#domain/live'
import { identifier, instant } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

const place = {
  version: Type.Literal(1),
  partyId: identifier(),
  stationId: identifier(),
  at: instant(),
}

resource<LiveEnvelope>()(
  'LiveEvent',
  Type.Union([
    exactly({ ...place, kind: oneOf(['station-connected', 'station-disconnected', 'station-changed']) }),
    exactly({
      ...place,
      kind: Type.Literal('status'),
      evseId: Type.Integer(),
      connectorId: Type.Integer(),
      status: Type.String(),
      errorCode: Type.Optional(Type.String()),
    }),
    exactly({
      ...place,
      kind: Type.Literal('transaction'),
      transactionId: identifier(),
      reference: Type.String(),
      status: oneOf(['active', 'ended']),
      evseId: Type.Optional(Type.Integer()),
      energyWh: Type.Integer(),
      powerW: Type.Optional(Type.Number()),
      stateOfCharge: Type.Optional(Type.Number()),
    }),
    exactly({
      ...place,
      kind: Type.Literal('message'),
      direction: oneOf(['in', 'out']),
      frameKind: Type.String(),
      action: Type.Optional(Type.String()),
      messageId: Type.Optional(Type.String()),
      frame: Type.String(),
      note: Type.Optional(Type.String()),
    }),
    exactly({
      ...place,
      kind: Type.Literal('command'),
      commandId: identifier(),
      commandKind: Type.String(),
      state: Type.String(),
      status: Type.Optional(Type.String()),
    }),
    exactly({
      ...place,
      kind: Type.Literal('configuration-drift'),
      differs: Type.Integer(),
      untold: Type.Integer(),
    }),
    exactly({
      ...place,
      kind: Type.Literal('station-event'),
      eventKind: Type.String(),
      type: Type.String(),
      severity: Type.Optional(Type.Integer()),
    }),
    exactly({
      ...place,
      kind: Type.Literal('firmware-update'),
      updateId: identifier(),
      status: Type.String(),
      outcome: Type.String(),
    }),
    exactly({
      ...place,
      kind: Type.Literal('campaign'),
      campaignId: identifier(),
      campaignKind: Type.String(),
      state: Type.String(),
      waiting: Type.Integer(),
      ordered: Type.Integer(),
      succeeded: Type.Integer(),
      failed: Type.Integer(),
      skipped: Type.Integer(),
      rebootsRequired: Type.Integer(),
    }),
    exactly({
      ...place,
      kind: Type.Literal('station-log'),
      logId: identifier(),
      status: Type.String(),
      outcome: Type.String(),
      received: Type.Boolean(),
    }),
    exactly({
      ...place,
      kind: Type.Literal('alert'),
      alertId: identifier(),
      cause: Type.String(),
      severity: Type.Integer(),
      step: Type.String(),
    }),
  ]),
)

/** What each `data` of the stream is. */
export const liveStream = Type.Unsafe<Readable>({ $ref: 'LiveEvent#' })

export const liveQuery = exactly({
  stationId: Type.Optional(identifier('Follow this station, with every message it exchanges')),
})
