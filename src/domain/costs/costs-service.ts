import type { Commands } from '#domain/commands'
import type { Tariffs, TariffText, TransactionCost } from '#domain/tariffs'
import { momentOfReport, type TransactionMoment, type TransactionReport, type Transactions } from '#domain/transactions'
import {
  AppError,
  type Bus,
  type Clock,
  describeFailure,
  everyParty,
  inTurns,
  type Logger,
  type Scope,
  type Timer,
} from '#kernel'
import type { Database } from '#storage'
import { isRefused } from './applied-tariffs.ts'
import { creditFor } from './balance-store.ts'
import type { Charge, Costs, CostWord } from './charge.ts'
import { appendCharge, type Bill, readCharges } from './charge-store.ts'
import { countTransaction } from './count-transaction.ts'
import { type CourseFrame, courseOf } from './course-of.ts'
import { clearDefaults, keepDefault, tellDefaults } from './default-tariff-store.ts'
import { BALANCES_CHANGED, type Followed, FollowedTable, followedOf } from './followed-table.ts'
import { FollowedTransaction } from './followed-transaction.ts'
import { deleteLimits } from './limit-store.ts'
import { PricedParties } from './priced-parties.ts'
import {
  deletePricings,
  holdTariff,
  loadPriced,
  type PricedTransaction,
  pinPricing,
  pricedParties,
  runningPricings,
  shownTariff,
  stationCounts,
  uncounted,
} from './pricing-store.ts'
import { billOfStation } from './station-bill.ts'
import { deleteStationTariff, loadStationTariffs, partyOfStation, saveStationTariff } from './station-tariff-store.ts'
import { TariffShelf } from './tariff-shelf.ts'

export interface CostsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly tariffs: Pick<Tariffs, 'get' | 'cost'>
  readonly transactions: Pick<Transactions, 'moments' | 'get'>
  readonly commands: Pick<Commands, 'submit'>
}

const HOUR_MS = 3_600_000
/** After this what a transaction came to is final, even if not all of it was told. */
const LONGEST_WAIT_MS = 72 * HOUR_MS
/** A station that has told nothing for so long is told the running cost by a message of its own. */
const QUIET_MS = 300_000
const LOOK_UP_MS = 60_000
const AT_ONCE = 200

export interface CostsService extends Costs {
  /** Takes up the running transactions of before. */
  resume(): Promise<void>
  /** Something of a party is counted, or prepaid, from now on. */
  concern(partyId: string): void
  close(): void
}

export function createCosts(options: CostsOptions): CostsService {
  return new CostDesk(options)
}

class CostDesk implements CostsService {
  readonly #options: CostsOptions
  readonly #parties: PricedParties
  readonly #table: FollowedTable
  readonly #shelf: TariffShelf
  #timer: Timer | undefined

  constructor(options: CostsOptions) {
    this.#options = options
    this.#table = new FollowedTable(options.bus)
    this.#shelf = new TariffShelf(options.database, options.tariffs)
    this.#parties = new PricedParties(options.bus, options.clock, () => pricedParties(options.database))
  }

  close(): void {
    this.#timer?.cancel()
  }

  concern(partyId: string): void {
    this.#parties.add(partyId)
  }

  async resume(): Promise<void> {
    await this.#parties.refresh()
    let afterId = ''
    for (;;) {
      const found = await runningPricings(this.#options.database, afterId, AT_ONCE)
      for (const pricing of found) this.#table.put(followedOf(pricing))
      const last = found.at(-1)
      if (last === undefined) return
      afterId = last.transactionId
    }
  }

  concerns({ kind, partyId, stationId, reference, facts }: TransactionReport): boolean {
    if (facts.tariffId !== undefined) return true
    if (kind === 'updated' && facts.token === undefined) return this.#table.get(stationId, reference) !== undefined
    return this.#parties.has(partyId)
  }

  follow(report: TransactionReport, told?: TransactionCost): Promise<CostWord> {
    const { stationId, reference } = report
    return this.#unhindered(stationId, reference, {}, () => this.#follow(report, told))
  }

  /** What a station said is stored: whatever hinders counting, it is answered, and counted later. */
  async #unhindered<T>(stationId: string, reference: string, otherwise: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (thrown) {
      const { logger } = this.#options
      logger.warn('What a transaction costs could not be counted', {
        stationId,
        reference,
        cause: describeFailure(thrown),
      })
      return otherwise
    }
  }

  async #follow(report: TransactionReport, told: TransactionCost | undefined): Promise<CostWord> {
    const { kind, stationId, reference, facts } = report
    if (facts.tariffId !== undefined) await this.#goBy(stationId, reference, facts.tariffId)
    if (kind === 'ended') return await this.#end(stationId, reference)
    const known = this.#table.get(stationId, reference)
    // Who charges, and where, may be told one after the other.
    const isNews = known === undefined ? facts.token !== undefined : (facts.token ?? facts.evseId) !== undefined
    const mayBegin = isNews && (known === undefined || known.isOpen === true)
    const followed = mayBegin ? await this.#begin(stationId, reference, facts.evseId) : known
    if (followed === undefined) return {}
    // It may be another tariff now.
    if (mayBegin) delete followed.loading
    const word: CostWord = await this.#creditFor(followed, report)
    const running = await this.#loaded(followed)
    running?.add(momentOfReport(report))
    if (kind === 'started' || told !== undefined || running === undefined) return word
    if (await this.#stationCounts(followed)) return word
    const cost = running.costAt(report.at.getTime())
    if (cost === undefined) return word
    const { totalInclTax: total, currency } = cost
    followed.toldTotal = total
    followed.toldMs = this.#options.clock.monotonicMs()
    return { ...word, total, currency }
  }

  async textsFor(partyId: string, stationId: string, token: string): Promise<readonly TariffText[]> {
    if (!this.#parties.has(partyId)) return []
    const tariffId = await shownTariff(this.#options.database, partyId, stationId, token)
    return tariffId === undefined ? [] : ((await this.#shelf.get(tariffId)).texts ?? [])
  }

  async begun(partyId: string, stationId: string, reference: string): Promise<void> {
    if (!this.#parties.has(partyId)) return
    await this.#unhindered(stationId, reference, undefined, () => this.#begin(stationId, reference))
  }

  async ended(partyId: string, stationId: string, reference: string): Promise<void> {
    if (!this.#parties.has(partyId)) return
    await this.#unhindered(stationId, reference, {}, () => this.#end(stationId, reference))
  }

  async ofTransaction(scope: Scope, transactionId: string): Promise<Charge> {
    const [charge] = await this.revisions(scope, transactionId)
    if (charge === undefined) throw new AppError('not-found', 'Nobody has counted what it costs', { transactionId })
    return charge
  }

  async revisions(scope: Scope, transactionId: string): Promise<readonly Charge[]> {
    await this.#options.transactions.get(scope, transactionId)
    const charges = await readCharges(this.#options.database, transactionId)
    if (charges.length > 0) return charges
    const priced = await loadPriced(this.#options.database, transactionId)
    const bill = priced && (await this.#billOf(priced))
    if (priced === undefined || bill === undefined) return []
    return [{ transactionId, stationId: priced.stationId, revision: 0, isFinal: false, ...bill }]
  }

  async recount(): Promise<number> {
    const { database, clock, logger } = this.#options
    const found = await uncounted(database, new Date(clock.nowMs() - LONGEST_WAIT_MS), AT_ONCE)
    for (const { transactionId, ...name } of found) {
      // Who charged and where may have been told late.
      const work = pinPricing(database, name, new Date(clock.nowMs())).then(() => this.#charge(transactionId))
      await work.catch((cause: unknown) =>
        logger.warn('What a transaction costs could not be counted', { transactionId, cause: describeFailure(cause) }),
      )
    }
    return found.length
  }

  async tellQuiet(): Promise<void> {
    const { clock, commands, logger } = this.#options
    for (const followed of [...this.#table.values()]) {
      const { loading, toldMs, toldTotal, stationId, reference } = followed
      if (loading === undefined || toldMs === undefined || clock.monotonicMs() - toldMs < QUIET_MS) continue
      const running = await loading
      if (running === undefined || (await this.#stationCounts(followed))) continue
      const totalCost = running.costAt(clock.nowMs())?.totalInclTax
      followed.toldMs = clock.monotonicMs()
      if (totalCost === undefined || totalCost === toldTotal) continue
      followed.toldTotal = totalCost
      const request = { reference, totalCost }
      await commands
        .submit(everyParty, { stationId, kind: 'update-cost', request, requestedBy: 'platform' })
        .catch((cause: unknown) =>
          logger.warn('A running cost could not be told', { stationId, cause: describeFailure(cause) }),
        )
    }
  }

  async removeBefore(time: Date, atMost: number): Promise<number> {
    const { database } = this.#options
    return Math.max(await deleteLimits(database, time, atMost), await deletePricings(database, time, atMost))
  }

  async stationTariffs(scope: Scope, stationId: string) {
    const { database, clock } = this.#options
    await partyOfStation(database, scope, stationId)
    return await loadStationTariffs(database, stationId, new Date(clock.nowMs()))
  }

  async assign(...[scope, stationId, evseId, tariffId]: Parameters<Costs['assign']>) {
    const { database, tariffs, clock } = this.#options
    const now = new Date(clock.nowMs())
    const partyId = await partyOfStation(database, scope, stationId)
    if (tariffId === null) await deleteStationTariff(database, stationId, evseId)
    else {
      await tariffs.get({ partyIds: [partyId] }, tariffId)
      const assigned = { stationId, evseId, tariffId }
      await database.transaction((queries) => saveStationTariff(queries, assigned, partyId, now))
      this.concern(partyId)
    }
    return await loadStationTariffs(database, stationId, now)
  }

  async defaultKept(...[partyId, kept]: Parameters<Costs['defaultKept']>) {
    const at = new Date(this.#options.clock.nowMs())
    await this.#options.database.transaction((queries) => keepDefault(queries, kept, partyId, at))
    this.concern(partyId)
  }

  async defaultsCleared(...[stationId, evseId, tariffIds]: Parameters<Costs['defaultsCleared']>) {
    const at = new Date(this.#options.clock.nowMs())
    await this.#options.database.transaction((queries) => clearDefaults(queries, stationId, evseId, tariffIds, at))
  }

  async defaultsTold(...[partyId, stationId, told]: Parameters<Costs['defaultsTold']>) {
    const at = new Date(this.#options.clock.nowMs())
    await this.#options.database.transaction((queries) => tellDefaults(queries, stationId, partyId, told, at))
    if (told.length > 0) this.concern(partyId)
  }

  async changeAccepted(...[partyId, stationId, reference, tariffId]: Parameters<Costs['changeAccepted']>) {
    await this.#goBy(stationId, reference, tariffId, new Date(this.#options.clock.nowMs()))
    this.concern(partyId)
  }

  /** Takes up what a transaction is counted by from now on, by the word of its station. */
  async #goBy(stationId: string, reference: string, tariffId: string, acceptedAt?: Date): Promise<void> {
    const { database, clock } = this.#options
    const pricing = await pinPricing(database, { stationId, reference }, new Date(clock.nowMs()), { tariffId })
    if (pricing === undefined) return
    await holdTariff(database, pricing.transactionId, tariffId, acceptedAt)
    if (pricing.isOver) return
    const followed = this.#table.begin(pricing)
    // Read anew with its tariffs, and told or not told by who counts now.
    delete followed.loading
    delete followed.stationCountsMs
  }

  async #begin(stationId: string, reference: string, evseId?: number): Promise<Followed | undefined> {
    const { database, clock } = this.#options
    const pricing = await pinPricing(database, { stationId, reference }, new Date(clock.nowMs()), { evseId })
    return pricing === undefined || pricing.isOver ? undefined : this.#table.begin(pricing)
  }

  async #end(stationId: string, reference: string): Promise<CostWord> {
    const { database, clock } = this.#options
    const pricing = await pinPricing(database, { stationId, reference }, new Date(clock.nowMs()))
    const charge = pricing && (await this.#charge(pricing.transactionId))
    return charge === undefined ? {} : { total: charge.totalInclTax, currency: charge.currency }
  }

  /** What is left, where it is to be told: when the driver is known, and when it has changed (2.1 C17.FR.03, E16.FR.02). */
  async #creditFor(followed: Followed, { facts, seqNo }: TransactionReport): Promise<CostWord> {
    const isWanted = facts.token !== undefined || followed.creditChanged === true || followed.creditSeq === seqNo
    if (followed.tokenId === undefined || !isWanted) return {}
    const credit = await creditFor(this.#options.database, followed.transactionId)
    const isChange = followed.creditChanged === true || followed.creditSeq === seqNo
    if (isChange) followed.creditSeq = seqNo
    followed.creditChanged = false
    if (credit !== undefined) return { credit }
    return isChange ? { credit: null } : {}
  }

  /** Looked up now and then: it hangs on variables and on what was sent. */
  async #stationCounts(followed: Followed): Promise<boolean> {
    const { clock, database } = this.#options
    const { stationCounts: known, stationCountsMs = Number.NEGATIVE_INFINITY } = followed
    if (known !== undefined && clock.monotonicMs() - stationCountsMs < LOOK_UP_MS) return known
    followed.stationCounts = await stationCounts(database, followed.transactionId)
    followed.stationCountsMs = clock.monotonicMs()
    return followed.stationCounts
  }

  async #loaded(followed: Followed): Promise<FollowedTransaction | undefined> {
    this.#timer ??= this.#options.clock.after(LOOK_UP_MS, () => void this.#tick())
    followed.loading ??= this.#load(followed).catch((thrown: unknown) => {
      delete followed.loading
      throw thrown
    })
    return await followed.loading
  }

  /** Goes on as long as there is anybody to tell. */
  async #tick(): Promise<void> {
    await this.tellQuiet()
    const isWanted = [...this.#table.values()].some(({ loading }) => loading !== undefined)
    this.#timer = isWanted ? this.#options.clock.after(LOOK_UP_MS, () => void this.#tick()) : undefined
  }

  async #load({ transactionId }: Followed): Promise<FollowedTransaction | undefined> {
    const priced = await loadPriced(this.#options.database, transactionId)
    if (priced === undefined) return undefined
    const moments = await this.#momentsOf(priced)
    const pricedBy = await this.#shelf.pricedBy(priced, moments)
    return pricedBy.tariffs.size === 0 ? undefined : new FollowedTransaction(pricedBy, frameOf(priced), moments)
  }

  async #charge(transactionId: string): Promise<Charge | undefined> {
    const { database, clock } = this.#options
    const priced = await loadPriced(database, transactionId)
    if (priced === undefined || priced.endedAt === null) return undefined
    this.#table.end(priced.stationId, priced.reference)
    const isLate = priced.endedAt.getTime() < clock.nowMs() - LONGEST_WAIT_MS
    const bill = await this.#billOf(priced)
    const isFinal = isLate || (priced.isComplete && bill !== undefined)
    const charge = await appendCharge(database, priced, bill, isFinal, new Date(clock.nowMs()))
    // What it has spent another transaction of its token cannot.
    if (priced.tokenId !== null) this.#options.bus.publish(BALANCES_CHANGED, { version: 1, tokenId: priced.tokenId })
    return charge
  }

  /** What it costs: as the station says at the end, and otherwise as it is counted here; undefined where that cannot be known. */
  async #billOf(priced: PricedTransaction): Promise<Bill | undefined> {
    const isOver = priced.endedAt !== null
    const told = await this.#toldBy(priced)
    const bill = told && billOfStation(told)
    if (bill !== undefined && (told?.final === true || !isOver)) return bill
    const moments = await this.#momentsOf(priced)
    const pricedBy = await this.#shelf.pricedBy(priced, moments)
    const isOfEnergy = [...pricedBy.tariffs.values()].some(({ energy }) => energy !== undefined)
    if (isOfEnergy && !priced.isMetered && !isRefused(moments)) return undefined
    const ended = priced.endedAt ?? new Date(Math.max(priced.lastEventAt.getTime(), priced.startedAt.getTime()))
    const course = courseOf(moments, { ...frameOf(priced), endedMs: ended.getTime(), energyWh: priced.energyWh })
    const cost = await inTurns(countTransaction(pricedBy, moments, course, isOver))
    return cost && { countedBy: 'platform', ...cost }
  }

  async #toldBy({ stationId, reference }: PricedTransaction): Promise<TransactionCost | undefined> {
    try {
      return await this.#options.tariffs.cost(everyParty, stationId, reference)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'not-found') return undefined
      throw thrown
    }
  }

  #momentsOf({ transactionId, stationId }: PricedTransaction): Promise<readonly TransactionMoment[]> {
    return this.#options.transactions.moments(transactionId, stationId)
  }
}

function frameOf(priced: PricedTransaction): Omit<CourseFrame, 'endedMs' | 'energyWh'> {
  const { startedAt, timeZone, supplyPhases, reservedAt } = priced
  return {
    startedMs: startedAt.getTime(),
    timeZone,
    ...(supplyPhases === null ? {} : { current: supplyPhases === '0' ? ('dc' as const) : ('ac' as const) }),
    ...(reservedAt === null ? {} : { reservedMs: reservedAt.getTime() }),
  }
}
