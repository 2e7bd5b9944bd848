import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useMemo } from 'react'
import { inWords } from '#json-schema'
import { hasStatus } from '../api/problem.ts'
import { transactionQuery, transactionReadingsQuery } from '../api/transactions.ts'
import type { Transaction } from '../api/types.ts'
import { flagWords, wordFor } from '../format/words.ts'
import { transactionColumns } from '../plot/columns.ts'
import { type Line, Plot } from '../plot/plot.tsx'
import { Energy, Percent, Power } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Figure, Figures } from '../ui/figure.tsx'
import { Age, Moment } from '../ui/moment.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { ThingPage } from '../ui/thing-page.tsx'
import { CostCard } from './cost-card.tsx'
import { TransactionEvents } from './transaction-events.tsx'
import { Duration } from './transaction-row.tsx'

export function TransactionPage() {
  const { transactionId } = useParams({ from: '/shell/transactions/$transactionId' })
  const { data: transaction, error, refetch } = useQuery(transactionQuery(transactionId))
  if (transaction !== undefined && !hasStatus(error, 404)) return <Loaded transaction={transaction} />
  return (
    <ThingPage
      title="Transaction"
      missing="There is no such transaction"
      above={back}
      error={error}
      retry={() => void refetch()}
    />
  )
}

const back = (
  <Link to="/transactions" className="mb-1 inline-flex items-center gap-1 text-[0.9rem] text-soft hover:text-ink">
    <ChevronLeft className="size-3.5" aria-hidden />
    Transactions
  </Link>
)

function Loaded({ transaction }: { transaction: Transaction }) {
  const { stationId, evseId, status, energyWh, powerW, stateOfCharge, flags, reference } = transaction
  const active = status === 'active'
  return (
    <Page
      title={`Transaction ${reference}`}
      above={back}
      lead={
        <span className="flex flex-wrap items-center gap-3">
          <Badge tone={active ? 'busy' : 'quiet'}>{active ? 'Running' : 'Ended'}</Badge>
          <Link
            to="/stations/$stationId"
            params={{ stationId }}
            className="text-accent underline-offset-2 hover:underline"
          >
            {stationId}
            {evseId !== undefined && `, EVSE ${evseId}`}
          </Link>
        </span>
      }
    >
      {flags.map((flag) => (
        <Notice key={flag} kind="warn">
          <strong className="font-semibold">{wordFor(flagWords, flag).label}.</strong>{' '}
          {wordFor(flagWords, flag).meaning}
        </Notice>
      ))}
      <Figures>
        <Figure label="Energy">
          <Energy wattHours={energyWh} />
        </Figure>
        <Figure label="Duration">
          <Duration transaction={transaction} />
        </Figure>
        {active && (
          <Figure label="Power now" tone="text-busy">
            <span data-field="power">
              <Power watts={powerW} />
            </span>
          </Figure>
        )}
        <Figure label={active ? 'Battery' : 'Battery at the end'}>
          <Percent value={stateOfCharge} />
        </Figure>
      </Figures>
      <Course transaction={transaction} />
      <div className="grid items-start gap-5 xl:grid-cols-[1fr_26rem]">
        <TransactionEvents transactionId={transaction.id} />
        <div className="grid gap-5">
          <CostCard transaction={transaction} />
          <FactsCard transaction={transaction} />
        </div>
      </div>
    </Page>
  )
}

const lines: readonly Line[] = [
  { label: 'Power', colour: 'busy', unit: 'kW', digits: 1, filled: true },
  { label: 'Energy', colour: 'accent', unit: 'kWh', digits: 2, side: 'right' },
  { label: 'Battery', colour: 'warn', unit: '%', digits: 0, side: 'right', top: 100 },
]

function Course({ transaction }: { transaction: Transaction }) {
  const { data: readings, error } = useQuery(transactionReadingsQuery(transaction.id))
  const columns = useMemo(
    () => transactionColumns(readings ?? [], transaction.startRegisterWh),
    [readings, transaction.startRegisterWh],
  )
  // A line nobody measured is not drawn: many stations never tell the battery's state.
  const drawn = lines.flatMap((_, index) =>
    columns[index + 1]?.some((value) => typeof value === 'number') ? [index] : [],
  )
  return (
    <Card title="Course">
      <ErrorNotice error={error} />
      {readings === undefined && !error && <Loading what="Loading the readings" />}
      {readings !== undefined && drawn.length === 0 && (
        <Empty title="No reading">The station sent none during this transaction.</Empty>
      )}
      {drawn.length > 0 && (
        <Plot
          label="Power, energy and battery over time"
          lines={lines.filter((_, index) => drawn.includes(index))}
          columns={[columns[0], ...drawn.map((index) => columns[index + 1] ?? [])]}
          height={280}
        />
      )}
    </Card>
  )
}

function FactsCard({ transaction }: { transaction: Transaction }) {
  const { token, tokenRefused, startedAt, endedAt, lastEventAt, stopReason, chargingState, complete } = transaction
  const { status, startRegisterWh, lastRegisterWh, connectorId, id } = transaction
  return (
    <Card title="About it">
      <Facts
        of={[
          ['Token', token && `${token.value} (${inWords(token.kind)})`],
          ...(tokenRefused === undefined ? [] : [['Refused because', tokenRefused] as const]),
          ['Connector', connectorId],
          ['Started', <Moment key="started" at={startedAt} />],
          ['Ended', <Moment key="ended" at={endedAt} />],
          ['Last event', <Age key="last" at={lastEventAt} />],
          ['Register at start', <Energy key="from" wattHours={startRegisterWh} />],
          ['Register last', <Energy key="to" wattHours={lastRegisterWh} />],
          ['Charging state', chargingState],
          ['Stop reason', stopReason],
          ['Events', complete ? 'all there' : status === 'active' ? 'more to come' : 'some are missing'],
          [
            'Id',
            <span key="id" className="break-all font-mono text-[0.86rem]">
              {id}
            </span>,
          ],
        ]}
      />
    </Card>
  )
}
