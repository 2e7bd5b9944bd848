import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action } from './action.ts'
import { readSource } from './charging-schedule.ts'
import { defined } from './defined.ts'

interface ClearedLimit {
  readonly source: string
  readonly evseId?: number
}

const generation2 = {
  action: 'ClearedChargingLimit',
  read: ({
    chargingLimitSource,
    evseId,
  }: v201.ClearedChargingLimitRequest | v21.ClearedChargingLimitRequest): ClearedLimit =>
    defined({ source: readSource(chargingLimitSource), evseId }),
  write: () => ({}),
} as const

/** ClearedChargingLimit: 2.x K13. */
export const clearedChargingLimit = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  handle: ({ source, evseId }, { station }, { smartCharging }) =>
    smartCharging.limitCleared(station.stationId, source, evseId),
} satisfies Action<ClearedLimit, void>
