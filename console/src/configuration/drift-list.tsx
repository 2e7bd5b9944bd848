import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { ConfigurationDrift } from '#api-client'
import { may } from '../api/session.ts'
import { DoButton } from '../resource/do-button.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import { listQuery } from '../resource/resource-query.ts'
import type { Column } from '../resource/resource-table.tsx'
import type { DriftFilter } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Age } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { variableWords, wantedWords } from './variable-words.ts'

const columns: readonly Column<ConfigurationDrift>[] = [
  {
    title: 'Station',
    width: 'minmax(8rem,1fr)',
    cell: ({ stationId }) => <StationLink id={stationId} tab="variables" />,
  },
  {
    title: 'Variable',
    width: 'minmax(15rem,2.2fr)',
    cell: ({ variable }) => <span className="break-words font-mono text-[0.9rem]">{variableWords(variable)}</span>,
  },
  { title: 'Wanted', width: 'minmax(4rem,1fr)', cell: ({ variable }) => <Value>{wantedWords(variable)}</Value> },
  {
    title: 'Told',
    width: 'minmax(5rem,1fr)',
    cell: ({ state, told }) =>
      state === 'untold' ? (
        <Badge title="The station has not said what the value is">not told</Badge>
      ) : (
        <Value>{told ?? '–'}</Value>
      ),
  },
  { title: 'Template', cell: ({ templateName }) => templateName, spare: true },
  { title: 'Since', width: '6rem', cell: ({ since }) => <Age at={since} />, spare: true },
]

const Value = ({ children }: { children: string }) => (
  <span className="break-all font-mono text-[0.9rem]">{children}</span>
)

/** Where stations are not as their templates want them. */
export function DriftList({ filter }: { filter: DriftFilter }) {
  const { principal } = useMe()
  const narrowed = Object.keys(filter).length > 0
  return (
    <ListCard label="Drift" filters={<DriftFilters filter={filter} />}>
      <ResourceList
        label="Drift"
        route="GET /configuration-drift"
        request={{ query: filter }}
        keyOf={({ stationId, templateId, variable }) => `${stationId} ${templateId} ${variableWords(variable)}`}
        columns={columns}
        actions={(drift) => may(principal, 'operator', drift.partyId) && <Mend drift={drift} />}
        empty={
          <Empty title={narrowed ? 'No drift matches' : 'Every station is as it is wanted'}>
            {!narrowed && 'Where a station tells another value than its templates want, it shows here.'}
          </Empty>
        }
      />
    </ListCard>
  )
}

/** Brings one station to everything its template wants. */
function Mend({ drift: { stationId, partyId, templateId, templateName } }: { drift: ConfigurationDrift }) {
  const name = `${templateName} at ${stationId}`.slice(0, 200)
  return (
    <DoButton
      route="POST /campaigns"
      request={{
        body: { kind: 'configuration', begin: true, partyId, name, templateId, group: { stationIds: [stationId] } },
      }}
      label="Apply"
      sure={`${stationId} is told at once what “${templateName}” wants of it and it has not already.`}
      makesOld={['GET /campaigns', 'GET /configuration-drift']}
    />
  )
}

function DriftFilters({ filter }: { filter: DriftFilter }) {
  const navigate = useNavigate({ from: '/configuration' })
  const { data } = useInfiniteQuery(listQuery('GET /configuration-templates', { query: { limit: 500 } }))
  const templates = data?.pages.flatMap(({ items }) => items) ?? []
  const change = useCallback(
    (name: keyof DriftFilter, value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onStation = useCallback((text: string) => change('stationId', text), [change])
  return (
    <>
      <SearchBox label="Station identity" value={filter.stationId ?? ''} onSearch={onStation} />
      <Filter
        label="Template"
        value={filter.templateId ?? ''}
        onChange={(value) => change('templateId', value)}
        choices={[
          { value: '', label: 'Any template' },
          ...templates.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Filter
        label="State"
        value={filter.state ?? ''}
        onChange={(value) => change('state', value)}
        choices={[
          { value: '', label: 'Any drift' },
          { value: 'differs', label: 'Different' },
          { value: 'untold', label: 'Not told' },
        ]}
      />
    </>
  )
}
