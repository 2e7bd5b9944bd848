import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { bodyOptions } from '../../request/body-options.ts'
import { stayingAlive } from '../../staying-alive.ts'
import type { Surroundings } from '../../surroundings.ts'
import { watchUndertaking } from '../campaign/watch-undertaking.ts'

interface Options extends ApiCommandOptions {
  readonly wait: boolean
}

export function addConfigurationApply(configuration: Command, around: Surroundings): void {
  const command = apiCommand(configuration, 'apply', 'Set a template, or values, at all stations that fit now').option(
    '--no-wait',
    'only begin, and show the campaign; `campaign watch` tells later how it goes',
  )
  const spelling = { aliases: { templateId: 'template' }, without: ['kind', 'imageId', 'begin'] }
  const body = bodyOptions(command, 'createCampaign', spelling, around)
  command
    .addHelpText(
      'after',
      `
It is a campaign that begins at once. Each station is told only what it can have and is not known to have already. On a
terminal a bar shows how far it is. Ctrl-C ends the watching, not the campaign.

Examples:
  chargewright configuration apply --name "Heartbeats" --template 0199…
  chargewright configuration apply --name "One" --group.station-ids CS-1 \\
    --wanted '{"component":"OCPPCommCtrlr","name":"HeartbeatInterval","value":"300"}'`,
    )
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const created = await api.call('createCampaign', { body: await body({ kind: 'configuration', begin: true }) })
      const { id } = created
      if (!options.wait)
        return answer(around, options.json, created, () => `${created.name}: ${created.state} (${id}).\n`)
      if (options.json !== true) around.err.write(`Begun ${created.name} (${id}).\n`)
      const ask = () => api.call('getCampaign', { params: { id } })
      await stayingAlive(watchUndertaking(api, ask, options, around))
    })
}
