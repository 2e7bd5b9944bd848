import type { TransactionMoment } from '#domain/transactions'
import type { Course, CourseCurrent, CoursePoint, CourseState } from './course.ts'

/** What a transaction amounts to, beside its moments. */
export interface CourseFrame {
  readonly startedMs: number
  readonly endedMs: number
  /** What is billed: whole watt-hours. Absent while it runs: what the registers have counted so far. */
  readonly energyWh?: number
  readonly timeZone: string
  readonly current?: 'ac' | 'dc'
  readonly reservedMs?: number
}

/**
 * How a transaction went, of what was told of it in any order. Registers count up to the energy that is on record and no further:
 * what the record says was delivered is what is billed.
 */
export function courseOf(moments: readonly TransactionMoment[], frame: CourseFrame): Course {
  const { startedMs, energyWh, ...rest } = frame
  const endedMs = Math.max(startedMs, frame.endedMs)
  const clamp = (atMs: number) => Math.min(Math.max(atMs, startedMs), endedMs)
  const registers = moments
    .flatMap((moment) => moment.registers)
    .sort((a, b) => a.atMs - b.atMs || a.mWh - b.mWh)
    .map(({ atMs, mWh }) => ({ atMs: clamp(atMs), mWh }))
  const counted = countUp(registers)
  const mostMWh = energyWh === undefined ? wholeWattHours(counted.at(-1)?.energyMWh ?? 0) : energyWh * 1000
  const points: CoursePoint[] = [{ atMs: startedMs, energyMWh: 0 }]
  for (const { atMs, energyMWh } of counted) put(points, { atMs, energyMWh: Math.min(energyMWh, mostMWh) })
  put(points, { atMs: endedMs, energyMWh: mostMWh })
  const inOrder = [...moments].sort(byTime)
  const states = inOrder.flatMap(({ atMs, chargingState }): CourseState[] =>
    chargingState === undefined ? [] : [{ atMs: clamp(atMs), isCharging: chargingState === 'Charging' }],
  )
  const currents = inOrder.flatMap(({ atMs, currentA }): CourseCurrent[] =>
    currentA === undefined ? [] : [{ atMs: clamp(atMs), currentA }],
  )
  return { ...rest, startedMs, endedMs, points, states, currents }
}

/** A meter that shows less than before by more than this was reset; by less, the station rounds. */
const ROUNDING_MWH = 1_000_000

function countUp(registers: readonly { readonly atMs: number; readonly mWh: number }[]): CoursePoint[] {
  let energyMWh = 0
  let highest = registers[0]?.mWh ?? 0
  return registers.map(({ atMs, mWh }) => {
    if (mWh > highest) energyMWh += mWh - highest
    if (mWh > highest || mWh < highest - ROUNDING_MWH) highest = mWh
    return { atMs, energyMWh }
  })
}

function wholeWattHours(mWh: number): number {
  return Math.floor(mWh / 1000) * 1000
}

/** Two registers of one moment are the higher one; what a station counts itself tells two states of one moment apart. */
function put(points: CoursePoint[], point: CoursePoint): void {
  const last = points.at(-1)
  const isAgain = points.length > 1 || last?.energyMWh === point.energyMWh
  if (last?.atMs === point.atMs && isAgain) points.pop()
  points.push(point)
}

function byTime(a: TransactionMoment, b: TransactionMoment): number {
  return a.atMs - b.atMs || (a.seqNo ?? -1) - (b.seqNo ?? -1) || (a.key < b.key ? -1 : 1)
}
