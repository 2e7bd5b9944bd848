import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { countsOf } from '../campaign/words.ts'

const MOVES = [
  ['pause', 'pauseConfigurationChange', 'Tell no more stations until it is resumed; what was ordered goes on'],
  ['resume', 'resumeConfigurationChange', 'Go on with a change that was paused'],
  ['stop', 'cancelConfigurationChange', 'End a change for good; what was ordered goes on at the stations'],
] as const

export function addConfigurationMoves(configuration: Command, around: Surroundings): void {
  for (const [name, operation, summary] of MOVES) {
    apiCommand(configuration, `${name} <change>`, summary)
      .addHelpText('after', '\nThe change is named by its id: chargewright configuration changes')
      .action(async (id: string, options: ApiCommandOptions) => {
        const moved = await openApi(options, around).call(operation, { params: { id } })
        answer(around, options.json, moved, () => `${moved.name}: ${moved.state}, ${countsOf(moved.progress)}.\n`)
      })
  }
}
