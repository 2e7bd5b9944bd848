import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import { clockTime, dateTime } from '../format/time.ts'
import { themeChange } from '../shell/theme.ts'
import { colourOf } from './colours.ts'
import type { Column } from './columns.ts'

/** One line of a plot: what it is called, its colour in the style sheet, its unit, and which side its scale is on. */
export interface Line {
  readonly label: string
  readonly colour: string
  readonly unit: string
  readonly digits: number
  readonly side?: 'left' | 'right'
  readonly filled?: boolean
  /** The top of the scale when it is known, as 100 for percent. */
  readonly top?: number
}

interface PlotProps {
  readonly label: string
  readonly lines: readonly Line[]
  /** Times in seconds, then one column for each line. */
  readonly columns: readonly Column[]
  readonly height?: number
}

/** Lines over time. The values under the pointer stand in the legend below. */
export function Plot({ label, lines, columns, height = 240 }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const data = useRef(columns)
  data.current = columns
  const shape = JSON.stringify(lines)
  const [theme, setTheme] = useState(0)

  useEffect(() => {
    const again = () => setTheme((n) => n + 1)
    themeChange.addEventListener('change', again)
    return () => themeChange.removeEventListener('change', again)
  }, [])

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const drawn = new uPlot(options(JSON.parse(shape), element, height), data.current as uPlot.AlignedData, element)
    plot.current = drawn
    const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.destroy()
    }
  }, [shape, height, theme])

  useEffect(() => plot.current?.setData(columns as uPlot.AlignedData), [columns])

  return <div ref={place} role="img" aria-label={label} className="w-full min-w-0" />
}

function options(lines: readonly Line[], element: HTMLElement, height: number): uPlot.Options {
  const colour = (name: string) => colourOf(name, element)
  const grid = { stroke: colour('line'), width: 1 }
  const font = `11px ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: colour('faint'), font, ticks: { show: false }, gap: 6 }
  const scales = [...new Map(lines.map((line) => [line.unit, line])).values()]
  return {
    width: element.clientWidth,
    height,
    cursor: { points: { size: 7 }, y: false },
    hooks: { ready: [showLatest], setData: [showLatest], setCursor: [showLatest] },
    legend: { live: true },
    scales: Object.fromEntries(
      scales.map(({ unit, top }) => [
        unit,
        { range: (_: uPlot, __: number, most: number | null) => [0, top ?? Math.max((most ?? 0) * 1.1, 1)] },
      ]),
    ),
    series: [
      { value: (_, at) => (at === null ? '–' : dateTime(new Date(at * 1_000), new Date(), true)) },
      ...lines.map(
        ({ label, colour: name, unit, digits, filled }): uPlot.Series => ({
          label,
          scale: unit,
          stroke: colour(name),
          width: 1.75,
          points: { show: false },
          value: (_, value) => (value === null ? '–' : `${value.toFixed(digits)} ${unit}`),
          ...(filled === true ? { fill: colour(`${name}-soft`) } : {}),
        }),
      ),
    ],
    axes: [
      { ...axis, grid: { show: false }, values: localTimes, space: 70, size: 28 },
      ...scales.map(
        ({ unit, side = 'left' }, index): uPlot.Axis => ({
          ...axis,
          scale: unit,
          side: side === 'left' ? 3 : 1,
          size: 58,
          grid: index === 0 ? grid : { show: false },
          // On a phone one scale is enough; the legend tells the other values.
          show: index === 0 || element.clientWidth > 560,
          values: (_, ticks) => ticks.map((tick) => `${tick} ${unit}`),
        }),
      ),
    ],
  }
}

/** While nothing is pointed at, the legend tells the latest value of each line. */
function showLatest(plot: uPlot): void {
  if (plot.cursor.idx !== null && plot.cursor.idx !== undefined) return
  plot.setLegend({ idxs: plot.data.map((column) => column.findLastIndex((value) => typeof value === 'number')) }, false)
}

/** Ticks of the time axis in local time: hours and minutes, seconds where they are close, the day where one begins. */
function localTimes(_: uPlot, ticks: readonly number[], __: number, ___: number, apartS: number): string[] {
  return ticks.map((tick) => {
    const at = new Date(tick * 1_000)
    if (at.getHours() === 0 && at.getMinutes() === 0)
      return at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
    const time = clockTime(at)
    return apartS < 60 ? time : time.slice(0, 5)
  })
}
