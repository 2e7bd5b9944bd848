import type { VehicleSchedule } from '#domain/smart-charging'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { readMoment, readSchedule } from './charging-schedule.ts'
import { defined } from './defined.ts'

type Request = v201.NotifyEVChargingScheduleRequest | v21.NotifyEVChargingScheduleRequest

const generation2 = {
  action: 'NotifyEVChargingSchedule',
  read: (payload: Request, { station, receivedAt }: StationCall): VehicleSchedule => {
    const newer: Partial<v21.NotifyEVChargingScheduleRequest> = payload
    const schedule = readSchedule(payload.chargingSchedule)
    const startAt = schedule.startAt ?? readMoment(payload.timeBase)
    return defined({
      stationId: station.stationId,
      partyId: station.partyId,
      evseId: payload.evseId,
      schedule: startAt === undefined ? schedule : { ...schedule, startAt },
      selected: newer.selectedChargingScheduleId,
      receivedAt,
    })
  },
  write: (within: boolean) => ({ status: within ? ('Accepted' as const) : ('Rejected' as const) }),
} as const

/** NotifyEVChargingSchedule: 2.x K15.FR.11 and 12, K16, K17. */
export const notifyEvChargingSchedule = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  handle: (schedule, _, { smartCharging }) => smartCharging.vehicleSchedule(schedule),
} satisfies Action<VehicleSchedule, boolean>
