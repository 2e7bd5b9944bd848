import type { Command } from 'commander'
import type { Station } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addStationAdmission(station: Command, around: Surroundings): void {
  apiCommand(station, 'accept <station>', 'Let a waiting station in')
    .addHelpText(
      'after',
      '\nWho waits is shown by:\n  chargewright station list --admission waiting\n\nExample:\n  chargewright station accept CS-1',
    )
    .action(async (id: string, options: ApiCommandOptions) => {
      const changed = await openApi(options, around).call('acceptStation', { params: { id } })
      answer(around, options.json, changed, () => `Accepted ${changed.id}${whenLetIn(changed)}.\n`)
    })

  apiCommand(station, 'refuse <station>', 'Let a station in no more')
    .addHelpText('after', '\nExample:\n  chargewright station refuse CS-1')
    .action(async (id: string, options: ApiCommandOptions) => {
      const changed = await openApi(options, around).call('refuseStation', { params: { id } })
      answer(around, options.json, changed, () => `Refused ${changed.id}.\n`)
    })
}

/** One that is connected is asked for a BootNotification at once, and accepted with that. */
function whenLetIn({ presence }: Station): string {
  return presence?.connected === true ? '; it is let in' : '; it is let in when it connects next'
}
