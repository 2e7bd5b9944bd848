import type { Battery, NewSwapEvent, SwapEventKind } from '#domain/battery-swaps'
import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { Action } from './action.ts'
import { defined } from './defined.ts'
import { readIdToken } from './token-codec.ts'
import { wordFor } from './word.ts'

const kinds = {
  BatteryIn: 'in',
  BatteryOut: 'out',
  BatteryOutTimeout: 'out-timeout',
} as const satisfies Record<v21.BatterySwapEventEnumType, SwapEventKind>

const MAX_INT32 = 2 ** 31 - 1

/** BatterySwap: 2.1 S03, S04. */
export const batterySwap = {
  versions: {
    'ocpp2.1': {
      action: 'BatterySwap',
      read: ({ batteryData, eventType, idToken, requestId }, { station, receivedAt }): NewSwapEvent => {
        const { value, kind } = readIdToken(idToken)
        return {
          stationId: station.stationId,
          requestId: Number.isInteger(requestId) && Math.abs(requestId) <= MAX_INT32 ? requestId : 0,
          // A word nobody knows is at least no battery that went.
          kind: wordFor<SwapEventKind>(kinds, eventType) ?? 'in',
          token: value,
          tokenKind: kind,
          batteries: batteryData.map(readBattery),
          receivedAt,
        }
      },
      write: () => ({}),
    },
  },
  handle: (event, _, { batterySwaps }) => batterySwaps.record(event),
  transactional: true,
} satisfies Action<NewSwapEvent, void>

function readBattery({ evseId, serialNumber, soC, soH, productionDate, vendorInfo }: v21.BatteryDataType): Battery {
  const producedMs = productionDate === undefined ? undefined : parseTimestamp(productionDate)
  return defined({
    ...{ evseId, serialNumber, stateOfCharge: soC, stateOfHealth: soH, vendorInfo },
    producedAt: producedMs === undefined ? undefined : new Date(producedMs),
  })
}
