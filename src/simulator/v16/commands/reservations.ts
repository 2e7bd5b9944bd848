import { parseTimestamp } from '#ocpp/schemas'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'

/** 1.6 §5.1 and §5.13. */
export function reservationCommands(body: StationBody) {
  return {
    ReserveNow({ connectorId, expiryDate, idTag, parentIdTag, reservationId }) {
      const wanted = {
        id: reservationId,
        places: connectorId === 0 ? body.evses : body.evses.filter(({ id }) => id === connectorId),
        token: idTag,
        ...(parentIdTag === undefined ? {} : { group: parentIdTag }),
        expiresMs: parseTimestamp(expiryDate) ?? 0,
      }
      return { response: { status: body.reservations.reserve(wanted) } }
    },
    CancelReservation({ reservationId }) {
      return { response: { status: body.reservations.cancel(reservationId) ? 'Accepted' : 'Rejected' } }
    },
  } satisfies Commands
}
