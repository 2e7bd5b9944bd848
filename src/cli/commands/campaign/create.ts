import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { bodyOptions } from '../../request/body-options.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'
import { watchUndertaking } from './watch-undertaking.ts'
import { countsOf } from './words.ts'

interface Options extends ApiCommandOptions {
  readonly start?: boolean
  readonly watch?: boolean
}

export function addCampaignCreate(campaign: Command, around: Surroundings): void {
  const command = apiCommand(campaign, 'create', 'Plan a campaign over the stations that fit now')
    .option('--start', 'and start it')
    .option('--watch', 'start it, and show how it goes until it is over')
  const body = bodyOptions(command, 'createCampaign', { aliases: { imageId: 'image' } }, around)
  command
    .addHelpText(
      'after',
      `
First the canary, then wave by wave; it stops once too many have failed. Everything that the group says has to fit.

Examples:
  chargewright campaign create --name "One 2.4" --kind firmware --image 0199… --group.model One --canary-size 2 --watch
  chargewright campaign create --file reboot.json --start`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const created = await api.call('createCampaign', { body: await body() })
      const { id } = created
      if (options.watch !== true) {
        const made = options.start === true ? await api.call('startCampaign', { params: { id } }) : created
        return answer(
          around,
          options.json,
          made,
          () => `${made.name} (${id}): ${made.state}, ${countsOf(made.progress)}.\n`,
        )
      }
      await api.call('startCampaign', { params: { id } })
      if (options.json !== true) around.err.write(`Started ${created.name} (${id}).\n`)
      await stayingAlive(watchUndertaking(api, () => api.call('getCampaign', { params: { id } }), options, around))
    })
}
