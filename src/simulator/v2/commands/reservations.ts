import { parseTimestamp } from '#ocpp/schemas'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { connectorType } from '../device-variable.ts'

/** 2.x H01 and H02. */
export function reservationCommands(body: StationBody) {
  return {
    ReserveNow({ id, expiryDateTime, connectorType: type, idToken, groupIdToken, evseId }) {
      const wanted = {
        id,
        places: body.evses.filter(
          (evse) => (evseId ?? evse.id) === evse.id && (type ?? connectorType(evse)) === connectorType(evse),
        ),
        token: idToken.idToken,
        ...(groupIdToken === undefined ? {} : { group: groupIdToken.idToken }),
        expiresMs: parseTimestamp(expiryDateTime) ?? 0,
      }
      return { response: { status: body.reservations.reserve(wanted) } }
    },
    CancelReservation({ reservationId }) {
      return { response: { status: body.reservations.cancel(reservationId) ? 'Accepted' : 'Rejected' } }
    },
  } satisfies Commands
}
