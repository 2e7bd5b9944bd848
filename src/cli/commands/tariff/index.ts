import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addTariffCreate } from './create.ts'
import { addTariffList } from './list.ts'
import { addTariffRemove } from './remove.ts'
import { addTariffShow } from './show.ts'

/** `chargewright tariff …` */
export function addTariffCommands(program: Command, around: Surroundings): void {
  const tariff = program.command('tariff').summary('Tariffs: what charging costs')
  for (const add of [addTariffList, addTariffShow, addTariffCreate, addTariffRemove]) add(tariff, around)
}
