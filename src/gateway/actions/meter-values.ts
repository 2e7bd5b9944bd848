import type { ReadingsReport } from '#domain/transactions'
import type { MeterValuesRequest as MeterValuesRequest21 } from '#ocpp/v21'
import type { MeterValuesRequest as MeterValuesRequest201 } from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { readings2x, readings16 } from './readings.ts'

const generation2 = {
  action: 'MeterValues',
  read: (
    { evseId, meterValue }: MeterValuesRequest201 | MeterValuesRequest21,
    { station, receivedAt }: StationCall,
  ): ReadingsReport => ({
    stationId: station.stationId,
    partyId: station.partyId,
    evseId,
    receivedAt,
    readings: readings2x(meterValue, receivedAt),
  }),
  write: () => ({}),
} as const

/** MeterValues: 1.6 §4.7 · 2.x J01. Stored whatever they belong to (D-13). */
export const meterValues = {
  versions: {
    'ocpp1.6': {
      action: 'MeterValues',
      read: ({ connectorId, transactionId, meterValue }, { station, receivedAt }) => ({
        stationId: station.stationId,
        partyId: station.partyId,
        evseId: connectorId,
        receivedAt,
        readings: readings16(meterValue, receivedAt),
        ...(transactionId === undefined ? {} : { number: transactionId }),
      }),
      write: () => ({}),
    },
    'ocpp2.0.1': generation2,
    'ocpp2.1': generation2,
  },
  handle: (report, _, { transactions }) => transactions.readings(report),
  transactional: true,
} satisfies Action<ReadingsReport, void>
