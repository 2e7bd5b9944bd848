import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addAlertAcknowledge } from './acknowledge.ts'
import { addAlertList } from './list.ts'
import { addAlertRecipients } from './recipient/index.ts'
import { addAlertShow } from './show.ts'
import { addAlertWatch } from './watch.ts'

/** `chargewright alert …` */
export function addAlertCommands(program: Command, around: Surroundings): void {
  const alert = program.command('alert').summary('Alerts: what is wrong with stations, and who is told')
  for (const add of [addAlertList, addAlertShow, addAlertWatch, addAlertAcknowledge, addAlertRecipients]) {
    add(alert, around)
  }
}
