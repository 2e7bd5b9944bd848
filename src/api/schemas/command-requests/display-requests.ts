import { type TSchema, Type } from 'typebox'
import type { DisplayRequests } from '#domain/commands'
import { MESSAGE_FORMATS, MESSAGE_PRIORITIES, MESSAGE_STATES } from '#domain/display-messages'
import { identifier, instant, text } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'
import { connectorId, evseId } from './operation-requests.ts'

const MOST_MESSAGES = 200
const messageId = (description?: string) =>
  Type.Integer({ minimum: 0, maximum: 2_147_483_647, ...(description && { description }) })
/** A language tag of RFC 5646, as the specification limits its length. */
const language = () => Type.String({ pattern: '^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 8 })

/** What is asked of displays. */
export const displayRequests = {
  'set-display-message': exactly(
    {
      messageId: Type.Optional(messageId('The message to make or replace; chosen by the platform if absent')),
      priority: oneOf(MESSAGE_PRIORITIES),
      state: Type.Optional(oneOf(MESSAGE_STATES, 'Only while the station is so')),
      startsAt: Type.Optional(instant()),
      endsAt: Type.Optional(instant()),
      transactionId: Type.Optional(identifier('Shown for this transaction only; or give the station’s reference')),
      reference: Type.Optional(text(36)),
      component: Type.Optional(text(50, 'The display, where there are several')),
      componentInstance: Type.Optional(text(50)),
      evseId: Type.Optional(evseId()),
      connectorId: Type.Optional(connectorId()),
      wordings: Type.Array(
        exactly({ format: oneOf(MESSAGE_FORMATS), language: Type.Optional(language()), content: text(1_024) }),
        {
          minItems: 1,
          maxItems: 5,
          description: 'The first is the message; further ones, in other languages, need 2.1',
        },
      ),
    },
    about('Display and prices', 'Set display message', 'Shows a message on the station’s display.'),
  ),
  'get-display-messages': exactly(
    {
      ids: Type.Optional(Type.Array(messageId(), { maxItems: MOST_MESSAGES })),
      priority: Type.Optional(oneOf(MESSAGE_PRIORITIES)),
      state: Type.Optional(oneOf(MESSAGE_STATES)),
    },
    about(
      'Display and prices',
      'Get display messages',
      'Has the station report its messages that fit everything given.',
    ),
  ),
  'clear-display-message': exactly(
    { messageId: messageId() },
    about('Display and prices', 'Clear display message', 'Takes a message off the display.'),
  ),
} satisfies Record<keyof DisplayRequests, TSchema>
