import type { Action } from './action.ts'

interface StartStop {
  readonly controlId: string
  readonly started: boolean
  readonly superseded: readonly string[]
}

/** NotifyDERStartStop: 2.1 R04.FR.20 to 22. */
export const notifyDerStartStop = {
  versions: {
    'ocpp2.1': {
      action: 'NotifyDERStartStop',
      read: ({ controlId, started, supersededIds = [] }) => ({ controlId, started, superseded: supersededIds }),
      write: () => ({}),
    },
  },
  handle: ({ controlId, ...told }, { station }, { derControls }) =>
    derControls.startedOrEnded(station.stationId, controlId, told),
} satisfies Action<StartStop, void>
