import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { summaryQuery } from '../api/stations.ts'
import { runningQuery } from '../api/transactions.ts'
import { count, power } from '../format/quantity.ts'
import { Figure, Figures } from '../ui/figure.tsx'

/** How things stand, in six numbers. */
export function StationFigures() {
  const { data: summary } = useQuery(summaryQuery)
  const { data: running } = useQuery(runningQuery)
  const watts = useMemo(() => Object.values(running ?? {}).reduce((sum, { powerW = 0 }) => sum + powerW, 0), [running])
  const now = power(watts)
  const shown = (n: number | undefined) => (n === undefined ? '–' : count(n))
  return (
    <Figures>
      <Figure label="Stations">{shown(summary?.stations)}</Figure>
      <Figure label="Connected">{shown(summary?.connected)}</Figure>
      <Figure label="Charging" tone="text-busy">
        {shown(summary?.charging)}
      </Figure>
      <Figure label="Faulted" tone={summary?.faulted ? 'text-bad' : ''}>
        {shown(summary?.faulted)}
      </Figure>
      <Figure label="Waiting" tone={summary?.waiting ? 'text-warn' : ''}>
        {shown(summary?.waiting)}
      </Figure>
      <Figure label="Power now">
        <span data-field="power-now">
          {now.value}
          {'\u00a0'}
          <span className="text-[0.95rem] font-medium text-faint">{now.unit}</span>
        </span>
      </Figure>
    </Figures>
  )
}
