import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { stationStatus } from '../messages.ts'

/** 1.6 §5.2 and §5.19. */
export function availabilityCommands(body: StationBody) {
  return {
    ChangeAvailability({ connectorId, type }) {
      const evses = connectorId === 0 ? body.evses : body.evses.filter(({ id }) => id === connectorId)
      if (evses.length === 0) return { response: { status: 'Rejected' } }
      const operative = type === 'Operative'
      const busy = !operative && evses.some((evse) => evse.transaction !== undefined)
      const after = () => {
        for (const evse of evses) evse.setOperative(operative)
        if (connectorId === 0) body.send(stationStatus(body))
      }
      return { response: { status: busy ? 'Scheduled' : 'Accepted' }, after }
    },
    UnlockConnector({ connectorId }) {
      const evse = body.evse(connectorId)
      if (evse === undefined) return { response: { status: 'NotSupported' } }
      return { response: { status: 'Unlocked' }, after: () => evse.abort('UnlockCommand', 'UnlockCommand') }
    },
  } satisfies Commands
}
