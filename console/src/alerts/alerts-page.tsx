import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Alert } from '#api-client'
import { type AlertFilter, closedAlertsQuery, MOST_OPEN, openAlertsQuery } from '../api/alerts.ts'
import { may } from '../api/session.ts'
import type { AlertsSearch } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { More } from '../ui/more.tsx'
import { ListError, Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { SearchTabs } from '../ui/search-tabs.tsx'
import { AlertDialog } from './alert-dialog.tsx'
import { AlertHead, AlertRow } from './alert-row.tsx'
import { ALERT_CAUSES, byGravity, causeWords, severityWords } from './alert-words.ts'
import { RecipientsTab } from './recipients-tab.tsx'

/** What is wrong with stations now, and what was. */
export function AlertsPage() {
  const { alert, tab = 'alerts', ...filter } = useSearch({ from: '/shell/alerts' })
  const navigate = useNavigate({ from: '/alerts' })
  const owner = may(useMe().principal, 'owner')
  return (
    <Page title="Alerts" lead="What is wrong with stations. Alerts open by themselves, and close once it is over.">
      {owner ? (
        <SearchTabs
          label="About alerts"
          value={tab}
          onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
          tabs={[
            { tab: 'alerts', label: 'Alerts', panel: () => <Lists filter={filter} /> },
            { tab: 'recipients', label: 'Who is told', panel: () => <RecipientsTab /> },
          ]}
        />
      ) : (
        <Lists filter={filter} />
      )}
      {alert !== undefined && (
        <AlertDialog
          alertId={alert}
          onClose={() => void navigate({ search: ({ alert: _, ...rest }) => rest, replace: true })}
        />
      )}
    </Page>
  )
}

function Lists({ filter }: { filter: AlertFilter }) {
  return (
    <>
      <section aria-label="Open alerts" className="card">
        <Filters filter={filter} />
        <Open filter={filter} />
      </section>
      <section aria-label="Alerts that are over" className="card">
        <h2 className="px-4 pt-3.5 font-semibold">Over</h2>
        <Closed filter={filter} />
      </section>
    </>
  )
}

function Filters({ filter }: { filter: AlertFilter }) {
  const navigate = useNavigate({ from: '/alerts' })
  const change = useCallback(
    (name: keyof AlertsSearch, value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onStation = useCallback((text: string) => change('stationId', text), [change])
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
      <SearchBox label="Station identity" value={filter.stationId ?? ''} onSearch={onStation} />
      <Filter
        label="Cause"
        value={filter.cause ?? ''}
        onChange={(value) => change('cause', value)}
        choices={[
          { value: '', label: 'Any cause' },
          ...ALERT_CAUSES.map((value) => ({ value, label: causeWords[value] })),
        ]}
      />
      <Filter
        label="Severity"
        value={filter.atLeast === undefined ? '' : String(filter.atLeast)}
        onChange={(value) => change('atLeast', value)}
        choices={[
          { value: '', label: 'Any severity' },
          ...[1, 3, 4, 6].map((severity) => ({
            value: String(severity),
            label: `${severityWords(severity)} or graver`,
          })),
        ]}
      />
    </div>
  )
}

/** Whether an alert is among those one looks for. */
const fits =
  ({ stationId, cause, atLeast }: AlertFilter) =>
  (alert: Alert): boolean =>
    (stationId === undefined || alert.stationId === stationId) &&
    (cause === undefined || alert.cause === cause) &&
    (atLeast === undefined || alert.severity <= atLeast)

function Open({ filter }: { filter: AlertFilter }) {
  const { data: alerts, error, refetch } = useQuery(openAlertsQuery)
  if (error) return <ListError error={error} retry={() => void refetch()} />
  if (alerts === undefined) return <Loading what="Loading the alerts" />
  const shown = alerts.filter(fits(filter)).toSorted(byGravity)
  if (shown.length === 0) {
    return alerts.length === 0 ? (
      <Empty title="Nothing is wrong">An alert appears here within seconds of what it is about.</Empty>
    ) : (
      <Empty title="No open alert matches">Station identities are matched in full; loosen the filters.</Empty>
    )
  }
  return (
    <>
      {alerts.length >= MOST_OPEN && (
        <div className="p-3">
          <Notice kind="warn">There are more than {MOST_OPEN} open alerts; the newest are shown.</Notice>
        </div>
      )}
      <div role="table" aria-label="Open">
        <AlertHead since="Since" />
        <div role="rowgroup" className="divide-y divide-line border-line border-t">
          {shown.map((alert) => (
            <AlertRow key={alert.id} alert={alert} />
          ))}
        </div>
      </div>
    </>
  )
}

function Closed({ filter }: { filter: AlertFilter }) {
  const list = useInfiniteQuery(closedAlertsQuery(filter))
  const alerts = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <Loading what="Loading what is over" />
  if (list.error) return <ListError error={list.error} retry={() => void list.refetch()} />
  if (alerts.length === 0) return <p className="px-4 pt-1 pb-4 text-soft">Nothing yet.</p>
  return (
    <>
      <div role="table" aria-label="Over">
        <AlertHead since="Ended" />
        <div role="rowgroup" className="divide-y divide-line border-line border-t">
          {alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} />
          ))}
        </div>
      </div>
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </>
  )
}
