import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addQuestionActive } from './active.ts'
import { addQuestionCompleted } from './completed.ts'
import { addQuestionLastContact } from './last-contact.ts'
import { addQuestionLastEnergy } from './last-energy.ts'

/** `chargewright question …`: what is asked of charging data most often. */
export function addQuestionCommands(program: Command, around: Surroundings): void {
  const question = program.command('question').summary('What is asked most: who is active, energy, contact, a month')
  for (const add of [addQuestionActive, addQuestionLastEnergy, addQuestionLastContact, addQuestionCompleted]) {
    add(question, around)
  }
}
