import { useQuery } from '@tanstack/react-query'
import type { BalanceEntry } from '#api-client'
import type { Route } from '../api/ask.ts'
import { hasStatus } from '../api/problem.ts'
import type { Token } from '../api/types.ts'
import { money } from '../format/quantity.ts'
import { DoButton } from '../resource/do-button.tsx'
import { RequestButton } from '../resource/request-button.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import { oneQuery } from '../resource/resource-query.ts'
import type { Column } from '../resource/resource-table.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

const MAKES_OLD: readonly Route[] = ['GET /tokens/{id}/balance', 'GET /tokens/{id}/balance-entries']

const kindWords: Readonly<Record<BalanceEntry['kind'], string>> = {
  set: 'Set',
  adjustment: 'Adjusted',
  transaction: 'Charged',
}

const columnsIn = (currency: string): readonly Column<BalanceEntry>[] => [
  {
    title: 'What',
    cell: ({ kind, note }) => (
      <>
        {kindWords[kind]}
        {note !== undefined && <span className="block text-[0.9rem] text-faint">{note}</span>}
      </>
    ),
  },
  {
    title: 'Change',
    width: '6rem',
    align: 'right',
    cell: ({ amount }) => <span className="num">{money(amount, currency)}</span>,
  },
  {
    title: 'Left',
    width: '6rem',
    align: 'right',
    cell: ({ balance }) => <span className="num">{money(balance, currency)}</span>,
  },
  { title: 'When', width: '8.5rem', cell: ({ madeAt }) => <Moment at={madeAt} /> },
]

interface BalanceProps {
  readonly token: Token
  readonly operator: boolean
  readonly onClose: () => void
}

/** What is left of a prepaid token, and what became of it; whether it is prepaid at all. */
export function BalanceDialog({ token, operator, onClose }: BalanceProps) {
  const params = { id: token.id }
  const { data, error, isPending } = useQuery({ ...oneQuery('GET /tokens/{id}/balance', { params }), retry: false })
  const none = hasStatus(error, 404)
  const balance = none ? undefined : data
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Balance of ${token.label ?? token.value}`}
      lead="Who pays beforehand charges for as long as something is left."
    >
      {!none && <ErrorNotice error={error} />}
      {isPending && <Loading />}
      {none && <p className="text-soft">It is not prepaid: nobody counts what is left.</p>}
      {balance !== undefined && (
        <p className="num font-semibold text-[1.6rem]" data-field="balance">
          {money(balance.amount, balance.currency)}
        </p>
      )}
      {operator && (none || balance !== undefined) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {balance !== undefined && (
            <RequestButton
              route="POST /tokens/{id}/balance-entries"
              params={params}
              label="Add or take"
              lead={`In ${balance.currency}; with a minus it is taken.`}
              look="primary"
              onceBy="key"
              shown={['note']}
              makesOld={MAKES_OLD}
            />
          )}
          <RequestButton
            route="PATCH /tokens/{id}/balance"
            params={params}
            label={none ? 'Make it prepaid' : 'Set it'}
            lead="Says what is left from now on, whatever it was."
            values={
              balance === undefined ? { currency: 'EUR' } : { amount: balance.amount, currency: balance.currency }
            }
            makesOld={MAKES_OLD}
          />
          {balance !== undefined && (
            <DoButton
              route="DELETE /tokens/{id}/balance"
              request={{ params }}
              label="No longer prepaid"
              sure="Nobody counts what is left any more, so nothing stops it. What changed the balance is kept."
              makesOld={MAKES_OLD}
            />
          )}
        </div>
      )}
      <section aria-label="What changed it" className="-mx-5 mt-4 border-line border-t">
        <ResourceList
          label="What changed it"
          route="GET /tokens/{id}/balance-entries"
          request={{ params }}
          keyOf={({ id }) => id}
          columns={columnsIn(balance?.currency ?? 'EUR')}
          empty={
            <div className="pt-3">
              <Empty small title="Nothing has changed it yet" />
            </div>
          }
        />
      </section>
    </Dialog>
  )
}
