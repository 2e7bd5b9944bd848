import type { Command } from 'commander'
import { UsageError } from '../../../failure.ts'
import { wholeNumber } from '../../../options.ts'
import type { Surroundings } from '../../../surroundings.ts'
import { LARGEST_ID, type SendOptions, send, sendCommand } from './send-command.ts'

interface StartOptions extends SendOptions {
  readonly token: string
  readonly evse?: number
  readonly tokenKind?: string
  readonly group?: string
}

interface StopOptions extends SendOptions {
  readonly transaction?: string
  readonly reference?: string
}

export function addTransactionSends(parent: Command, around: Surroundings): void {
  sendCommand(parent, 'start-transaction <station>', 'Let a station charge a car that is plugged in, or will be soon')
    .requiredOption('--token <value>', 'on whose account')
    .option('--evse <n>', 'where; the station chooses if absent', wholeNumber(0, LARGEST_ID))
    .option('--token-kind <kind>', 'what the token is, as rfid or central')
    .option('--group <id>', 'tokens of this group may stop it as well')
    .addHelpText(
      'after',
      '\nRemoteStartTransaction (1.6), RequestStartTransaction (2.x).\n\nExample:\n  chargewright command send start-transaction CS-1 --token 04A2B9C1 --evse 1',
    )
    .action(async (stationId: string, options: StartOptions) => {
      const { token, evse: evseId, tokenKind, group: groupId } = options
      await send(
        stationId,
        { kind: 'start-transaction', request: { token, evseId, tokenKind, groupId } },
        options,
        around,
      )
    })

  sendCommand(parent, 'stop-transaction <station>', 'Let a station end a transaction')
    .option('--transaction <id>', 'by the platform’s id')
    .option('--reference <id>', 'by the id on the wire')
    .addHelpText(
      'after',
      '\nRemoteStopTransaction (1.6), RequestStopTransaction (2.x).\n\nExample:\n  chargewright command send stop-transaction CS-1 --reference 1234',
    )
    .action(async (stationId: string, options: StopOptions) => {
      const { transaction: transactionId, reference } = options
      if ((transactionId === undefined) === (reference === undefined)) {
        throw new UsageError('name the transaction, by either --transaction or --reference')
      }
      await send(stationId, { kind: 'stop-transaction', request: { transactionId, reference } }, options, around)
    })
}
