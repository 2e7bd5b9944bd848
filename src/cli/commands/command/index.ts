import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addCommandKinds } from './kinds/index.ts'
import { addCommandList } from './list.ts'
import { addSendCommands } from './send/index.ts'
import { addCommandShow } from './show.ts'

/** `chargewright command …` */
export function addCommandCommands(program: Command, around: Surroundings): void {
  const command = program.command('command').summary('Commands: ask something of a station')
  for (const add of [addSendCommands, addCommandKinds, addCommandList, addCommandShow]) add(command, around)
}
