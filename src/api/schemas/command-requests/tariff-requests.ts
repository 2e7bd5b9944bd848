import { type TSchema, Type } from 'typebox'
import type { TariffRequests } from '#domain/commands'
import { identifier, text } from '../fields.ts'
import { exactly } from '../resource.ts'
import { about } from './about.ts'
import { evseId } from './operation-requests.ts'

const EVERYWHERE = 'Where; all of them if absent or 0'

/** What stations charge by. */
export const tariffRequests = {
  'set-default-tariff': exactly(
    { evseId: Type.Optional(evseId(EVERYWHERE)), tariffId: identifier() },
    about('Display and prices', 'Set default tariff', 'What everybody pays who has no tariff of their own.'),
  ),
  'get-tariffs': exactly(
    { evseId: Type.Optional(evseId(EVERYWHERE)) },
    about('Display and prices', 'Get tariffs', 'Asks the station by which tariffs it charges, and whom.'),
  ),
  'clear-tariffs': exactly(
    {
      tariffIds: Type.Optional(
        Type.Array(text(60), { minItems: 1, maxItems: 100, description: 'Which tariffs; every one if absent' }),
      ),
      evseId: Type.Optional(evseId(EVERYWHERE)),
    },
    about('Display and prices', 'Clear tariffs', 'Takes default tariffs away. What is charging goes on by them.'),
  ),
  'change-transaction-tariff': exactly(
    {
      transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
      reference: Type.Optional(text(36)),
      tariffId: identifier('Another tariff in the same currency'),
    },
    about('Display and prices', 'Change tariff', 'What somebody pays from now on who charges already.'),
  ),
} satisfies Record<keyof TariffRequests, TSchema>
