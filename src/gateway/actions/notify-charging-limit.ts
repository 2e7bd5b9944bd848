import type { ExternalLimit } from '#domain/smart-charging'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { readSchedule, readSource } from './charging-schedule.ts'
import { defined } from './defined.ts'

type Request = v201.NotifyChargingLimitRequest | v21.NotifyChargingLimitRequest

const generation2 = {
  action: 'NotifyChargingLimit',
  read: (
    { evseId = 0, chargingLimit, chargingSchedule = [] }: Request,
    { station, receivedAt }: StationCall,
  ): ExternalLimit => {
    const newer: Partial<v21.ChargingLimitType> = chargingLimit
    return defined({
      stationId: station.stationId,
      evseId,
      source: readSource(chargingLimit.chargingLimitSource),
      gridCritical: chargingLimit.isGridCritical,
      localGeneration: newer.isLocalGeneration,
      schedules: chargingSchedule.map(readSchedule),
      notifiedAt: receivedAt,
    })
  },
  write: () => ({}),
} as const

/** NotifyChargingLimit: 2.x K11, K12. */
export const notifyChargingLimit = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  handle: (limit, _, { smartCharging }) => smartCharging.limitNotified(limit),
} satisfies Action<ExternalLimit, void>
