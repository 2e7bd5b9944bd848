import type { Command } from 'commander'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'
import { watchUndertaking } from './watch-undertaking.ts'

export function addCampaignWatch(campaign: Command, around: Surroundings): void {
  apiCommand(campaign, 'watch <campaign>', 'Show how a campaign goes, until it is over')
    .addHelpText(
      'after',
      `
On a terminal a bar shows how far it is. Ctrl-C ends the watching, not the campaign. Exits with 0 when it has finished and
no station has failed, and with 1 when it has not.

Example:
  chargewright campaign watch 0199…`,
    )
    .action((id: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      return stayingAlive(watchUndertaking(api, () => api.call('getCampaign', { params: { id } }), options, around))
    })
}
