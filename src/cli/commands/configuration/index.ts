import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addConfigurationApply } from './apply.ts'
import { addConfigurationDrift } from './drift.ts'
import { addConfigurationTemplates } from './templates.ts'

/** `chargewright configuration …` */
export function addConfigurationCommands(program: Command, around: Surroundings): void {
  const configuration = program
    .command('configuration')
    .summary('Configuration: what stations ought to be set to, what they are not, and setting it')
  for (const add of [addConfigurationTemplates, addConfigurationDrift, addConfigurationApply]) {
    add(configuration, around)
  }
}
