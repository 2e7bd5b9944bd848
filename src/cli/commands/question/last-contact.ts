import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { ago, instant } from '../../format/quantities.ts'
import { facts } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addQuestionLastContact(question: Command, around: Surroundings): void {
  apiCommand(question, 'last-contact <station>', 'When was the last contact with this station?')
    .addHelpText('after', '\nExample:\n  chargewright question last-contact CS-1')
    .action(async (stationId: string, options: ApiCommandOptions) => {
      const found = await openApi(options, around).call('lastContact', { query: { stationId } })
      const { lastSeenAt, connected } = found
      const past = ago(lastSeenAt, around.clock.nowMs())
      answer(around, options.json, found, () =>
        facts(around.out, [
          ['Last contact', lastSeenAt === undefined ? 'never' : `${instant(lastSeenAt)} (${past})`],
          ['Connected', connected ? 'yes' : 'no'],
        ]),
      )
    })
}
