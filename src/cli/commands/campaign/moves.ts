import type { Command } from 'commander'
import type { ApiClient } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { countsOf } from './words.ts'

type Operation = Extract<
  Parameters<ApiClient['call']>[0],
  `${'start' | 'pause' | 'resume' | 'cancel'}${'Campaign' | 'ConfigurationChange'}`
>
type Move = readonly [name: string, operation: Operation, summary: string]

const CAMPAIGN_MOVES = [
  ['start', 'startCampaign', 'Start a campaign'],
  ['pause', 'pauseCampaign', 'Order nothing more until it is resumed; what was ordered goes on'],
  ['resume', 'startCampaign', 'Go on with a campaign that was paused'],
  ['stop', 'cancelCampaign', 'End a campaign for good; what was ordered goes on at the stations'],
] as const satisfies readonly Move[]

const CHANGE_MOVES = [
  ['pause', 'pauseConfigurationChange', 'Tell no more stations until it is resumed; what was ordered goes on'],
  ['resume', 'resumeConfigurationChange', 'Go on with a change that was paused'],
  ['stop', 'cancelConfigurationChange', 'End a change for good; what was ordered goes on at the stations'],
] as const satisfies readonly Move[]

export function addCampaignMoves(campaign: Command, around: Surroundings): void {
  addMoves(campaign, around, 'campaign', 'campaign list', CAMPAIGN_MOVES)
}

export function addConfigurationMoves(configuration: Command, around: Surroundings): void {
  addMoves(configuration, around, 'change', 'configuration changes', CHANGE_MOVES)
}

function addMoves(under: Command, around: Surroundings, noun: string, list: string, moves: readonly Move[]): void {
  for (const [name, operation, summary] of moves) {
    apiCommand(under, `${name} <${noun}>`, summary)
      .addHelpText('after', `\nThe ${noun} is named by its id: chargewright ${list}`)
      .action(async (id: string, options: ApiCommandOptions) => {
        const moved = await openApi(options, around).call(operation, { params: { id } })
        answer(around, options.json, moved, () => `${moved.name}: ${moved.state}, ${countsOf(moved.progress)}.\n`)
      })
  }
}
