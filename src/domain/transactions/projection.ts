import { deliveredEnergy } from './delivered-energy.ts'
import type { Entry } from './entry.ts'
import type { EventFacts, Transaction, TransactionFlag } from './transaction.ts'

/** What the events of a transaction amount to; the rest of a Transaction names it and is known beforehand. */
export type Projection = Omit<Transaction, 'id' | 'stationId' | 'partyId' | 'reference' | 'updatedAt'>

/** A station's clock ahead by more than this, or from before OCPP, is not believed for billing (C-08). */
const AHEAD_MS = 5 * 60_000
const BEFORE_MS = Date.parse('2010-01-01T00:00:00Z')

/**
 * The record that a set of events amounts to: the same for any order and any repetition of them, because entries are
 * first told apart by key and put in order. What is ended stays ended, whatever is added.
 *
 * @param log at least one entry
 */
export function project(log: readonly Entry[]): Projection {
  const entries = distinct(log)
  const said = inOrder(entries.filter((entry) => entry.kind !== 'superseded'))
  const start = said.find((entry) => entry.kind === 'started')
  const end = said.find((entry) => entry.kind === 'ended')
  const supersededMs = minimum(entries.filter((entry) => entry.kind === 'superseded').map((entry) => entry.atMs))
  const ended = end !== undefined || supersededMs !== undefined
  const energy = deliveredEnergy(said)
  const missing = start !== undefined && end !== undefined ? missingBetween(said, start, end) : 0
  const times = entries.map((entry) => entry.atMs)
  const bearer = said.find((entry) => entry.kind !== 'ended' && entry.facts.token !== undefined)?.facts
  const refused = bearer?.tokenRefused
  return {
    status: ended ? 'ended' : 'active',
    ...pick({ evseId: firstFact(said, 'evseId'), connectorId: firstFact(said, 'connectorId') }),
    ...pick({ token: bearer?.token, tokenRefused: refused }),
    ...pick({ startedAt: start && believed(start), endedAt: end ? believed(end) : date(supersededMs) }),
    firstEventAt: new Date(Math.min(...times)),
    lastEventAt: new Date(Math.max(...times)),
    ...pick({ startRegisterWh: wattHours(energy.first?.mWh), lastRegisterWh: wattHours(energy.last?.mWh) }),
    energyWh: energy.energyWh,
    ...latestMeasured(said, ended),
    ...pick({ chargingState: ended ? undefined : lastFact(said, 'chargingState') }),
    ...pick({ stopReason: end?.facts.stopReason, stopToken: end?.facts.token?.value }),
    ...pick({ remoteStartId: firstFact(said, 'remoteStartId'), reservationId: firstFact(said, 'reservationId') }),
    complete: start !== undefined && end !== undefined && missing === 0,
    flags: flagsOf({
      'start-missing': start === undefined,
      'end-missing': end === undefined && ended,
      superseded: supersededMs !== undefined && end === undefined,
      'events-missing': missing > 0,
      'register-decreased': energy.decreased,
      'no-register': ended && energy.first === undefined,
      'token-refused': refused !== undefined,
      'clock-doubtful': [start, end].some((entry) => entry !== undefined && doubtful(entry)),
      offline: said.some((entry) => entry.facts.offline === true),
    }),
  }
}

function distinct(log: readonly Entry[]): Entry[] {
  const byKey = new Map<string, Entry>()
  for (const entry of log) if (!byKey.has(entry.key)) byKey.set(entry.key, entry)
  return [...byKey.values()]
}

const RANK = { started: 0, updated: 1, ended: 2, superseded: 3 } as const

/**
 * 2.x events count themselves; 1.6 ones have only their time, the start before all and the end behind. So it is for all
 * when a 2.x station left a number out.
 */
function inOrder(entries: Entry[]): Entry[] {
  const counted = entries.every(({ seqNo }) => seqNo !== undefined)
  return entries.sort((a, b) => {
    if (counted && a.seqNo !== b.seqNo) return (a.seqNo ?? 0) - (b.seqNo ?? 0)
    if (!counted && RANK[a.kind] !== RANK[b.kind]) return RANK[a.kind] - RANK[b.kind]
    return a.atMs - b.atMs || RANK[a.kind] - RANK[b.kind] || (a.key < b.key ? -1 : 1)
  })
}

/** 2.0.1 part 2 E 1.3.2: complete when every number between the Started's and the Ended's is there. */
function missingBetween(said: readonly Entry[], start: Entry, end: Entry): number {
  const from = start.seqNo
  const to = end.seqNo
  if (from === undefined || to === undefined || to < from) return 0
  const present = new Set(
    said.flatMap(({ seqNo }) => (seqNo !== undefined && seqNo >= from && seqNo <= to ? [seqNo] : [])),
  )
  return to - from + 1 - present.size
}

function latestMeasured(said: readonly Entry[], ended: boolean) {
  const last = <K extends keyof Entry['measured']>(name: K) =>
    said.findLast((entry) => entry.measured[name] !== undefined)?.measured[name]
  const stateOfCharge = pick({ stateOfCharge: last('stateOfCharge') })
  if (ended) return stateOfCharge
  return {
    ...pick({ powerW: last('powerW'), currentA: last('currentA'), voltageV: last('voltageV') }),
    ...stateOfCharge,
  }
}

function firstFact<K extends keyof EventFacts>(said: readonly Entry[], name: K): EventFacts[K] | undefined {
  return said.find((entry) => entry.facts[name] !== undefined)?.facts[name]
}

function lastFact<K extends keyof EventFacts>(said: readonly Entry[], name: K): EventFacts[K] | undefined {
  return said.findLast((entry) => entry.facts[name] !== undefined)?.facts[name]
}

function doubtful(entry: Entry): boolean {
  return entry.atMs > entry.receivedAtMs + AHEAD_MS || entry.atMs < BEFORE_MS
}

function believed(entry: Entry): Date {
  return new Date(doubtful(entry) ? entry.receivedAtMs : entry.atMs)
}

function minimum(values: readonly number[]): number | undefined {
  return values.length > 0 ? Math.min(...values) : undefined
}

function date(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms)
}

function wattHours(mWh: number | undefined): number | undefined {
  return mWh === undefined ? undefined : mWh / 1000
}

function flagsOf(raised: Record<TransactionFlag, boolean>): TransactionFlag[] {
  return (Object.keys(raised) as TransactionFlag[]).filter((flag) => raised[flag])
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Only what is known: absent, not undefined. */
function pick<T extends Record<string, unknown>>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
}
