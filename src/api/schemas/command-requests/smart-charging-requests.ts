import { type TSchema, Type } from 'typebox'
import type { SmartChargingRequests } from '#domain/commands'
import { CHARGING_PURPOSES, CLEARABLE_PURPOSES, ENERGY_TRANSFERS, LIMIT_SOURCES } from '#domain/smart-charging'
import { identifier, instant, text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { dynamicValues, newChargingProfile, rateUnit } from '../smart-charging.ts'
import { about } from './about.ts'

const evseId = () => wholeNumber(0, 1_000_000)
const profileId = () => Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const stackLevel = () => wholeNumber(0, 2_147_483_647)
const transaction = {
  transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
  reference: Type.Optional(text(36)),
}

/** What is asked about charging over time. */
export const smartChargingRequests = {
  'set-charging-profile': exactly(
    {
      evseId: evseId(),
      profileId: Type.Optional(profileId()),
      profile: newChargingProfile(),
      ...transaction,
    },
    about('Smart charging', 'Set charging profile', 'Limits what may flow over time.'),
  ),
  'clear-charging-profile': exactly(
    {
      profileId: Type.Optional(profileId()),
      evseId: Type.Optional(evseId()),
      purpose: Type.Optional(oneOf(CLEARABLE_PURPOSES)),
      stackLevel: Type.Optional(stackLevel()),
    },
    about(
      'Smart charging',
      'Clear charging profiles',
      'Takes away the profiles that fit everything given, which has to be something.',
    ),
  ),
  'get-composite-schedule': exactly(
    {
      evseId: evseId(),
      durationS: Type.Integer({ minimum: 1, maximum: 691_200 }),
      rateUnit: Type.Optional(rateUnit()),
    },
    about(
      'Smart charging',
      'Get composite schedule',
      'Asks what may flow over the next while, all profiles taken together.',
    ),
  ),
  'get-charging-profiles': exactly(
    {
      profileIds: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 100 })),
      evseId: Type.Optional(evseId()),
      purpose: Type.Optional(oneOf(CHARGING_PURPOSES)),
      stackLevel: Type.Optional(stackLevel()),
      sources: Type.Optional(Type.Array(oneOf(LIMIT_SOURCES), { minItems: 1, maxItems: LIMIT_SOURCES.length })),
    },
    about(
      'Smart charging',
      'Get charging profiles',
      'Has the station report the profiles it holds that fit everything given.',
    ),
  ),
  'update-dynamic-schedule': exactly(
    { profileId: profileId(), values: dynamicValues() },
    about(
      'Smart charging',
      'Update dynamic schedule',
      'Gives new values to a profile whose schedule is changed as it runs.',
    ),
  ),
  'use-priority-charging': exactly(
    { ...transaction, activate: Type.Boolean() },
    about(
      'Smart charging',
      'Use priority charging',
      'Lets a transaction charge by its priority profile, or by the usual ones again.',
    ),
  ),
  'signal-frequency-restoration': exactly(
    {
      signal: Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 }),
      at: Type.Optional(instant('The moment it is sent if absent')),
    },
    about(
      'Smart charging',
      'Signal frequency restoration',
      'Hands on a signal of the grid operator for automatic frequency restoration (aFRR).',
    ),
  ),
  'notify-allowed-energy-transfer': exactly(
    {
      ...transaction,
      transfers: Type.Array(oneOf(ENERGY_TRANSFERS), { minItems: 1, maxItems: ENERGY_TRANSFERS.length }),
    },
    about(
      'Smart charging',
      'Notify allowed energy transfer',
      'Tells in which ways a vehicle may take energy or give it back.',
    ),
  ),
} satisfies Record<keyof SmartChargingRequests, TSchema>
