import type { Prices, RunningOccasion, Tariff } from '#domain/tariffs'
import { atOnce, type Steps } from '#kernel'
import type { Applied } from './applied-tariffs.ts'
import type { CalculatedCost, CostPeriod } from './cost.ts'
import type { Course, Slice } from './course.ts'
import { explainCost, Taken } from './explain-cost.ts'
import { feeHolds, runningHolds } from './occasion-holds.ts'
import { decimalOf } from './rational.ts'
import { roundCost } from './rounded-cost.ts'
import { slicesOf } from './slices.ts'
import { type Charge, Tally } from './tally.ts'
import { Walk } from './walk.ts'

const MWH_PER_KWH = 1_000_000n
const MS_PER_MINUTE = 60_000n
/** Periods that are told at most; the last one takes in what is left. */
const MOST_PERIODS = 1_000
/** Slices that are counted in a few milliseconds. */
const SLICES_OF_STEP = 300

/** The prices that apply in a slice: 2.1 I12.FR.34, the first of each that holds. */
interface Used {
  readonly tariffId?: string
  readonly energy?: string
  readonly chargingTime?: string
  readonly idleTime?: string
}

/**
 * What a transaction costs by its tariffs: a pure function of how it went (2.1 I12.FR.30 to 41, as the platform counts). All of it is
 * exact; money is rounded once, see {@link roundCost}. Between two readings energy flows evenly; power is the average between them.
 * Where a tariff takes the place of another, conditions go on counting from the start of the transaction, and fees are those of its
 * start: nothing is counted backwards (I11.FR.08, I12.FR.30).
 *
 * @param applied at least one, in order, all in the same currency
 * @param isOver  whether it has ended: only then the least of the last tariff is due
 */
export function calculateCost(applied: readonly Applied[], course: Course, isOver: boolean): CalculatedCost {
  return atOnce(costSteps(applied, course, isOver))
}

/** {@link calculateCost} step by step: a charge of weeks has hundreds of thousands of readings. */
export function* costSteps(applied: readonly Applied[], course: Course, isOver: boolean): Steps<CalculatedCost> {
  const last = applied.at(-1)?.tariff
  if (last === undefined) throw new RangeError('A cost is counted by a tariff')
  const tally = new Tally()
  const taken = new Taken()
  const take = (tariff: Tariff, due: readonly Charge[]) => {
    tally.begin(tariff)
    tally.add(due)
    for (const charge of due) taken.add(charge)
  }
  const inForce = new Walk(applied.map(({ tariff, fromMs = Number.NEGATIVE_INFINITY }) => ({ tariff, atMs: fromMs })))
  const atStart = inForce.at(course.startedMs)?.tariff
  if (atStart !== undefined) take(atStart, feesOf(atStart, course))
  const periods: MutablePeriod[] = []
  const tariffs = [...new Set(applied.map(({ tariff }) => tariff))]
  const changesMs = applied.flatMap(({ fromMs }) => fromMs ?? [])
  let count = 0
  for (const slice of slicesOf(course, tariffs, changesMs)) {
    if (++count % SLICES_OF_STEP === 0) yield
    const tariff = inForce.at(slice.fromMs)?.tariff
    const used = tariff === undefined ? {} : usedIn(tariff, course, slice)
    if (tariff !== undefined) take(tariff, dueFor(tariff, slice, used))
    addToPeriods(periods, slice, used)
  }
  tally.begin(last)
  const cost = roundCost(last, tally, isOver)
  return {
    tariffId: last.id,
    currency: last.currency,
    ...cost,
    periods: periods.map(periodOf),
    explanation: explainCost(applied, taken, cost),
  }
}

/** What is due once, at the start: I12.FR.06, I12.FR.30. */
function feesOf(tariff: Tariff, course: Course): Charge[] {
  const { fixedFee, reservationFee, reservationTime } = tariff
  const once = { over: 1n, under: 1n }
  const { startedMs, reservedMs } = course
  const fixed = fixedFee?.prices.find(({ when }) => feeHolds(when, course))
  const charges: Charge[] = []
  if (fixed !== undefined) charges.push({ tariff, component: 'fixed-fee', quantity: once, price: fixed.price })
  if (reservedMs === undefined) return charges
  const reserved = reservationFee?.prices.find(({ when }) => feeHolds(when, course))
  if (reserved !== undefined)
    charges.push({ tariff, component: 'reservation-fee', quantity: once, price: reserved.price })
  const start: Slice = {
    ...{ fromMs: startedMs, toMs: startedMs, fromMWh: 0, toMWh: 0 },
    ...{ isCharging: false, chargedMs: 0, idleMs: 0 },
  }
  const price = priceIn(reservationTime, course, start)
  const quantity = minutes(Math.max(0, startedMs - reservedMs))
  if (price !== undefined) charges.push({ tariff, component: 'reservation-time', quantity, price })
  return charges
}

function usedIn(tariff: Tariff, course: Course, slice: Slice): Used {
  const energy = priceIn(tariff.energy, course, slice)
  const chargingTime = slice.isCharging ? priceIn(tariff.chargingTime, course, slice) : undefined
  const idleTime = slice.isCharging ? undefined : priceIn(tariff.idleTime, course, slice)
  return {
    tariffId: tariff.id,
    ...(energy === undefined ? {} : { energy }),
    ...(chargingTime === undefined ? {} : { chargingTime }),
    ...(idleTime === undefined ? {} : { idleTime }),
  }
}

function priceIn(prices: Prices<RunningOccasion> | undefined, course: Course, slice: Slice): string | undefined {
  return prices?.prices.find(({ when }) => runningHolds(when, course, slice))?.price
}

function dueFor(tariff: Tariff, slice: Slice, { energy, chargingTime, idleTime }: Used): Charge[] {
  const { fromMs, toMs, fromMWh, toMWh } = slice
  const charges: Charge[] = []
  if (energy !== undefined && toMWh > fromMWh) {
    const quantity = { over: BigInt(toMWh - fromMWh), under: MWH_PER_KWH }
    charges.push({ tariff, component: 'energy', quantity, price: energy })
  }
  const quantity = minutes(toMs - fromMs)
  if (toMs > fromMs && chargingTime !== undefined)
    charges.push({ tariff, component: 'charging-time', quantity, price: chargingTime })
  if (toMs > fromMs && idleTime !== undefined)
    charges.push({ tariff, component: 'idle-time', quantity, price: idleTime })
  return charges
}

function minutes(ms: number) {
  return { over: BigInt(ms), under: MS_PER_MINUTE }
}

interface MutablePeriod {
  readonly fromMs: number
  readonly used: Used
  energyMWh: number
  chargingMs: number
  idleMs: number
}

/** I12.FR.35 and 36: a new period whenever the prices in use are others. */
function addToPeriods(periods: MutablePeriod[], slice: Slice, used: Used): void {
  const last = periods.at(-1)
  const goesOn = last !== undefined && (isSame(last.used, used) || periods.length >= MOST_PERIODS)
  const period = goesOn ? last : { fromMs: slice.fromMs, used, energyMWh: 0, chargingMs: 0, idleMs: 0 }
  if (!goesOn) periods.push(period)
  period.energyMWh += slice.toMWh - slice.fromMWh
  if (slice.isCharging) period.chargingMs += slice.toMs - slice.fromMs
  else period.idleMs += slice.toMs - slice.fromMs
}

function isSame(a: Used, b: Used): boolean {
  const isOfOne = a.tariffId === b.tariffId
  return isOfOne && a.energy === b.energy && a.chargingTime === b.chargingTime && a.idleTime === b.idleTime
}

function periodOf({ fromMs, used, energyMWh, chargingMs, idleMs }: MutablePeriod): CostPeriod {
  const { tariffId, energy, chargingTime, idleTime } = used
  return {
    from: new Date(fromMs),
    ...(tariffId === undefined ? {} : { tariffId }),
    energyWh: decimalOf(BigInt(energyMWh), 3),
    chargingS: decimalOf(BigInt(chargingMs), 3),
    idleS: decimalOf(BigInt(idleMs), 3),
    ...(energy === undefined ? {} : { energyPrice: energy }),
    ...(chargingTime === undefined ? {} : { chargingTimePrice: chargingTime }),
    ...(idleTime === undefined ? {} : { idleTimePrice: idleTime }),
  }
}
