import { useNavigate, useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useCallback } from 'react'
import type { StationLog } from '#api-client'
import { inWords } from '#json-schema'
import { pathOf } from '../api/ask.ts'
import { API } from '../api/client.ts'
import { may } from '../api/session.ts'
import { bytes, text } from '../format/quantity.ts'
import { DoButton } from '../resource/do-button.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import type { LogsSearch } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { buttonLook } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { doubtWords, kindWords, LOG_KINDS, LOG_OUTCOMES, outcomeWords } from './log-words.ts'

const columns: readonly Column<StationLog>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} /> },
  { title: 'Log', width: '8rem', cell: ({ kind }) => kindWords[kind] },
  {
    title: 'Outcome',
    width: '7rem',
    cell: ({ outcome, status }) => (
      <Badge tone={outcomeWords[outcome].tone} title={inWords(status)}>
        {outcomeWords[outcome].label}
      </Badge>
    ),
  },
  { title: 'File', width: 'minmax(12rem,1.6fr)', cell: (log) => <FileOf log={log} /> },
  { title: 'Asked', width: '9rem', cell: ({ requestedAt }) => <Moment at={requestedAt} />, spare: true },
]

function FileOf({ log: { file, elsewhere, announcedName, outcome, status } }: { log: StationLog }) {
  if (file !== undefined) {
    return (
      <span title={`SHA-256 ${file.sha256}`}>
        {file.name} <span className="num text-faint">{text(bytes(file.sizeBytes))}</span>
        {file.doubt !== undefined && (
          <span className="ml-2">
            <Badge tone="warn" title={doubtWords[file.doubt]}>
              may not be whole
            </Badge>
          </span>
        )}
      </span>
    )
  }
  if (elsewhere) return <span className="text-faint">goes to a place of your own</span>
  return (
    <span className="text-faint">{outcome === 'running' ? (announcedName ?? inWords(status)) : inWords(status)}</span>
  )
}

/** Logs that stations were asked for, over the whole fleet. */
export function LogsPage() {
  const search = useSearch({ from: '/shell/logs' })
  const narrowed = Object.keys(search).length > 0
  return (
    <Page title="Logs" lead="What stations were asked to hand over: diagnostics and security logs.">
      <ListCard label="Logs" filters={<Filters search={search} />}>
        <ResourceList
          label="Logs"
          route="GET /station-logs"
          request={{ query: search }}
          keyOf={({ id }) => id}
          columns={columns}
          actions={(log) => <Actions log={log} />}
          empty={
            <Empty title={narrowed ? 'No log matches' : 'No log yet'}>
              {!narrowed && 'Ask a station for one by the command “Get log” on its page; its file comes to here.'}
            </Empty>
          }
        />
      </ListCard>
    </Page>
  )
}

function Filters({ search }: { search: LogsSearch }) {
  const navigate = useNavigate({ from: '/logs' })
  const change = useCallback(
    (name: keyof LogsSearch, value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onStation = useCallback((typed: string) => change('stationId', typed), [change])
  return (
    <>
      <SearchBox label="Station identity" value={search.stationId ?? ''} onSearch={onStation} />
      <Filter
        label="Log"
        value={search.kind ?? ''}
        onChange={(value) => change('kind', value)}
        choices={[{ value: '', label: 'Any log' }, ...LOG_KINDS.map((value) => ({ value, label: kindWords[value] }))]}
      />
      <Filter
        label="Outcome"
        value={search.outcome ?? ''}
        onChange={(value) => change('outcome', value)}
        choices={[
          { value: '', label: 'Any outcome' },
          ...LOG_OUTCOMES.map((value) => ({ value, label: outcomeWords[value].label })),
        ]}
      />
    </>
  )
}

function Actions({ log: { id, stationId, partyId, file } }: { log: StationLog }) {
  const { principal } = useMe()
  return (
    <>
      {file !== undefined && (
        <a
          href={`${API}${pathOf('GET /station-logs/{id}/content', { id })}`}
          download={file.name}
          className={buttonLook('plain', true)}
        >
          <Download className="size-3.5" aria-hidden />
          Download
        </a>
      )}
      {may(principal, 'operator', partyId) && (
        <DoButton
          route="DELETE /station-logs/{id}"
          request={{ params: { id } }}
          label="Remove"
          sure={`The log of ${stationId} is removed with its file.`}
          makesOld={['GET /station-logs']}
        />
      )}
    </>
  )
}
