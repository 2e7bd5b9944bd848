import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { transactionsQuery } from '../api/transactions.ts'
import { TRANSACTION_FLAGS, type TransactionFilter } from '../api/types.ts'
import { flagWords } from '../format/words.ts'
import type { TransactionsSearch } from '../search.ts'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { More } from '../ui/more.tsx'
import { ListError } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Rows } from '../ui/rows.tsx'
import { DownloadMonth } from './download-month.tsx'
import { monthBounds, monthName, monthsBefore } from './month.ts'
import { TransactionHead, TransactionRow } from './transaction-row.tsx'

/** A month is of what ended in it; what still runs belongs to none. */
function filterOf({ month, ...rest }: TransactionsSearch): TransactionFilter {
  if (month === undefined) return rest
  const { from, to } = monthBounds(month)
  return { ...rest, endedFrom: from, endedTo: to }
}

export function TransactionsPage() {
  const search = useSearch({ from: '/shell/transactions' })
  return (
    <Page title="Transactions" actions={<DownloadMonth month={search.month} />}>
      <section aria-label="All transactions" className="card">
        <Filters search={search} />
        <List search={search} />
      </section>
    </Page>
  )
}

function Filters({ search }: { search: TransactionsSearch }) {
  const navigate = useNavigate({ from: '/transactions' })
  const change = useCallback(
    (name: keyof TransactionsSearch, value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onStation = useCallback((text: string) => change('stationId', text), [change])
  const onToken = useCallback((text: string) => change('token', text), [change])
  const months = monthsBefore(new Date(), 13).map((value) => ({ value, label: monthName(value) }))
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
      <SearchBox label="Station identity" value={search.stationId ?? ''} onSearch={onStation} />
      <SearchBox label="Token" value={search.token ?? ''} onSearch={onToken} />
      <Filter
        label="Status"
        value={search.status ?? ''}
        onChange={(value) => change('status', value)}
        choices={[
          { value: '', label: 'Any state' },
          { value: 'active', label: 'Running' },
          { value: 'ended', label: 'Ended' },
        ]}
      />
      <Filter
        label="Month"
        value={search.month ?? ''}
        onChange={(value) => change('month', value)}
        choices={[{ value: '', label: 'Any month' }, ...months]}
      />
      <Filter
        label="Flag"
        value={search.flag ?? ''}
        onChange={(value) => change('flag', value)}
        choices={[
          { value: '', label: 'Any flag or none' },
          ...TRANSACTION_FLAGS.map((value) => ({ value, label: flagWords[value].label })),
        ]}
      />
    </div>
  )
}

function List({ search }: { search: TransactionsSearch }) {
  const list = useInfiniteQuery(transactionsQuery(filterOf(search)))
  const transactions = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  if (list.isPending) return <Loading what="Loading the transactions" />
  if (list.error) return <ListError error={list.error} retry={() => void list.refetch()} />
  if (transactions.length === 0 && Object.keys(search).length === 0) {
    return <Empty title="No transaction yet">The first one appears here the moment a station starts charging.</Empty>
  }
  if (transactions.length === 0) {
    return <Empty title="No transaction matches">Station and token are matched in full; loosen the filters.</Empty>
  }
  return (
    <>
      <Rows
        label="Transactions"
        items={transactions}
        keyOf={({ id }) => id}
        height={58}
        head={<TransactionHead />}
        row={(transaction) => <TransactionRow transaction={transaction} />}
      />
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </>
  )
}
