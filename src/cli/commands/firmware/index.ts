import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addKindCommand, kindNamed } from '../command/send/kind-command.ts'
import { addFirmwareList } from './list.ts'
import { addFirmwareRemove } from './remove.ts'
import { addFirmwareSample } from './sample.ts'
import { addFirmwareUpdates } from './updates.ts'
import { addFirmwareUpload } from './upload.ts'

/** `chargewright firmware …` */
export function addFirmwareCommands(program: Command, around: Surroundings): void {
  const firmware = program.command('firmware').summary('Firmware: images there are, and what became of updates')
  const all = [addFirmwareUpload, addFirmwareList, addFirmwareRemove, addFirmwareUpdates, addFirmwareSample]
  for (const add of all) add(firmware, around)
  addKindCommand(firmware, kindNamed('update-firmware'), around, 'firmware update')
}
