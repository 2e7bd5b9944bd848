import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { inWords } from '#json-schema'
import { explain } from '../api/problem.ts'
import { changeToken } from '../api/tokens.ts'
import type { Token } from '../api/types.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'

const columns =
  'grid items-center gap-x-5 gap-y-1 px-4 grid-cols-[1fr_auto] lg:grid-cols-[minmax(12rem,1.4fr)_5.5rem_6rem_7rem_10.5rem_6rem_auto]'

export function TokenHead() {
  return (
    <div role="row" className={`${columns} label max-lg:sr-only py-2.5`}>
      {['Token', 'State', 'Kind', 'Group', 'Valid until', 'At once'].map((name) => (
        <span key={name} role="columnheader">
          {name}
        </span>
      ))}
      <span role="columnheader" className="w-60">
        <span className="sr-only">Actions</span>
      </span>
    </div>
  )
}

interface TokenRowProps {
  readonly token: Token
  readonly operator: boolean
  readonly onBalance: () => void
  readonly onEdit: () => void
  readonly onGroup: (groupId: string) => void
}

function stateOf({ status, validUntil }: Token): { readonly label: string; readonly tone: 'good' | 'bad' | 'warn' } {
  if (status === 'blocked') return { label: 'Blocked', tone: 'bad' }
  if (validUntil !== undefined && Date.parse(validUntil) < Date.now()) return { label: 'Expired', tone: 'warn' }
  return { label: 'Active', tone: 'good' }
}

export function TokenRow({ token, operator, onBalance, onEdit, onGroup }: TokenRowProps) {
  const { id, value, label, kind, status, groupId, validUntil, concurrentLimit } = token
  const client = useQueryClient()
  const turn = useMutation({
    mutationFn: () => changeToken(id, { status: status === 'blocked' ? 'active' : 'blocked' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
  const state = stateOf(token)
  return (
    <div className={`${columns} py-2 hover:bg-sunken/60`}>
      <div role="cell" className="min-w-0">
        <p className="truncate font-medium">{label ?? value}</p>
        <Link
          to="/transactions"
          search={{ token: value }}
          className="truncate text-[0.9rem] text-faint hover:text-accent hover:underline"
        >
          {value}
        </Link>
        {turn.isError && <p className="text-[0.9rem] text-bad">{explain(turn.error)}</p>}
      </div>
      <div role="cell" className="max-lg:justify-self-end">
        <Badge tone={state.tone}>{state.label}</Badge>
      </div>
      <div role="cell" className="text-soft">
        {inWords(kind)}
      </div>
      <div role="cell" className="truncate max-lg:hidden">
        {groupId !== undefined && (
          <button
            type="button"
            onClick={() => onGroup(groupId)}
            className="text-soft hover:text-accent hover:underline"
          >
            {groupId}
          </button>
        )}
      </div>
      <div role="cell" className="text-soft max-lg:hidden">
        {validUntil === undefined ? 'always' : <Moment at={validUntil} />}
      </div>
      <div role="cell" className="num text-soft max-lg:hidden">
        {concurrentLimit === 0 ? 'any number' : concurrentLimit}
      </div>
      <div role="cell" className="flex justify-end gap-1 lg:w-60">
        <Button small look="quiet" onClick={onBalance}>
          Balance
        </Button>
        {operator && (
          <>
            <Button small look="quiet" busy={turn.isPending} onClick={() => turn.mutate()}>
              {status === 'blocked' ? 'Unblock' : 'Block'}
            </Button>
            <Button small look="quiet" onClick={onEdit}>
              Change
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
