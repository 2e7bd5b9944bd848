import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { energy, instant, measured } from '../../format/quantities.ts'
import { facts } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addQuestionLastEnergy(question: Command, around: Surroundings): void {
  apiCommand(
    question,
    'last-energy <station> <transaction>',
    'What is the last known energy of this station and transaction?',
  )
    .addHelpText(
      'after',
      `
The transaction is named by the id that station and platform use on the wire (a number in OCPP 1.6, a text in 2.x), or by the platform's own.

Example:
  chargewright question last-energy CS-1 1234`,
    )
    .action(async (stationId: string, reference: string, options: ApiCommandOptions) => {
      const found = await openApi(options, around).call('lastEnergy', { query: { stationId, reference } })
      answer(around, options.json, found, () =>
        facts(around.out, [
          ['Energy', energy(found.energyWh)],
          ['Register', measured(found.lastRegisterWh, 'Wh')],
          ['As of', instant(found.at)],
          ['State', found.status],
          ['Transaction', found.transactionId],
        ]),
      )
    })
}
