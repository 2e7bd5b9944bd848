import type { DynamicValues } from '#domain/smart-charging'
import type { Action } from './action.ts'
import { writeValues } from './dynamic-values.ts'

/** PullDynamicScheduleUpdate: 2.1 K28.FR.07 and 12. */
export const pullDynamicScheduleUpdate = {
  versions: {
    'ocpp2.1': {
      action: 'PullDynamicScheduleUpdate',
      read: ({ chargingProfileId }) => chargingProfileId,
      write: (found) =>
        found === undefined
          ? { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } }
          : { status: 'Accepted', scheduleUpdate: writeValues(found.values) },
    },
  },
  handle: (profileId, { station }, { smartCharging }) => smartCharging.pulled(station.stationId, profileId),
} satisfies Action<number, { readonly values: DynamicValues } | undefined>
