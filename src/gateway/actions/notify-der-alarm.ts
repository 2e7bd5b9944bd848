import type { DerAlarm } from '#domain/der-control'
import type { Action } from './action.ts'
import { defined } from './defined.ts'
import { readKind } from './der-control.ts'
import { stationTime } from './station-time.ts'

/** NotifyDERAlarm: 2.1 R05. */
export const notifyDerAlarm = {
  versions: {
    'ocpp2.1': {
      action: 'NotifyDERAlarm',
      read: ({ controlType, gridEventFault, alarmEnded, timestamp, extraInfo }, { station, receivedAt }) => {
        const kind = readKind(controlType)
        if (kind === undefined) return undefined
        return defined({
          ...{ stationId: station.stationId, kind, ended: alarmEnded ?? false },
          ...{ fault: gridEventFault, info: extraInfo, at: stationTime(timestamp, receivedAt) },
        })
      },
      write: () => ({}),
    },
  },
  async handle(alarm, _, { derControls }) {
    if (alarm !== undefined) await derControls.alarm(alarm)
  },
} satisfies Action<DerAlarm | undefined, void>
