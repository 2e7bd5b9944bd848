import type { Command } from 'commander'
import type { AlertHistory } from '#api-client'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { placeOf, stateOf, whatOf } from './words.ts'

export function addAlertShow(alert: Command, around: Surroundings): void {
  apiCommand(alert, 'show <alert>', 'Show an alert and what became of it')
    .addHelpText('after', '\nThe alert is named by its id: chargewright alert list')
    .action(async (id: string, options: ApiCommandOptions) => {
      const found = await openApi(options, around).call('getAlert', { params: { id } })
      answer(around, options.json, found, () => describedAlert(found, around))
    })
}

/** Everything about one alert. */
export function describedAlert(alert: AlertHistory, { out }: Surroundings): string {
  const about = facts(out, [
    ['Alert', alert.id],
    ['Where', placeOf(alert)],
    ['What', whatOf(alert)],
    ['Detail', alert.detail],
    ['Severity', alert.severity],
    ['State', stateOf(alert)],
    ['Since', instant(alert.since)],
    ['Found', instant(alert.openedAt)],
    ['Told last', alert.times > 1 ? `${instant(alert.lastAt)}, ${alert.times} times in all` : undefined],
    ['Seen by', alert.acknowledgedByName],
    ['Over', instant(alert.closedAt)],
  ])
  const steps = table(
    out,
    [
      { title: 'AT', text: ({ at }) => instant(at) },
      { title: 'STEP', text: ({ step }) => step },
      { title: 'BY', text: ({ byName }) => byName },
      { title: 'NOTE', text: ({ note }) => note, shrinks: true },
    ],
    alert.history,
  )
  return `${about}\n${steps}`
}
