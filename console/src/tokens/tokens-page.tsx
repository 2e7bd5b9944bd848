import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { may } from '../api/session.ts'
import { tokensQuery } from '../api/tokens.ts'
import type { Token } from '../api/types.ts'
import { useMe } from '../shell/me.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { More } from '../ui/more.tsx'
import { ListError } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Rows } from '../ui/rows.tsx'
import { BalanceDialog } from './balance-dialog.tsx'
import { TokenDialog } from './token-dialog.tsx'
import { TokenHead, TokenRow } from './token-row.tsx'

type Editing = Token | 'new' | undefined

export function TokensPage() {
  const me = useMe()
  const search = useSearch({ from: '/shell/tokens' })
  const navigate = useNavigate({ from: '/tokens' })
  const [editing, setEditing] = useState<Editing>()
  const [counting, setCounting] = useState<Token>()
  const change = useCallback(
    (name: 'search' | 'status' | 'groupId', value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onSearch = useCallback((text: string) => change('search', text), [change])
  return (
    <Page
      title="Tokens"
      lead="Cards, apps and contracts that may charge."
      actions={
        may(me.principal, 'operator') && (
          <Button look="primary" onClick={() => setEditing('new')}>
            <Plus className="size-4" aria-hidden />
            Add token
          </Button>
        )
      }
    >
      <section aria-label="All tokens" className="card">
        <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
          <SearchBox label="Search tokens" value={search.search ?? ''} onSearch={onSearch} />
          <Filter
            label="Status"
            value={search.status ?? ''}
            onChange={(value) => change('status', value)}
            choices={[
              { value: '', label: 'Active and blocked' },
              { value: 'active', label: 'Active' },
              { value: 'blocked', label: 'Blocked' },
            ]}
          />
          {search.groupId !== undefined && (
            <Button look="quiet" onClick={() => change('groupId', '')}>
              Only group {search.groupId} ×
            </Button>
          )}
        </div>
        <List
          search={search}
          onBalance={setCounting}
          onEdit={setEditing}
          onGroup={(groupId) => change('groupId', groupId)}
        />
      </section>
      {editing !== undefined && (
        <TokenDialog me={me} {...(editing === 'new' ? {} : { token: editing })} onClose={() => setEditing(undefined)} />
      )}
      {counting !== undefined && (
        <BalanceDialog
          token={counting}
          operator={may(me.principal, 'operator', counting.partyId)}
          onClose={() => setCounting(undefined)}
        />
      )}
    </Page>
  )
}

interface ListProps {
  readonly search: { readonly search?: string; readonly status?: 'active' | 'blocked'; readonly groupId?: string }
  readonly onBalance: (token: Token) => void
  readonly onEdit: (token: Token) => void
  readonly onGroup: (groupId: string) => void
}

function List({ search, onBalance, onEdit, onGroup }: ListProps) {
  const { principal } = useMe()
  const list = useInfiniteQuery(tokensQuery(search))
  const tokens = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  if (list.isPending) return <Loading what="Loading the tokens" />
  if (list.error) return <ListError error={list.error} retry={() => void list.refetch()} />
  if (tokens.length === 0 && Object.keys(search).length === 0) {
    return (
      <Empty title="No token yet">
        Nobody can charge until there is one. Add the number of a card, as the station reads it; hold an unknown card to
        a reader and its number shows up in the station’s messages.
      </Empty>
    )
  }
  if (tokens.length === 0) return <Empty title="No token matches">Loosen the search or the filter.</Empty>
  return (
    <>
      <Rows
        label="Tokens"
        items={tokens}
        keyOf={({ id }) => id}
        height={52}
        head={<TokenHead />}
        row={(token) => (
          <TokenRow
            token={token}
            operator={may(principal, 'operator', token.partyId)}
            onBalance={() => onBalance(token)}
            onEdit={() => onEdit(token)}
            onGroup={onGroup}
          />
        )}
      />
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </>
  )
}
