import type { Command } from 'commander'
import type { Surroundings } from '../../../surroundings.ts'
import { addMaintenanceCommands } from './maintenance.ts'
import { addTransactionSends } from './transactions.ts'
import { addVariableCommands } from './variables.ts'

/** `chargewright command send …` */
export function addSendCommands(command: Command, around: Surroundings): void {
  const send = command
    .command('send')
    .summary('Ask something of a station, and wait for its answer')
    .description(
      'Asks something of a station and waits until that is settled. A station that is offline is waited for as long as ' +
        '--expires-in says. Exits with 0 when the station has answered, and with 1 when it refused or never did.',
    )
  for (const add of [addTransactionSends, addMaintenanceCommands, addVariableCommands]) add(send, around)
}
