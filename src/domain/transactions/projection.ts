import { deliveredEnergy } from './delivered-energy.ts'
import type { Entry, Register } from './entry.ts'
import { Outermost } from './event-order.ts'
import type { EventFacts, Transaction, TransactionFlag } from './transaction.ts'

/** What the events of a transaction amount to; the rest of a Transaction names it and is known beforehand. */
export type Projection = Omit<Transaction, 'id' | 'stationId' | 'partyId' | 'reference' | 'updatedAt'>

/** A station's clock ahead by more than this, or from before OCPP, is not believed for billing (C-08). */
const AHEAD_MS = 5 * 60_000
const BEFORE_MS = Date.parse('2010-01-01T00:00:00Z')

/**
 * The record that a set of events amounts to: the same for any order and any repetition of them. What is ended stays ended,
 * whatever is added.
 *
 * @param log at least one entry
 */
export function project(log: readonly Entry[]): Projection {
  const tally = new EventTally()
  for (const entry of log) tally.take(entry)
  return tally.projection()
}

const FIRST_FACTS = ['evseId', 'connectorId', 'remoteStartId', 'reservationId'] as const
const MEASURANDS = ['powerW', 'currentA', 'voltageV', 'stateOfCharge'] as const

/**
 * What the record of a transaction is made of, taken from its events one by one: a charge of weeks has hundreds of thousands, and neither are
 * they kept nor gone through at once.
 */
export class EventTally {
  #counted = true
  #offline = false
  #earliestMs = Number.POSITIVE_INFINITY
  #latestMs = Number.NEGATIVE_INFINITY
  #supersededMs: number | undefined
  readonly #start = new Outermost('first')
  readonly #end = new Outermost('first')
  readonly #bearer = new Outermost('first')
  readonly #startRegister = new Outermost('first')
  readonly #endRegister = new Outermost('first')
  readonly #firstFacts = eachNamed(FIRST_FACTS, 'first')
  readonly #chargingState = new Outermost('last')
  readonly #measured = eachNamed(MEASURANDS, 'last')
  readonly #numbers = new Set<number>()
  readonly #registers: Register[] = []

  take(entry: Entry): void {
    const { atMs, kind } = entry
    this.#earliestMs = Math.min(this.#earliestMs, atMs)
    this.#latestMs = Math.max(this.#latestMs, atMs)
    if (kind === 'superseded') this.#supersededMs = Math.min(this.#supersededMs ?? atMs, atMs)
    else this.#takeSaid(entry)
  }

  /** What a station said, or a start and a stop said for it. */
  #takeSaid(entry: Entry): void {
    const { kind, seqNo, facts, measured, registers } = entry
    if (seqNo === undefined) this.#counted = false
    else this.#numbers.add(seqNo)
    if (facts.offline === true) this.#offline = true
    if (kind === 'started') this.#start.take(entry)
    if (kind === 'ended') this.#end.take(entry)
    else if (facts.token !== undefined) this.#bearer.take(entry)
    if (registers.length > 0) {
      if (kind === 'started') this.#startRegister.take(entry)
      if (kind === 'ended') this.#endRegister.take(entry)
      for (const register of registers) this.#registers.push(register)
    }
    for (const name of FIRST_FACTS) if (facts[name] !== undefined) this.#firstFacts[name].take(entry)
    if (facts.chargingState !== undefined) this.#chargingState.take(entry)
    for (const name of MEASURANDS) if (measured[name] !== undefined) this.#measured[name].take(entry)
  }

  /** At least one entry must have been taken. */
  projection(): Projection {
    const counted = this.#counted
    const start = this.#start.found(counted)
    const end = this.#end.found(counted)
    const supersededMs = this.#supersededMs
    const ended = end !== undefined || supersededMs !== undefined
    const energy = deliveredEnergy({
      registers: this.#registers,
      start: this.#startRegister.found(counted)?.registers[0],
      end: this.#endRegister.found(counted)?.registers.at(-1),
    })
    const missing = start !== undefined && end !== undefined ? this.#missingBetween(start, end) : 0
    const bearer = this.#bearer.found(counted)?.facts
    const refused = bearer?.tokenRefused
    return {
      status: ended ? 'ended' : 'active',
      ...pick({ evseId: this.#firstFact('evseId'), connectorId: this.#firstFact('connectorId') }),
      ...pick({ token: bearer?.token, tokenRefused: refused }),
      ...pick({ startedAt: start && believed(start), endedAt: end ? believed(end) : date(supersededMs) }),
      firstEventAt: new Date(this.#earliestMs),
      lastEventAt: new Date(this.#latestMs),
      ...pick({ startRegisterWh: wattHours(energy.first?.mWh), lastRegisterWh: wattHours(energy.last?.mWh) }),
      energyWh: energy.energyWh,
      ...this.#latestMeasured(ended),
      ...pick({ chargingState: ended ? undefined : this.#chargingState.found(counted)?.facts.chargingState }),
      ...pick({ stopReason: end?.facts.stopReason, stopToken: end?.facts.token?.value }),
      ...pick({ remoteStartId: this.#firstFact('remoteStartId'), reservationId: this.#firstFact('reservationId') }),
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
        offline: this.#offline,
      }),
    }
  }

  #firstFact<K extends (typeof FIRST_FACTS)[number]>(name: K): EventFacts[K] | undefined {
    return this.#firstFacts[name].found(this.#counted)?.facts[name]
  }

  #latestMeasured(ended: boolean) {
    const last = (name: (typeof MEASURANDS)[number]) => this.#measured[name].found(this.#counted)?.measured[name]
    const stateOfCharge = pick({ stateOfCharge: last('stateOfCharge') })
    if (ended) return stateOfCharge
    return {
      ...pick({ powerW: last('powerW'), currentA: last('currentA'), voltageV: last('voltageV') }),
      ...stateOfCharge,
    }
  }

  /** 2.0.1 part 2 E 1.3.2: complete when every number between the Started's and the Ended's is there. */
  #missingBetween({ seqNo: from }: Entry, { seqNo: to }: Entry): number {
    if (from === undefined || to === undefined || to < from) return 0
    let missing = to - from + 1
    for (const number of this.#numbers) if (number >= from && number <= to) missing -= 1
    return missing
  }
}

function eachNamed<K extends string>(names: readonly K[], which: 'first' | 'last'): Record<K, Outermost> {
  return Object.fromEntries(names.map((name) => [name, new Outermost(which)])) as Record<K, Outermost>
}

function doubtful(entry: Entry): boolean {
  return entry.atMs > entry.receivedAtMs + AHEAD_MS || entry.atMs < BEFORE_MS
}

function believed(entry: Entry): Date {
  return new Date(doubtful(entry) ? entry.receivedAtMs : entry.atMs)
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
