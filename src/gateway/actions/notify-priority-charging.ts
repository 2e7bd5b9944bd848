import type { Action } from './action.ts'
import { boundedName } from './bounded-name.ts'

interface Priority {
  readonly reference: string
  readonly activated: boolean
}

/** NotifyPriorityCharging: 2.1 K21.FR.09, K22.FR.06. */
export const notifyPriorityCharging = {
  versions: {
    'ocpp2.1': {
      action: 'NotifyPriorityCharging',
      read: ({ transactionId, activated }) => ({ reference: boundedName(transactionId), activated }),
      write: () => ({}),
    },
  },
  handle: ({ reference, activated }, { station, receivedAt }, { smartCharging }) =>
    smartCharging.priority(station.stationId, reference, activated, receivedAt),
} satisfies Action<Priority, void>
