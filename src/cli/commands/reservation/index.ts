import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addKindCommand, kindNamed } from '../command/send/kind-command.ts'
import { addReservationCancel } from './cancel.ts'
import { addReservationList } from './list.ts'

/** `chargewright reservation …` */
export function addReservationCommands(program: Command, around: Surroundings): void {
  const reservation = program.command('reservation').summary('Reservations: what stations hold for somebody')
  addReservationList(reservation, around)
  addKindCommand(reservation, kindNamed('reserve-now'), around, 'reservation make')
  addReservationCancel(reservation, around)
}
