import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { Payment } from '#api-client'
import { may } from '../api/session.ts'
import { ValueView } from '../commands/value-view.tsx'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import type { PaymentFilter } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { amountOf, isSettled, PAYMENT_STATES, paymentWords } from './payment-words.ts'

const settlers: Readonly<Record<Payment['settledBy'], string>> = {
  platform: 'A program of ours',
  station: 'The station',
}

const columns: readonly Column<Payment>[] = [
  {
    title: 'Payment',
    width: 'minmax(10rem,1.4fr)',
    cell: ({ reference }) => <span className="break-all font-medium">{reference}</span>,
  },
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} /> },
  {
    title: 'State',
    width: '6.5rem',
    cell: ({ state }) => (
      <Badge tone={paymentWords[state].tone} title={paymentWords[state].meaning}>
        {paymentWords[state].label}
      </Badge>
    ),
  },
  {
    title: 'Amount',
    width: '7rem',
    align: 'right',
    cell: (payment) => <span className="num">{amountOf(payment) ?? '–'}</span>,
  },
  { title: 'Settled by', width: '9rem', cell: ({ settledBy }) => settlers[settledBy], spare: true },
  { title: 'Of', width: '9rem', cell: ({ createdAt }) => <Moment at={createdAt} />, spare: true },
]

export function PaymentList({ filter }: { filter: PaymentFilter }) {
  const { principal } = useMe()
  const narrowed = Object.keys(filter).length > 0
  const [starting, setStarting] = useState(false)
  return (
    <ListCard
      label="Payments"
      filters={<Filters filter={filter} />}
      actions={may(principal, 'operator') && <Button onClick={() => setStarting(true)}>Start for a payment</Button>}
    >
      <ResourceList
        label="Payments"
        route="GET /payments"
        request={{ query: filter }}
        keyOf={({ id }) => id}
        columns={columns}
        detail={(payment) => <ValueView of={payment} />}
        actions={(payment) =>
          may(principal, 'operator', payment.partyId) && !isSettled(payment) && <Settle payment={payment} />
        }
        empty={
          <Empty title={narrowed ? 'No payment matches' : 'No payment yet'}>
            {!narrowed &&
              'They come from the programs that talk to payment providers, and from stations with a terminal.'}
          </Empty>
        }
      />
      {starting && (
        <RequestDialog
          route="POST /payments"
          title="Start for a payment"
          lead="A provider has authorized a payment: the station is told to start charging for it."
          verb="Start"
          shown={['evseId']}
          makesOld={['GET /payments']}
          onClose={() => setStarting(false)}
        />
      )}
    </ListCard>
  )
}

function Settle({ payment: { id, reference, amount, currency } }: { payment: Payment }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button small look="quiet" onClick={() => setOpen(true)}>
        Settle
      </Button>
      {open && (
        <RequestDialog
          route="PATCH /payments/{id}"
          params={{ id }}
          title={`Settle ${reference}`}
          lead="How the provider settled it. Once it is settled it stays so."
          verb="Settle it"
          values={{
            state: 'settled',
            ...(amount !== undefined && { amount }),
            ...(currency !== undefined && { currency }),
          }}
          shown={['amount', 'currency']}
          makesOld={['GET /payments']}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

function Filters({ filter }: { filter: PaymentFilter }) {
  const navigate = useNavigate({ from: '/payments' })
  const change = useCallback(
    (name: keyof PaymentFilter, value: string) =>
      void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true }),
    [navigate],
  )
  const onStation = useCallback((typed: string) => change('stationId', typed), [change])
  return (
    <>
      <SearchBox label="Station identity" value={filter.stationId ?? ''} onSearch={onStation} />
      <Filter
        label="State"
        value={filter.state ?? ''}
        onChange={(value) => change('state', value)}
        choices={[
          { value: '', label: 'Any state' },
          ...PAYMENT_STATES.map((value) => ({ value, label: paymentWords[value].label })),
        ]}
      />
      <Filter
        label="Settled by"
        value={filter.settledBy ?? ''}
        onChange={(value) => change('settledBy', value)}
        choices={[
          { value: '', label: 'Whoever settles it' },
          { value: 'platform', label: settlers.platform },
          { value: 'station', label: settlers.station },
        ]}
      />
    </>
  )
}
