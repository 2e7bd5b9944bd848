import { Type } from 'typebox'
import { type BatterySwapEvent, SWAP_EVENTS } from '#domain/battery-swaps'
import { identifier, instant } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const batterySwapEvent = resource<BatterySwapEvent>()(
  'BatterySwapEvent',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    requestId: Type.Integer({ description: 'The same for giving and taking' }),
    kind: oneOf(SWAP_EVENTS, 'out-timeout: not taken in time, the station keeps them'),
    token: Type.String(),
    tokenKind: Type.String(),
    batteries: Type.Array(
      exactly({
        evseId: Type.Integer({ description: 'The slot' }),
        serialNumber: Type.String(),
        stateOfCharge: Type.Number({ description: 'Percent' }),
        stateOfHealth: Type.Number({ description: 'Percent' }),
        producedAt: Type.Optional(instant()),
        vendorInfo: Type.Optional(Type.String()),
      }),
    ),
    receivedAt: instant(),
  }),
)

export const batterySwapQuery = exactly({
  stationId: Type.Optional(identifier()),
  requestId: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
  ...pageFields,
})
