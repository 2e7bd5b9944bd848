import type { Command } from '#domain/commands'
import type { Transactions } from '#domain/transactions'

/** The station's name of the transaction a request is about. @throws AppError `not-found` for another party's. */
export async function referenceOf(
  transactions: Transactions,
  request: Command['request'],
  partyId: string,
): Promise<string | undefined> {
  const named = 'reference' in request ? request.reference : undefined
  if (named !== undefined) return named
  if (!('transactionId' in request) || request.transactionId === undefined) return undefined
  return (await transactions.get({ partyIds: [partyId] }, request.transactionId)).reference
}
