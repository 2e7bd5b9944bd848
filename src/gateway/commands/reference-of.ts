import type { Command } from '#domain/commands'
import type { Transactions } from '#domain/transactions'
import { AppError } from '#kernel'

/**
 * The station's name of the transaction a command is about.
 *
 * @throws AppError `not-found` for a transaction of another party, or another station: 1.6 calls one there by the same number
 */
export async function referenceOf(
  transactions: Transactions,
  { request, partyId, stationId }: Pick<Command, 'request' | 'partyId' | 'stationId'>,
): Promise<string | undefined> {
  const named = 'reference' in request ? request.reference : undefined
  if (named !== undefined) return named
  if (!('transactionId' in request) || request.transactionId === undefined) return undefined
  const { transactionId } = request
  const found = await transactions.get({ partyIds: [partyId] }, transactionId)
  if (found.stationId === stationId) return found.reference
  throw new AppError('not-found', `There is no transaction ${transactionId} at this station`, { transactionId })
}
