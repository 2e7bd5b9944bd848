import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../../api-command.ts'
import { instant } from '../../../format/quantities.ts'
import type { Surroundings } from '../../../surroundings.ts'

export function addRecipientList(recipient: Command, around: Surroundings): void {
  listCommand(recipient, 'list', 'List who is told of alerts')
    .addHelpText('after', '\nOwners alone see and change this.\n\nExample:\n  chargewright alert recipient list')
    .action(async (options: ListOptions) => {
      const { items } = await openApi(options, around).call('listAlertRecipients')
      const limit = limitOf(options)
      answerList(
        around,
        options,
        { items: items.slice(0, limit), more: items.length > limit },
        [
          { title: 'RECIPIENT', text: ({ id }) => id },
          { title: 'BY', text: ({ kind }) => kind },
          { title: 'TO', text: ({ target }) => target, shrinks: true },
          { title: 'OF SEVERITY', text: ({ leastSeverity }) => `0 to ${leastSeverity}` },
          { title: 'STATE', text: ({ enabled }) => (enabled ? 'told' : 'paused') },
          { title: 'PARTY', text: ({ partyId }) => partyId },
        ],
        'Nobody is told. Add somebody: chargewright alert recipient add --help',
      )
    })
}

export function addRecipientDeliveries(recipient: Command, around: Surroundings): void {
  listCommand(recipient, 'deliveries <recipient>', 'List what somebody was told or is to be told, the newest first')
    .addHelpText('after', '\nThe recipient is named by its id: chargewright alert recipient list')
    .action(async (id: string, options: ListOptions) => {
      const api = openApi(options, around)
      const list = await everyPage(
        (page) => api.call('listAlertDeliveries', { params: { id }, query: page }),
        limitOf(options),
      )
      answerList(
        around,
        options,
        list,
        [
          { title: 'MADE', text: ({ createdAt }) => instant(createdAt) },
          { title: 'ALERT', text: ({ alertId }) => alertId },
          { title: 'STATION', text: ({ stationId }) => stationId },
          { title: 'STEP', text: ({ step }) => step },
          { title: 'STATE', text: ({ state }) => state },
          { title: 'TRIES', text: ({ attempts }) => attempts, align: 'right' },
          { title: 'PROBLEM', text: ({ problem }) => problem, shrinks: true },
        ],
        'There was nothing to tell.',
      )
    })
}
