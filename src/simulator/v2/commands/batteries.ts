import type { StationBody } from '../../station/body.ts'
import type { Commands21 } from '../answers.ts'
import { readIdToken } from '../messages.ts'

/** 2.1 S02. */
export function batteryCommands({ trade: { batteries } }: StationBody) {
  return {
    RequestBatterySwap({ idToken, requestId }) {
      // S02.FR.04.
      if (batteries.charged === undefined) {
        return { response: { status: 'Rejected', statusInfo: { reasonCode: 'NoBatteryAvailable' } } }
      }
      batteries.announced = { token: readIdToken(idToken), requestId }
      return { response: { status: 'Accepted' } }
    },
  } satisfies Commands21
}
