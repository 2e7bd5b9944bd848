import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addKindCommand, kindNamed } from '../command/send/kind-command.ts'
import { addLogDownload } from './download.ts'
import { addLogList } from './list.ts'

/** `chargewright log …` */
export function addLogCommands(program: Command, around: Surroundings): void {
  const log = program.command('log').summary('Logs of stations: ask for one, see what came, fetch it')
  addKindCommand(log, kindNamed('get-log'), around, 'log request')
  for (const add of [addLogList, addLogDownload]) add(log, around)
}
