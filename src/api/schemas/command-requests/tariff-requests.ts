import { type TSchema, Type } from 'typebox'
import type { TariffRequests } from '#domain/commands'
import { identifier, text } from '../fields.ts'
import { exactly } from '../resource.ts'
import { evseId } from './operation-requests.ts'

/** What stations charge by. */
export const tariffRequests = {
  'set-default-tariff': exactly({ evseId: Type.Optional(evseId()), tariffId: identifier() }),
  'get-tariffs': exactly({ evseId: Type.Optional(evseId()) }),
  'clear-tariffs': exactly({
    tariffIds: Type.Optional(Type.Array(text(60), { minItems: 1, maxItems: 100 })),
    evseId: Type.Optional(evseId()),
  }),
  'change-transaction-tariff': exactly({
    transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
    reference: Type.Optional(text(36)),
    tariffId: identifier(),
  }),
} satisfies Record<keyof TariffRequests, TSchema>
