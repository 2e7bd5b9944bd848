import { useState } from 'react'
import type { FirmwareUpdate } from '#api-client'
import { inWords } from '#json-schema'
import { ValueView } from '../commands/value-view.tsx'
import { wordFor } from '../format/words.ts'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filter } from '../ui/filters.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { OUTCOMES, outcomeWords } from './outcome-words.ts'

const columns: readonly Column<FirmwareUpdate>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} /> },
  {
    title: 'From, to',
    cell: ({ formerVersion, version }) => (
      <span className="num">
        {formerVersion ?? '?'} → {version}
      </span>
    ),
  },
  {
    title: 'Outcome',
    width: '7rem',
    cell: ({ outcome }) => {
      const { label, tone } = wordFor(outcomeWords, outcome)
      return <Badge tone={tone}>{label}</Badge>
    },
  },
  { title: 'Last step', cell: ({ status }) => inWords(status) },
  { title: 'Of', width: '9rem', cell: ({ statusAt }) => <Moment at={statusAt} seconds />, spare: true },
]

/** What became of firmware at each station. */
export function UpdateList() {
  const [outcome, setOutcome] = useState<FirmwareUpdate['outcome']>()
  return (
    <ListCard
      label="Updates of stations"
      filters={
        <Filter
          label="Outcome"
          value={outcome ?? ''}
          onChange={(value) => setOutcome(OUTCOMES.find((each) => each === value))}
          choices={[
            { value: '', label: 'Any outcome' },
            ...OUTCOMES.map((value) => ({ value, label: outcomeWords[value].label })),
          ]}
        />
      }
    >
      <ResourceList
        label="Updates of stations"
        route="GET /firmware-updates"
        request={outcome === undefined ? {} : { query: { outcome } }}
        keyOf={({ id }) => id}
        columns={columns}
        detail={({ steps }) => <ValueView of={steps} />}
        empty={
          <Empty title={outcome === undefined ? 'No update yet' : 'No update matches'}>
            What a station tells of its firmware appears here, step by step.
          </Empty>
        }
      />
    </ListCard>
  )
}
