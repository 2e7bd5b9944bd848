import { type TSchema, Type } from 'typebox'
import type { SmartChargingRequests } from '#domain/commands'
import { CHARGING_PURPOSES, CLEARABLE_PURPOSES, ENERGY_TRANSFERS, LIMIT_SOURCES } from '#domain/smart-charging'
import { identifier, instant, text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { dynamicValues, newChargingProfile, rateUnit } from '../smart-charging.ts'

const evseId = () => wholeNumber(0, 1_000_000)
const profileId = () => Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const stackLevel = () => wholeNumber(0, 2_147_483_647)
const transaction = {
  transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
  reference: Type.Optional(text(36)),
}

/** What is asked about charging over time. */
export const smartChargingRequests = {
  'set-charging-profile': exactly({
    evseId: evseId(),
    profileId: Type.Optional(profileId()),
    profile: newChargingProfile(),
    ...transaction,
  }),
  'clear-charging-profile': exactly({
    profileId: Type.Optional(profileId()),
    evseId: Type.Optional(evseId()),
    purpose: Type.Optional(oneOf(CLEARABLE_PURPOSES)),
    stackLevel: Type.Optional(stackLevel()),
  }),
  'get-composite-schedule': exactly({
    evseId: evseId(),
    durationS: Type.Integer({ minimum: 1, maximum: 691_200 }),
    rateUnit: Type.Optional(rateUnit()),
  }),
  'get-charging-profiles': exactly({
    profileIds: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 100 })),
    evseId: Type.Optional(evseId()),
    purpose: Type.Optional(oneOf(CHARGING_PURPOSES)),
    stackLevel: Type.Optional(stackLevel()),
    sources: Type.Optional(Type.Array(oneOf(LIMIT_SOURCES), { minItems: 1, maxItems: LIMIT_SOURCES.length })),
  }),
  'update-dynamic-schedule': exactly({ profileId: profileId(), values: dynamicValues() }),
  'use-priority-charging': exactly({ ...transaction, activate: Type.Boolean() }),
  'signal-frequency-restoration': exactly({
    signal: Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 }),
    at: instant(),
  }),
  'notify-allowed-energy-transfer': exactly({
    ...transaction,
    transfers: Type.Array(oneOf(ENERGY_TRANSFERS), { minItems: 1, maxItems: ENERGY_TRANSFERS.length }),
  }),
} satisfies Record<keyof SmartChargingRequests, TSchema>
