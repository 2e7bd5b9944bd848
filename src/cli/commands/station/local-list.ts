import { type Command, Option } from 'commander'
import { everyPage, type ListedToken, type LocalList } from '#api-client'
import { answer } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import { type Column, facts, table } from '../../format/table.ts'
import type { Surroundings } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'

const STATES = wordsOf<ListedToken['state']>({ same: true, 'to-add': true, 'to-change': true, 'to-go': true })

interface Options extends ListOptions {
  readonly state?: ListedToken['state']
}

export function addStationLocalList(station: Command, around: Surroundings): void {
  listCommand(
    station,
    'local-list <station>',
    'Show the tokens a station may judge by itself, and what is still to be sent',
  )
    .addOption(new Option('--state <state>', 'only those that differ so, or not at all').choices(STATES))
    .addHelpText(
      'after',
      `
What is pending goes with: chargewright command send send-local-list. Typed codes are shown as ***.

Example:
  chargewright station local-list CS-1 --state to-go`,
    )
    .action(async (id: string, options: Options) => {
      const api = openApi(options, around)
      const list = await api.call('getLocalList', { params: { id } })
      const { items: entries, more } = await everyPage(
        (page) => api.call('listLocalListEntries', { params: { id }, query: { state: options.state, ...page } }),
        limitOf(options),
      )
      const text = () =>
        `${described(list, around)}\n${entries.length === 0 ? '' : table(around.out, columns, entries)}`
      answer(around, options.json, { ...list, tokens: entries }, text)
      if (more && options.json !== true) around.err.write(`The first ${entries.length}; --all shows every one.\n`)
    })
}

const columns: readonly Column<ListedToken>[] = [
  { title: 'TOKEN', text: ({ value }) => value, shrinks: true },
  { title: 'KIND', text: ({ held, wanted }) => (held ?? wanted)?.kind },
  { title: 'HELD AS', text: ({ held }) => held?.status },
  { title: 'TO BE', text: ({ state, wanted }) => (state === 'same' ? '' : (wanted?.status ?? 'taken off')) },
  { title: 'GROUP', text: ({ held, wanted }) => (wanted ?? held)?.groupId },
  { title: 'UNTIL', text: ({ held, wanted }) => instant((wanted ?? held)?.validUntil) },
]

function described(list: LocalList, { out }: Surroundings): string {
  const { version, confirmedAt, reportedVersion, reportedAt, uncertain, entries, limits, drift } = list
  const pending = [
    drift.put > 0 && `${drift.put} to be added or changed`,
    drift.drop > 0 && `${drift.drop} to be taken off`,
    drift.omitted > 0 && `${drift.omitted} find no room`,
    drift.otherVersion && 'it named another version than it had confirmed',
    uncertain && 'an update was never answered',
  ].filter((part) => part !== false)
  return facts(out, [
    ['Station', list.stationId],
    ['Version', version === 0 ? 'none confirmed' : [version, instant(confirmedAt)].filter(Boolean).join(', ')],
    ['As it told', reportedVersion === undefined ? undefined : `${reportedVersion}, ${instant(reportedAt) ?? ''}`],
    ['Tokens', limits.entries === undefined ? entries : `${entries} of ${limits.entries}`],
    ['Pending', pending.length === 0 ? 'nothing' : pending.join('; ')],
  ])
}
