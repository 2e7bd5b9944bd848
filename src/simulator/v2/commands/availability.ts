import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { CONNECTOR_ID } from '../messages.ts'

/** 2.0.1 G03, G04 and F05. */
export function availabilityCommands(body: StationBody) {
  return {
    ChangeAvailability({ evse: place, operationalStatus }) {
      const evses = place === undefined ? body.evses : body.evses.filter(({ id }) => id === place.id)
      if (evses.length === 0 || (place?.connectorId ?? CONNECTOR_ID) !== CONNECTOR_ID) {
        return { response: { status: 'Rejected' } }
      }
      const operative = operationalStatus === 'Operative'
      const busy = !operative && evses.some((evse) => evse.transaction !== undefined)
      const after = () => {
        for (const evse of evses) evse.setOperative(operative)
      }
      return { response: { status: busy ? 'Scheduled' : 'Accepted' }, after }
    },
    UnlockConnector({ evseId, connectorId }) {
      const evse = body.evse(evseId)
      if (evse === undefined || connectorId !== CONNECTOR_ID) return { response: { status: 'UnknownConnector' } }
      // F05.FR.02: never under the hands of somebody who is charging.
      if (evse.transaction !== undefined && evse.token !== undefined) {
        return { response: { status: 'OngoingAuthorizedTransaction' } }
      }
      return { response: { status: 'Unlocked' } }
    },
  } satisfies Commands
}
