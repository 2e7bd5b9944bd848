import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { completedQuery } from '../api/questions.ts'
import type { Transaction } from '../api/types.ts'
import { count, energy } from '../format/quantity.ts'
import { DownloadMonth } from '../transactions/download-month.tsx'
import { FlagBadges } from '../transactions/flag-badges.tsx'
import { monthName, monthOf, monthsBefore } from '../transactions/month.ts'
import { Energy } from '../ui/amount.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter } from '../ui/filters.tsx'
import { Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { completedMonth } from './completed.ts'
import { DayBars } from './day-bars.tsx'

/** Final time and energy of every transaction completed in a month. */
export function Completed() {
  const { month = monthOf(new Date()) } = useSearch({ from: '/shell/questions' })
  const navigate = useNavigate({ from: '/questions' })
  const { data: transactions, error } = useQuery(completedQuery(month))
  const result = useMemo(() => completedMonth(month, transactions ?? []), [month, transactions])
  const total = energy(result.energyWh)
  return (
    <Card
      title="What was completed in a month?"
      note="By the time a transaction ended, in UTC."
      actions={
        <>
          <Filter
            label="Month"
            value={month}
            onChange={(value) => void navigate({ search: { month: value }, replace: true })}
            choices={monthsBefore(new Date(), 13).map((value) => ({ value, label: monthName(value) }))}
          />
          <DownloadMonth month={month} />
        </>
      }
    >
      <ErrorNotice error={error} />
      {transactions === undefined && !error && <Loading what="Counting" />}
      {transactions?.length === 0 && <Empty title={`Nothing ended in ${monthName(month)}`} />}
      {transactions !== undefined && transactions.length > 0 && (
        <div className="flex flex-col gap-5">
          <dl className="flex flex-wrap gap-x-10 gap-y-3">
            <Total label="Transactions" value={count(result.transactions)} />
            <Total label="Energy" value={total.value} unit={total.unit} />
            <Total label="To look at before billing" value={count(result.flagged)} />
          </dl>
          <DayBars days={result.days} />
          <CompletedTable transactions={transactions} />
        </div>
      )}
    </Card>
  )
}

function Total({ label, value, unit }: { label: string; value: string; unit?: string }) {
  return (
    <div>
      <dt className="text-[0.9rem] text-soft">{label}</dt>
      <dd className="num text-[1.5rem] font-semibold leading-tight">
        {value}
        {unit && <span className="text-[0.95rem] font-medium text-faint">{`\u00a0${unit}`}</span>}
      </dd>
    </div>
  )
}

const SHOWN = 200

function CompletedTable({ transactions }: { transactions: readonly Transaction[] }) {
  const shown = transactions.slice(-SHOWN).reverse()
  return (
    <details>
      <summary className="text-soft">Every transaction, with its final time and energy</summary>
      <div className="mt-3 max-h-96 overflow-auto">
        <table className="w-full text-left">
          <thead className="label sticky top-0 bg-surface">
            <tr>
              <th className="py-1.5 pr-4 font-medium">Ended</th>
              <th className="py-1.5 pr-4 font-medium">Station</th>
              <th className="py-1.5 pr-4 font-medium max-sm:hidden">Reference</th>
              <th className="py-1.5 pr-4 text-right font-medium">Energy</th>
              <th className="py-1.5 font-medium max-sm:hidden">Flags</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {shown.map(({ id: transactionId, endedAt, stationId, reference, energyWh, flags }) => (
              <tr key={transactionId}>
                <td className="py-1.5 pr-4 text-soft">
                  <Moment at={endedAt} />
                </td>
                <td className="py-1.5 pr-4">
                  <Link
                    to="/transactions/$transactionId"
                    params={{ transactionId }}
                    className="hover:text-accent hover:underline"
                  >
                    {stationId}
                  </Link>
                </td>
                <td className="py-1.5 pr-4 text-soft max-sm:hidden">{reference}</td>
                <td className="py-1.5 pr-4 text-right">
                  <Energy wattHours={energyWh} />
                </td>
                <td className="py-1.5 max-sm:hidden">
                  <FlagBadges flags={flags} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {transactions.length > SHOWN && (
          <p className="py-2 text-soft">
            The newest {SHOWN} are shown; the file has all {count(transactions.length)}.
          </p>
        )}
      </div>
    </details>
  )
}
