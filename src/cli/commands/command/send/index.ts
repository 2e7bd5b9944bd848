import type { Command } from 'commander'
import { commandKinds } from '#api-client'
import type { Surroundings } from '../../../surroundings.ts'
import { addKindCommand } from './kind-command.ts'

/** `chargewright command send …` */
export function addSendCommands(command: Command, around: Surroundings): void {
  const send = command
    .command('send')
    .helpCommand(false)
    .summary('Ask something of a station, and wait for its answer')
    .description(
      'Asks something of a station and waits until that is settled. A station that is offline is waited for as long as ' +
        '--expires-in says. Exits with 0 when the station has answered, and with 1 when it refused or never did.',
    )
    .addHelpText('after', '\n`chargewright command kinds` tells which version of OCPP has what.')
  for (const info of commandKinds) {
    send.commandsGroup(`${info.topic}:`)
    addKindCommand(send, info, around)
  }
}
