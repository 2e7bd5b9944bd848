import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addKindCommand, kindNamed } from '../command/send/kind-command.ts'
import { addFirmwareList } from './list.ts'
import { addFirmwareRemove } from './remove.ts'
import { addFirmwareUpdates } from './updates.ts'
import { addFirmwareUpload } from './upload.ts'

/** `chargewright firmware …` */
export function addFirmwareCommands(program: Command, around: Surroundings): void {
  const firmware = program.command('firmware').summary('Firmware: images there are, and what became of updates')
  for (const add of [addFirmwareUpload, addFirmwareList, addFirmwareRemove, addFirmwareUpdates]) add(firmware, around)
  addKindCommand(firmware, kindNamed('update-firmware'), around, 'firmware update')
}
