import type { Command } from 'commander'
import type { ApiClient } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { countsOf } from './words.ts'

type Operation = Extract<Parameters<ApiClient['call']>[0], `${'start' | 'pause' | 'cancel'}Campaign`>

const MOVES = [
  ['start', 'startCampaign', 'Start a campaign'],
  ['pause', 'pauseCampaign', 'Order nothing more until it is resumed; what was ordered goes on'],
  ['resume', 'startCampaign', 'Go on with a campaign that was paused'],
  ['stop', 'cancelCampaign', 'End a campaign for good; what was ordered goes on at the stations'],
] as const satisfies readonly (readonly [name: string, operation: Operation, summary: string])[]

export function addCampaignMoves(campaign: Command, around: Surroundings): void {
  for (const [name, operation, summary] of MOVES) {
    apiCommand(campaign, `${name} <campaign>`, summary)
      .addHelpText('after', '\nThe campaign is named by its id: chargewright campaign list')
      .action(async (id: string, options: ApiCommandOptions) => {
        const moved = await openApi(options, around).call(operation, { params: { id } })
        answer(around, options.json, moved, () => `${moved.name}: ${moved.state}, ${countsOf(moved.progress)}.\n`)
      })
  }
}
