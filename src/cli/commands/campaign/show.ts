import type { Command } from 'commander'
import { type Campaign, type CampaignMember, everyPage } from '#api-client'
import { answer } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { type Column, facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { countsOf, waitText } from './words.ts'

export function addCampaignShow(campaign: Command, around: Surroundings): void {
  listCommand(campaign, 'show <campaign>', 'Show a campaign with its stations, in the order they come to their turn')
    .addHelpText('after', '\nThe campaign is named by its id: chargewright campaign list')
    .action(async (id: string, options: ListOptions) => {
      const api = openApi(options, around)
      const found = await api.call('getCampaign', { params: { id } })
      const { items: stations, more } = await everyPage(
        (page) => api.call('listCampaignStations', { params: { id }, query: page }),
        limitOf(options),
      )
      answer(around, options.json, { ...found, stations }, () => {
        return `${described(found, around)}\n${table(around.out, columnsFor(found), stations)}`
      })
      if (more && options.json !== true) around.err.write(`The first ${stations.length}; --all shows every one.\n`)
    })
}

function columnsFor({ kind }: Campaign): readonly Column<CampaignMember>[] {
  const answers: readonly Column<CampaignMember>[] = [
    {
      title: 'ANSWERS',
      text: ({ results = [] }) => results.map(({ name, status }) => `${name} ${status}`).join(', '),
      shrinks: true,
    },
    { title: 'REBOOT', text: ({ rebootRequired }) => (rebootRequired ? 'needed' : '') },
  ]
  return [
    { title: 'STATION', text: ({ stationId }) => stationId },
    { title: 'WAVE', text: ({ wave }) => wave + 1, align: 'right' },
    { title: 'STATE', text: ({ state }) => state },
    { title: 'REASON', text: ({ reason, wait }) => reason ?? (wait && waitText(wait)), shrinks: true },
    ...(kind === 'configuration' ? answers : []),
    { title: 'TRIES', text: ({ attempts }) => attempts, align: 'right' },
    { title: 'BEFORE', text: ({ formerVersion }) => formerVersion },
    { title: 'SETTLED', text: ({ settledAt }) => instant(settledAt) },
  ]
}

function described(campaign: Campaign, { out }: Surroundings): string {
  return facts(out, [
    ['Campaign', campaign.id],
    ['Name', campaign.name],
    ['Kind', [campaign.kind, campaign.version].filter(Boolean).join(' ')],
    ['State', [campaign.state, campaign.reason].filter(Boolean).join(': ')],
    ['Stations', countsOf(campaign.progress)],
    ['Wave', `${campaign.wave + 1} of ${campaign.waves}`],
    ['Stops at', `more than ${campaign.failureLimitPercent} % failed`],
    ['Quiet hours', campaign.quietHours ? 'each station only when it is little used' : 'no: at any time'],
    ['To reboot', campaign.rebootsRequired || undefined],
    ['The way back', campaign.rollbackNote],
    ['Planned by', campaign.requestedByName],
    ['Made', instant(campaign.createdAt)],
    ['Started', instant(campaign.startedAt)],
    ['Ended', instant(campaign.finishedAt)],
  ])
}
