import { type TSchema, Type } from 'typebox'
import type { TransactionRequests } from '#domain/commands'
import { identifier, text } from '../fields.ts'
import { exactly } from '../resource.ts'
import { about } from './about.ts'

const named = {
  transactionId: Type.Optional(identifier('The platform’s id; or give the station’s reference')),
  reference: Type.Optional(text(36)),
}

/** What is asked and told of transactions beside starting and stopping them. */
export const transactionRequests = {
  'get-transaction-status': exactly(
    named,
    about(
      'Charging',
      'Get transaction status',
      'Asks whether a transaction still runs and whether the station has messages about it waiting.',
    ),
  ),
  'update-cost': exactly(
    {
      ...named,
      totalCost: Type.String({
        pattern: '^\\d{1,9}(\\.\\d{1,4})?$',
        description: 'A decimal, in the currency the station is set to; 0 is free',
      }),
    },
    about('Display and prices', 'Update cost', 'Tells the driver at the station what the transaction has cost so far.'),
  ),
} satisfies Record<keyof TransactionRequests, TSchema>
