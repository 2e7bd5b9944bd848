import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addTransactionList } from './list.ts'
import { addTransactionReadings } from './readings.ts'
import { addTransactionShow } from './show.ts'

/** `chargewright transaction …` */
export function addTransactionCommands(program: Command, around: Surroundings): void {
  const transaction = program.command('transaction').summary('Transactions: what was charged')
  for (const add of [addTransactionList, addTransactionShow, addTransactionReadings]) add(transaction, around)
}
