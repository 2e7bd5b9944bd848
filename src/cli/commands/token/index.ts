import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addTokenAdd } from './add.ts'
import { addTokenBalance } from './balance.ts'
import { addTokenChanges } from './change.ts'
import { addTokenList } from './list.ts'

/** `chargewright token …` */
export function addTokenCommands(program: Command, around: Surroundings): void {
  const token = program.command('token').summary('Tokens: who may charge')
  for (const add of [addTokenList, addTokenAdd, addTokenChanges, addTokenBalance]) add(token, around)
}
