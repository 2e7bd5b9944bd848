import { useState } from 'react'
import type { ItemOf } from '../../api/ask.ts'
import { nameFor } from '../../format/words.ts'
import { ResourceList } from '../../resource/resource-list.tsx'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Filter } from '../../ui/filters.tsx'
import { Moment } from '../../ui/moment.tsx'
import { LISTED_STATES, type ListedState, listedWords } from './list-drift.ts'

type Listed = ItemOf<'GET /stations/{id}/local-list/entries'>

const standings = { accepted: 'May charge', blocked: 'Blocked', expired: 'Expired' } as const

const columns: readonly Column<Listed>[] = [
  {
    title: 'Token',
    width: 'minmax(9rem,1.4fr)',
    cell: ({ value, held, wanted }) => {
      const group = (wanted ?? held)?.groupId
      return (
        <>
          <span className="break-all font-medium">{value}</span>
          {group !== undefined && <span className="ml-2 text-[0.9rem] text-faint">group {group}</span>}
        </>
      )
    },
  },
  { title: 'Held as', cell: ({ held }) => (held === undefined ? '–' : nameFor(standings, held.status)) },
  {
    title: 'Pending',
    cell: ({ state, wanted }) => {
      const { label, tone } = listedWords[state]
      const becomes = state === 'to-change' && wanted !== undefined ? ` ${nameFor(standings, wanted.status)}` : ''
      return state === 'same' ? (
        <span className="text-faint">–</span>
      ) : (
        <>
          <Badge tone={tone}>{label}</Badge>
          {becomes}
        </>
      )
    },
  },
  {
    title: 'Until',
    width: '9rem',
    cell: ({ held, wanted }) => <Moment at={(wanted ?? held)?.validUntil} />,
    spare: true,
  },
]

/** The tokens a station is believed to hold, beside what it is to hold. */
export function LocalListEntries({ stationId }: { stationId: string }) {
  const [state, setState] = useState<ListedState>()
  return (
    <div className="flex flex-col gap-2">
      <Filter
        label="Pending"
        value={state ?? ''}
        onChange={(value) => setState(LISTED_STATES.find((each) => each === value))}
        choices={[
          { value: '', label: 'All tokens' },
          ...LISTED_STATES.map((value) => ({ value, label: listedWords[value].label })),
        ]}
      />
      <ResourceList
        label="Tokens on the local list"
        route="GET /stations/{id}/local-list/entries"
        request={{ params: { id: stationId }, query: { ...(state && { state }) } }}
        keyOf={({ number }) => String(number)}
        columns={columns}
        empty={<Empty title={state === undefined ? 'No token is on it' : 'No token is so'} />}
      />
    </div>
  )
}
