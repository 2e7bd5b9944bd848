import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useAlertsByStation } from '../alerts/open-alerts.ts'
import { locationsQuery } from '../api/locations.ts'
import { may } from '../api/session.ts'
import { stationsQuery } from '../api/stations.ts'
import { CONNECTOR_STATUSES, type StationFilter } from '../api/types.ts'
import { connectorWords } from '../format/words.ts'
import type { StationsSearch } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { More } from '../ui/more.tsx'
import { ListError } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Rows } from '../ui/rows.tsx'
import { FirstSteps } from './first-steps.tsx'
import { useLoads } from './running-by-station.ts'
import { StationFigures } from './station-figures.tsx'
import { StationHead, StationRow } from './station-row.tsx'
import { StrangerList } from './stranger-list.tsx'
import { WaitingList } from './waiting-list.tsx'

const AddStation = lazy(() => import('./add-station.tsx').then((module) => ({ default: module.AddStation })))

const filterOf = ({ connection, ...rest }: StationsSearch): StationFilter => ({
  ...rest,
  ...(connection === undefined ? {} : { connected: connection === 'connected' }),
})

export function StationsPage() {
  const me = useMe()
  const search = useSearch({ from: '/shell/stations' })
  const [adding, setAdding] = useState(false)
  return (
    <Page
      title="Stations"
      actions={
        may(me.principal, 'operator') && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus className="size-4" aria-hidden />
            Add station
          </Button>
        )
      }
    >
      <StationFigures />
      <WaitingList principal={me.principal} />
      <StrangerList principal={me.principal} />
      <section aria-label="All stations" className="card">
        <StationFilters search={search} />
        <StationList search={search} />
      </section>
      {adding && (
        <Suspense>
          <AddStation me={me} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  )
}

function StationFilters({ search }: { search: StationsSearch }) {
  const navigate = useNavigate({ from: '/stations' })
  const { data: locations = [] } = useQuery(locationsQuery)
  const change = useCallback(
    (name: keyof StationsSearch, value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onSearch = useCallback((text: string) => change('search', text), [change])
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
      <SearchBox label="Search stations" value={search.search ?? ''} onSearch={onSearch} />
      <Filter
        label="Connection"
        value={search.connection ?? ''}
        onChange={(value) => change('connection', value)}
        choices={[
          { value: '', label: 'Any connection' },
          { value: 'connected', label: 'Connected' },
          { value: 'offline', label: 'Offline' },
        ]}
      />
      <Filter
        label="Connector status"
        value={search.status ?? ''}
        onChange={(value) => change('status', value)}
        choices={[
          { value: '', label: 'Any status' },
          ...CONNECTOR_STATUSES.map((value) => ({ value, label: connectorWords[value].label })),
        ]}
      />
      {locations.length > 0 && (
        <Filter
          label="Location"
          value={search.locationId ?? ''}
          onChange={(value) => change('locationId', value)}
          choices={[
            { value: '', label: 'Any location' },
            ...locations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </div>
  )
}

function StationList({ search }: { search: StationsSearch }) {
  const list = useInfiniteQuery(stationsQuery(filterOf(search)))
  const { data: locations = [] } = useQuery(locationsQuery)
  const names = useMemo(() => new Map(locations.map(({ id, name }) => [id, name])), [locations])
  const loads = useLoads()
  const alerts = useAlertsByStation()
  const stations = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])

  if (list.isPending) return <Loading what="Loading the stations" />
  if (list.error) return <ListError error={list.error} retry={() => void list.refetch()} />
  if (stations.length === 0 && Object.keys(search).length === 0) return <FirstSteps />
  if (stations.length === 0) return <Empty title="No station matches">Loosen the search or the filters.</Empty>
  return (
    <>
      <Rows
        label="Stations"
        items={stations}
        keyOf={(station) => station.id}
        height={58}
        head={<StationHead />}
        row={(station) => (
          <StationRow
            station={station}
            load={loads.get(station.id)}
            alerts={alerts.get(station.id)}
            locationName={station.locationId === undefined ? undefined : names.get(station.locationId)}
          />
        )}
      />
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </>
  )
}
