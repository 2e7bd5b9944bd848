import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ItemOf, ListRoute, Parts, RequestOf } from '../api/ask.ts'
import { Loading } from '../ui/empty.tsx'
import { More } from '../ui/more.tsx'
import { ListError } from '../ui/notice.tsx'
import { listQuery } from './resource-query.ts'
import { type Column, ResourceTable } from './resource-table.tsx'

interface ListProps<R extends ListRoute> {
  readonly label: string
  readonly route: R
  readonly request: RequestOf<R> & Parts
  readonly keyOf: (item: ItemOf<R>) => string
  readonly columns: readonly Column<ItemOf<R>>[]
  /** What stands there while there is nothing: why, and what to do about it. */
  readonly empty: ReactNode
  readonly actions?: ((item: ItemOf<R>) => ReactNode) | undefined
  readonly detail?: ((item: ItemOf<R>) => ReactNode) | undefined
}

/** What a route of the API lists, in rows: on its way, failed, empty, or there, with more to come while there is more. */
export function ResourceList<R extends ListRoute>({ label, route, request, empty, ...table }: ListProps<R>) {
  const list = useInfiniteQuery(listQuery(route, request))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <Loading what={`Loading: ${label}`} />
  if (list.error) return <ListError error={list.error} retry={() => void list.refetch()} />
  if (items.length === 0) return empty
  return (
    <>
      <ResourceTable label={label} items={items} {...table} />
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </>
  )
}
