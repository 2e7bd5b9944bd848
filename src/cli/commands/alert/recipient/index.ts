import type { Command } from 'commander'
import type { Surroundings } from '../../../surroundings.ts'
import { addRecipientAdd } from './add.ts'
import { addRecipientChanges } from './change.ts'
import { addRecipientDeliveries, addRecipientList } from './list.ts'

/** `chargewright alert recipient …` */
export function addAlertRecipients(alert: Command, around: Surroundings): void {
  const recipient = alert.command('recipient').summary('Who is told of alerts, by webhook or mail')
  for (const add of [addRecipientList, addRecipientDeliveries, addRecipientAdd, addRecipientChanges]) {
    add(recipient, around)
  }
}
