import { type TSchema, Type } from 'typebox'
import type { ReservationRequests } from '#domain/commands'
import { identifier, instant, text } from '../fields.ts'
import { exactly } from '../resource.ts'
import { about } from './about.ts'
import { evseId } from './operation-requests.ts'

/** Holding an EVSE for somebody who is on the way. */
export const reservationRequests = {
  'reserve-now': exactly(
    {
      evseId: Type.Optional(evseId()),
      connectorType: Type.Optional(text(20, 'Any EVSE with such a connector, as cCCS2')),
      token: text(255),
      tokenKind: Type.Optional(text(20)),
      groupId: Type.Optional(text(36, 'Everybody of this group may use it too')),
      expiresAt: instant(),
      reservationId: Type.Optional(identifier('Changes this reservation instead of making another')),
    },
    about('Reservations', 'Reserve', 'Holds an EVSE for a token until it comes or the time is over.'),
  ),
  'cancel-reservation': exactly(
    { reservationId: identifier() },
    about('Reservations', 'Cancel reservation', 'Lets go of what was held.'),
  ),
} satisfies Record<keyof ReservationRequests, TSchema>
