import type { RunningById } from '../api/transactions.ts'
import type { LiveOf, Transaction } from '../api/types.ts'

/** What is charging now, after an event of a transaction. */
export function applyToRunning(running: RunningById, event: LiveOf<'transaction'>): RunningById {
  const { transactionId, stationId, reference, evseId, energyWh, powerW, stateOfCharge } = event
  if (event.status === 'ended') {
    if (!(transactionId in running)) return running
    const { [transactionId]: _, ...rest } = running
    return rest
  }
  return {
    ...running,
    [transactionId]: {
      ...running[transactionId],
      transactionId,
      stationId,
      reference,
      energyWh,
      ...(evseId === undefined ? {} : { evseId }),
      ...(powerW === undefined ? {} : { powerW }),
      ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
    },
  }
}

/** A transaction after an event of it; ended stays ended (a late event never re-opens one). */
export function applyToTransaction(transaction: Transaction, event: LiveOf<'transaction'>): Transaction {
  if (event.transactionId !== transaction.id) return transaction
  const { energyWh, powerW, stateOfCharge, at } = event
  return {
    ...transaction,
    status: transaction.status === 'ended' ? 'ended' : event.status,
    energyWh,
    lastEventAt: at > transaction.lastEventAt ? at : transaction.lastEventAt,
    ...(powerW === undefined ? {} : { powerW }),
    ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
  }
}
