import type { TextSink } from '../surroundings.ts'
import { bar } from './bar.ts'
import { instant } from './quantities.ts'
import { table } from './table.ts'

/** What may flow over time. */
export interface ChartedSchedule {
  /** ISO 8601. */
  readonly startAt: string
  readonly durationS: number
  readonly rateUnit: string
  readonly periods: readonly { readonly startS: number; readonly limit?: string; readonly phases?: number }[]
}

const BAR_WIDTH = 32

/** A line for each period: from when, how much, and that as a bar beside the highest of all. */
export function scheduleChart(sink: TextSink, { startAt, durationS, rateUnit, periods }: ChartedSchedule): string {
  const highest = Math.max(0, ...periods.map(({ limit }) => Math.abs(Number(limit ?? 0))))
  const at = (afterS: number) => instant(new Date(Date.parse(startAt) + afterS * 1000).toISOString())
  const rows = [
    ...periods.map(({ startS, limit, phases }) => ({ from: at(startS), limit, phases })),
    { from: at(durationS), limit: 'end', phases: undefined },
  ]
  return table(
    sink,
    [
      { title: 'FROM', text: ({ from }) => from },
      { title: rateUnit, text: ({ limit }) => (limit === 'end' ? '' : (limit ?? 'no limit')), align: 'right' },
      { title: 'PHASES', text: ({ phases }) => phases, align: 'right' },
      { title: '', text: ({ limit }) => drawnLimit(limit, highest) },
    ],
    rows,
  )
}

function drawnLimit(limit: string | undefined, highest: number): string {
  if (limit === 'end') return 'end'
  if (limit === undefined) return `${'─'.repeat(BAR_WIDTH)}→`
  const share = highest === 0 ? 0 : Math.abs(Number(limit)) / highest
  return bar(share, BAR_WIDTH) || '│'
}
