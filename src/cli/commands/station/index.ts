import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addStationAdd } from './add.ts'
import { addStationAdmission } from './admission.ts'
import { addStationEvents } from './events.ts'
import { addStationList } from './list.ts'
import { addStationLocalList } from './local-list.ts'
import { addStationMessages } from './messages.ts'
import { addStationSecret } from './secret.ts'
import { addStationShow } from './show.ts'
import { addStationStrangers } from './strangers.ts'
import { addStationVariables } from './variables.ts'

/** `chargewright station …` */
export function addStationCommands(program: Command, around: Surroundings): void {
  const station = program.command('station').summary('Charging stations: who is there, and what they say')
  for (const add of [
    addStationList,
    addStationShow,
    addStationAdd,
    addStationAdmission,
    addStationSecret,
    addStationMessages,
    addStationVariables,
    addStationEvents,
    addStationLocalList,
    addStationStrangers,
  ]) {
    add(station, around)
  }
}
