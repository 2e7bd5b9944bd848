import type { Reading } from '../api/types.ts'

/** A column of a plot: null is a gap in its line, undefined is passed over (the time belongs to another line). */
export type Column = (number | null | undefined)[]

/** Seconds since 1970, which is what the plot counts in. */
const seconds = (at: string): number => new Date(at).getTime() / 1_000

const sorted = (readings: readonly Reading[]): readonly Reading[] =>
  readings.toSorted((a, b) => seconds(a.at) - seconds(b.at))

/** Readings further apart than this are not joined by a line: nobody knows what was between. */
const GAP_S = 30 * 60

export interface PowerPlot {
  readonly evses: readonly number[]
  /** Times, then power in kW of each EVSE. */
  readonly columns: readonly Column[]
}

/** Power of each EVSE over time, with a gap where a transaction ended or the station was silent. */
export function powerByEvse(readings: readonly Reading[]): PowerPlot {
  const known = sorted(readings).filter(({ powerW }) => powerW !== undefined)
  const evses = [...new Set(known.map(({ evseId = 0 }) => evseId))].toSorted((a, b) => a - b)
  const times: number[] = []
  const columns: Column[] = evses.map(() => [])
  const last = new Map<number, { at: number; transactionId: string | undefined }>()
  const add = (at: number, evseId: number, value: number | null) => {
    times.push(at)
    for (const [index, column] of columns.entries()) column.push(evses[index] === evseId ? value : undefined)
  }
  for (const { at, evseId = 0, powerW = 0, transactionId } of known) {
    const time = seconds(at)
    const before = last.get(evseId)
    const apart = before !== undefined && (time - before.at > GAP_S || before.transactionId !== transactionId)
    // At the time of the reading after it: times have to ascend, and other EVSEs may have been read in between.
    if (apart) {
      add(time, evseId, null)
      breakLine(columns[evses.indexOf(evseId)] ?? [])
    }
    add(time, evseId, powerW / 1_000)
    last.set(evseId, { at: time, transactionId })
  }
  return { evses, columns: [times, ...columns] }
}

/** Makes the gap at the end of a column reach back to its last value: the plot hides no more than is null. */
function breakLine(column: Column): void {
  for (let index = column.length - 2; index >= 0 && column[index] === undefined; index -= 1) column[index] = null
}

/** Time, power in kW, energy in kWh since the start, state of charge in percent. */
export function transactionColumns(
  readings: readonly Reading[],
  startRegisterWh: number | undefined,
): readonly [Column, Column, Column, Column] {
  const known = sorted(readings)
  const start = startRegisterWh ?? known.find(({ registerWh }) => registerWh !== undefined)?.registerWh ?? 0
  return [
    known.map(({ at }) => seconds(at)),
    known.map(({ powerW }) => (powerW === undefined ? null : powerW / 1_000)),
    known.map(({ registerWh, energyWh }) => {
      const wattHours = energyWh ?? (registerWh === undefined ? undefined : registerWh - start)
      return wattHours === undefined ? null : wattHours / 1_000
    }),
    known.map(({ stateOfCharge }) => stateOfCharge ?? null),
  ]
}
