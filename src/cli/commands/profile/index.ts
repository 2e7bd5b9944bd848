import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addKindCommand, kindNamed } from '../command/send/kind-command.ts'
import { addProfileList } from './list.ts'
import { addProfileSchedule } from './schedule.ts'
import { addProfileSet } from './set.ts'

/** `chargewright profile …` */
export function addProfileCommands(program: Command, around: Surroundings): void {
  const profile = program.command('profile').summary('Charging profiles: what may flow at a station, and when')
  for (const add of [addProfileList, addProfileSet]) add(profile, around)
  addKindCommand(profile, kindNamed('clear-charging-profile'), around, 'profile clear')
  addProfileSchedule(profile, around)
}
