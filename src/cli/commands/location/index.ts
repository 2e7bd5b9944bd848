import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addLocationAdd } from './add.ts'
import { addLocationList } from './list.ts'

/** `chargewright location …` */
export function addLocationCommands(program: Command, around: Surroundings): void {
  const location = program.command('location').summary('Locations: where stations stand')
  addLocationList(location, around)
  addLocationAdd(location, around)
}
