import type { Command } from 'commander'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addProfileList(profile: Command, around: Surroundings): void {
  listCommand(profile, 'list <station>', 'List the profiles of a station, as sent and as it reports them')
    .addHelpText(
      'after',
      `
sent: whether it arrived is not known. reported: it is not from here. Have the station report anew with
\`command send get-charging-profiles\`.

Example:
  chargewright profile list CS-1`,
    )
    .action(async (id: string, options: ListOptions) => {
      const { items } = await openApi(options, around).call('listChargingProfiles', { params: { id } })
      const limit = limitOf(options)
      answerList(
        around,
        options,
        { items: items.slice(0, limit), more: items.length > limit },
        [
          { title: 'PROFILE', text: ({ profileId }) => profileId, align: 'right' },
          { title: 'EVSE', text: ({ evseId }) => (evseId === 0 ? 'all' : evseId), align: 'right' },
          { title: 'PURPOSE', text: ({ purpose }) => purpose },
          { title: 'LEVEL', text: ({ stackLevel }) => stackLevel, align: 'right' },
          { title: 'KIND', text: ({ sent, reported }) => (sent ?? reported)?.kind },
          { title: 'TRANSACTION', text: ({ transactionReference }) => transactionReference, shrinks: true },
          { title: 'BY', text: ({ source }) => source },
          { title: 'STANDING', text: ({ standing }) => standing },
          { title: 'SENT', text: ({ sentAt }) => instant(sentAt) },
          { title: 'REPORTED', text: ({ reportedAt }) => instant(reportedAt) },
        ],
        'It has none that we know of.',
      )
    })
}
