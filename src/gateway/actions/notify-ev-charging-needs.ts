import { type ChargingNeeds, ENERGY_TRANSFERS, type NeedsAnswer, type NeedsReport } from '#domain/smart-charging'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { readMoment, readQuantity } from './charging-schedule.ts'
import { defined } from './defined.ts'
import { transferWords } from './energy-transfer.ts'
import { stationTime } from './station-time.ts'

type Request = v201.NotifyEVChargingNeedsRequest | v21.NotifyEVChargingNeedsRequest

function readNeeds({ chargingNeeds, maxScheduleTuples }: Request): ChargingNeeds {
  const newer: Partial<v21.ChargingNeedsType> = chargingNeeds
  const { requestedEnergyTransfer, departureTime, acChargingParameters: ac, dcChargingParameters: dc } = chargingNeeds
  const { v2xChargingParameters: v2x, controlMode } = newer
  const { customData: _, ...facts } = chargingNeeds
  return defined({
    transfer: ENERGY_TRANSFERS.find((transfer) => transferWords[transfer] === requestedEnergyTransfer),
    departureAt: readMoment(departureTime),
    energyWh: readQuantity(ac?.energyAmount ?? dc?.energyAmount ?? v2x?.evTargetEnergyRequest),
    maxPowerW: readQuantity(dc === undefined ? totalW(v2x) : (dc.evMaxPower ?? dc.evMaxCurrent * dc.evMaxVoltage)),
    maxCurrentA: readQuantity(ac?.evMaxCurrent ?? v2x?.maxChargeCurrent),
    stateOfCharge: dc?.stateOfCharge,
    maxPeriods: maxScheduleTuples,
    controlMode: (controlMode ?? v2x) ? controlModes[controlMode ?? 'ScheduledControl'] : undefined,
    facts,
  })
}

/** Beside the power of L2 and L3, what is told as the whole is that of L1 (2.1 V2XChargingParametersType). */
function totalW(told: v21.V2XChargingParametersType | undefined): number | undefined {
  if (told?.maxChargePower === undefined) return undefined
  return told.maxChargePower + (told.maxChargePower_L2 ?? 0) + (told.maxChargePower_L3 ?? 0)
}

const controlModes = { ScheduledControl: 'scheduled', DynamicControl: 'dynamic' } as const

const read = (payload: Request, { station, receivedAt }: StationCall): NeedsReport => {
  const newer: Partial<v21.NotifyEVChargingNeedsRequest> = payload
  return {
    stationId: station.stationId,
    partyId: station.partyId,
    evseId: payload.evseId,
    needs: readNeeds(payload),
    neededAt: stationTime(newer.timestamp, receivedAt),
  }
}

const answers = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  processing: 'Processing',
  // ISO 15118-20 is not in 2.0.1, which has one word for both.
  'no-profile': 'Rejected',
} as const satisfies Record<NeedsAnswer, v201.NotifyEVChargingNeedsStatusEnumType>

/** NotifyEVChargingNeeds: 2.x K15, K17; 2.1 K18, K19. When a profile shall follow, the domain gives the command. */
export const notifyEvChargingNeeds = {
  versions: {
    'ocpp2.0.1': {
      action: 'NotifyEVChargingNeeds',
      read,
      write: (answer) => ({ status: answers[answer] }),
    },
    'ocpp2.1': {
      action: 'NotifyEVChargingNeeds',
      read,
      write: (answer) => ({ status: answer === 'no-profile' ? 'NoChargingProfile' : answers[answer] }),
    },
  },
  handle: (report, _, { smartCharging }) => smartCharging.needs(report),
} satisfies Action<NeedsReport, NeedsAnswer>
