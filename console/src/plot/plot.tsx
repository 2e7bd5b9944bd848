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
  /** A value holds until the next one. */
  readonly steps?: boolean
  readonly dashed?: boolean
  /** What the values are numbers of, where they are words. */
  readonly words?: readonly string[]
}

interface PlotProps {
  readonly label: string
  readonly lines: readonly Line[]
  /** Times in seconds, then one column for each line. */
  readonly columns: readonly Column[]
  readonly height?: number
  /** What the legend tells while nothing is pointed at: the last value, or the first of what is yet to come. */
  readonly rest?: 'first' | 'last'
}

/** Lines over time. The values under the pointer stand in the legend below. */
export function Plot({ label, lines, columns, height = 240, rest = 'last' }: PlotProps) {
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
    const drawn = new uPlot(
      options(JSON.parse(shape), element, height, rest),
      data.current as uPlot.AlignedData,
      element,
    )
    plot.current = drawn
    const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      drawn.destroy()
    }
  }, [shape, height, theme, rest])

  useEffect(() => plot.current?.setData(columns as uPlot.AlignedData), [columns])

  return <div ref={place} role="img" aria-label={label} className="w-full min-w-0" />
}

function options(lines: readonly Line[], element: HTMLElement, height: number, rest: 'first' | 'last'): uPlot.Options {
  const atRest = (plot: uPlot) => showAtRest(plot, rest)
  const colour = (name: string) => colourOf(name, element)
  const grid = { stroke: colour('line'), width: 1 }
  const font = `11px ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: colour('faint'), font, ticks: { show: false }, gap: 6 }
  const scales = [...new Map(lines.map((line) => [line.unit, line])).values()]
  return {
    width: element.clientWidth,
    height,
    cursor: { points: { size: 7 }, y: false },
    hooks: { ready: [atRest], setData: [atRest], setCursor: [atRest] },
    legend: { live: true },
    scales: Object.fromEntries(
      scales.map(({ unit, top }) => [
        unit,
        { range: (_: uPlot, __: number, most: number | null) => [0, top ?? Math.max((most ?? 0) * 1.1, 1)] },
      ]),
    ),
    series: [
      { value: (_, at) => (typeof at === 'number' ? dateTime(new Date(at * 1_000), new Date(), true) : '–') },
      ...lines.map(
        ({ label, colour: name, unit, digits, filled, steps, dashed, words }): uPlot.Series => ({
          label,
          scale: unit,
          stroke: colour(name),
          width: 1.75,
          points: { show: false },
          value: (_, value) =>
            typeof value !== 'number' ? '–' : (words?.[value] ?? `${value.toFixed(digits)} ${unit}`.trimEnd()),
          ...(steps === true && stepped !== undefined ? { paths: stepped } : {}),
          ...(dashed === true ? { dash: [6, 4] } : {}),
          ...(filled === true ? { fill: colour(`${name}-soft`) } : {}),
        }),
      ),
    ],
    axes: [
      { ...axis, grid: { show: false }, values: localTimes, space: 70, size: 28 },
      ...scales.map(
        ({ unit, side = 'left', words }, index): uPlot.Axis => ({
          ...axis,
          scale: unit,
          side: side === 'left' ? 3 : 1,
          size: 58,
          grid: index === 0 ? grid : { show: false },
          // On a phone one scale is enough; the legend tells the other values.
          show: index === 0 || element.clientWidth > 560,
          values: (_, ticks) =>
            ticks.map((tick) => (words === undefined ? `${tick} ${unit}`.trimEnd() : (words[tick] ?? ''))),
        }),
      ),
    ],
  }
}

const stepped = uPlot.paths.stepped?.({ align: 1 })

/** While nothing is pointed at, the legend tells the latest value of each line, or the first. */
function showAtRest(plot: uPlot, rest: 'first' | 'last'): void {
  if (plot.cursor.idx !== null && plot.cursor.idx !== undefined) return
  const isValue = (value: unknown) => typeof value === 'number'
  const idxs = plot.data.map((column) => (rest === 'first' ? column.findIndex(isValue) : column.findLastIndex(isValue)))
  // The time told is that of the first line.
  plot.setLegend({ idxs: rest === 'first' ? [idxs[1] ?? 0, ...idxs.slice(1)] : idxs }, false)
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
