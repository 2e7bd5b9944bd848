import type { EventFacts, Reading } from './transaction.ts'

/** A value of the energy register at a time; milli-watt-hours, so that sums are exact. */
export interface Register {
  readonly atMs: number
  readonly mWh: number
}

/** What the log keeps of the measurands shown beside energy: the latest of each within one event. */
export interface Measured {
  readonly powerW?: number
  readonly currentA?: number
  readonly voltageV?: number
  readonly stateOfCharge?: number
}

/** `superseded` is ours: another transaction began on the same connector and this one never said that it ended (D-08). */
export type EntryKind = 'started' | 'updated' | 'ended' | 'superseded'

/**
 * One line of a transaction's log. Entries with the same key are the same event, told again; they arrive in any order,
 * and the record is made from the set of them.
 */
export interface Entry {
  readonly key: string
  readonly kind: EntryKind
  /** 2.x only. */
  readonly seqNo?: number
  readonly atMs: number
  readonly receivedAtMs: number
  readonly facts: EventFacts
  readonly registers: readonly Register[]
  readonly measured: Measured
}

/** What an event adds to what is known, without what tells it from others. */
export type Update = Omit<Entry, 'key'>

/** What a register showed; nothing when it is beyond what any meter counts, and exact sums with it (D-12). */
export function registerAt(atMs: number, registerWh: number): Register[] {
  const mWh = milliWattHours(registerWh)
  return Number.isSafeInteger(mWh) ? [{ atMs, mWh }] : []
}

/** The registers of some readings, by time. */
export function registersOf(readings: readonly Reading[]): Register[] {
  const registers = readings.flatMap(({ at, registerWh }) =>
    registerWh === undefined ? [] : registerAt(at.getTime(), registerWh),
  )
  return registers.sort((a, b) => a.atMs - b.atMs || a.mWh - b.mWh)
}

export function milliWattHours(wattHours: number): number {
  return Math.round(wattHours * 1000)
}

/** The latest of each measurand among some readings. */
export function measuredIn(readings: readonly Reading[]): Measured {
  const latest: { -readonly [K in keyof Measured]: Measured[K] } = {}
  for (const reading of [...readings].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (reading.powerW !== undefined) latest.powerW = reading.powerW
    if (reading.currentA !== undefined) latest.currentA = reading.currentA
    if (reading.voltageV !== undefined) latest.voltageV = reading.voltageV
    if (reading.stateOfCharge !== undefined) latest.stateOfCharge = reading.stateOfCharge
  }
  return latest
}

/** An entry's facts, registers and measurands as the log stores them beside its columns. */
export function writeDetails(entry: Entry): string {
  const { facts, measured } = entry
  const registers = entry.registers.map(({ atMs, mWh }) => [atMs, mWh])
  return JSON.stringify({ facts, registers, measured })
}

/** @throws SyntaxError when the text was not written by `writeDetails`. */
export function readDetails(text: string): Pick<Entry, 'facts' | 'registers' | 'measured'> {
  const stored: { facts: EventFacts; registers: [number, number][]; measured: Measured } = JSON.parse(text)
  return {
    facts: stored.facts,
    registers: stored.registers.map(([atMs, mWh]) => ({ atMs, mWh })),
    measured: stored.measured,
  }
}
