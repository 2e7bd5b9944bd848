import { Type } from 'typebox'
import {
  ALERT_CAUSES,
  ALERT_STEPS,
  type Alert,
  type AlertHistory,
  DELIVERY_STATES,
  type Delivery,
  RECIPIENT_KINDS,
  type Recipient,
} from '#domain/alerts'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const alertFields = {
  id: identifier(),
  partyId: identifier(),
  stationId: identifier(),
  evseId: Type.Optional(Type.Integer()),
  connectorId: Type.Optional(Type.Integer()),
  cause: oneOf(ALERT_CAUSES),
  subject: Type.Optional(
    Type.String({ description: 'Which of its kind: a type of security event, a monitor, a transaction' }),
  ),
  severity: Type.Integer({ description: '0 (danger) to 9 (debug)' }),
  detail: Type.String(),
  since: instant(),
  openedAt: instant(),
  lastAt: instant(),
  times: Type.Integer({ description: 'How often it was told' }),
  acknowledgedAt: Type.Optional(instant()),
  acknowledgedBy: Type.Optional(Type.String({ description: 'The id of a person or an API key' })),
  acknowledgedByName: Type.Optional(Type.String()),
  closedAt: Type.Optional(instant()),
}

export const alert = resource<Alert>()('Alert', exactly(alertFields))

export const alertHistory = resource<AlertHistory>()(
  'AlertHistory',
  exactly({
    ...alertFields,
    history: Type.Array(
      exactly({
        at: instant(),
        step: oneOf(ALERT_STEPS),
        byName: Type.Optional(Type.String()),
        note: Type.Optional(Type.String()),
      }),
    ),
  }),
)

export const alertQuery = exactly({
  open: Type.Optional(Type.Boolean()),
  acknowledged: Type.Optional(Type.Boolean()),
  stationId: Type.Optional(identifier()),
  cause: Type.Optional(oneOf(ALERT_CAUSES)),
  atLeast: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 9,
      description: 'Only what is this grave or graver: this number or a lower one',
    }),
  ),
  ...pageFields,
})

export const acknowledgement = exactly({
  note: Type.Optional(text(1_000)),
  close: Type.Optional(Type.Boolean({ description: 'Takes it for over; should it still hold, it is found again' })),
})

const severity = () => wholeNumber(0, 9, 'Told of this severity and graver (lower) ones: 0 is danger, 9 debug')

export const recipient = resource<Recipient>()(
  'AlertRecipient',
  exactly({
    id: identifier(),
    partyId: identifier(),
    kind: oneOf(RECIPIENT_KINDS),
    target: Type.String({ description: 'A URL, or an address for mail' }),
    leastSeverity: Type.Integer({ description: 'Told of this severity and graver (lower) ones' }),
    enabled: Type.Boolean(),
    createdAt: instant(),
  }),
)

export const createdRecipient = resource<{ readonly recipient: Recipient; readonly secret?: string }>()(
  'CreatedAlertRecipient',
  exactly({
    recipient: Type.Unsafe<Recipient>({ $ref: 'AlertRecipient#' }),
    secret: Type.Optional(
      Type.String({ description: 'What the signature of a webhook’s messages is made with; shown this once' }),
    ),
  }),
)

export const newRecipient = exactly({
  partyId: Type.Optional(identifier()),
  kind: oneOf(RECIPIENT_KINDS),
  target: text(2_000, 'An https:// URL, or an address for mail'),
  leastSeverity: Type.Optional(severity()),
})

export const recipientChange = exactly({
  leastSeverity: Type.Optional(severity()),
  enabled: Type.Optional(Type.Boolean()),
})

export const delivery = resource<Delivery>()(
  'AlertDelivery',
  exactly({
    id: identifier(),
    alertId: identifier(),
    stationId: identifier(),
    step: oneOf(ALERT_STEPS),
    state: oneOf(DELIVERY_STATES),
    attempts: Type.Integer(),
    dueAt: instant(),
    settledAt: Type.Optional(instant()),
    problem: Type.Optional(Type.String({ description: 'Why the last attempt failed' })),
    createdAt: instant(),
  }),
)

export const deliveryQuery = exactly(pageFields)
