import type { Page, PageRequest, Scope } from '#kernel'

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** When a price applies: all that is said has to hold. Times and dates are local ones of the station (2.1 I07.FR.17). */
export interface Occasion {
  /** As 08:00; with an end before its start the span goes past midnight. */
  readonly fromTime?: string
  readonly toTime?: string
  readonly days?: readonly Weekday[]
  /** As 2026-12-24, inclusive. */
  readonly fromDate?: string
  /** Exclusive. */
  readonly toDate?: string
  readonly current?: 'ac' | 'dc'
}

/** A price that depends on how the transaction goes. Least is inclusive; negative where energy flows back. */
export interface RunningOccasion extends Occasion {
  readonly leastEnergyWh?: number
  readonly mostEnergyWh?: number
  readonly leastCurrentA?: number
  readonly mostCurrentA?: number
  readonly leastPowerW?: number
  readonly mostPowerW?: number
  readonly leastTimeS?: number
  readonly mostTimeS?: number
  readonly leastChargingTimeS?: number
  readonly mostChargingTimeS?: number
  readonly leastIdleTimeS?: number
  readonly mostIdleTimeS?: number
}

/** A fee taken once, which may depend on how it is paid. */
export interface FeeOccasion extends Occasion {
  readonly paymentBrand?: string
  readonly paymentRecognition?: string
}

/** A price without tax, as an exact decimal. Of several that apply the first counts. */
export interface Price<When> {
  readonly price: string
  readonly when?: When
}

/** Without taxes none is due, which is not the same as one of 0 %. */
export interface Prices<When> {
  readonly prices: readonly Price<When>[]
  readonly taxes?: readonly Tax[]
}

export interface Tax {
  readonly name: string
  /** An exact decimal. */
  readonly percent: string
  /** Taxes of level 1 are taken of the price with those of level 0 in it, and so on; 0 if absent. */
  readonly level?: number
}

/** A least or most that a transaction costs, with or without its taxes; decimals. */
export interface CostLimit {
  readonly exclTax?: string
  readonly inclTax?: string
  readonly taxes?: readonly Tax[]
}

/** How energy and time become money. It never changes: what is to cost otherwise is another tariff (2.1 I08.FR.08). */
export interface Tariff {
  readonly id: string
  readonly partyId: string
  readonly name?: string
  /** ISO 4217. */
  readonly currency: string
  /** Not before this; absent: at once. */
  readonly validFrom?: Date
  /** What drivers are shown. */
  readonly texts?: readonly TariffText[]
  /** Per kilowatt-hour. */
  readonly energy?: Prices<RunningOccasion>
  /** Per minute. */
  readonly chargingTime?: Prices<RunningOccasion>
  /** Per minute in which nothing flows. */
  readonly idleTime?: Prices<RunningOccasion>
  /** Once, at the start. */
  readonly fixedFee?: Prices<FeeOccasion>
  /** Per minute. */
  readonly reservationTime?: Prices<RunningOccasion>
  readonly reservationFee?: Prices<FeeOccasion>
  readonly minCost?: CostLimit
  readonly maxCost?: CostLimit
  readonly createdAt: Date
}

export interface TariffText {
  /** As en or de-AT. */
  readonly language?: string
  readonly text: string
}

export type NewTariff = Omit<Tariff, 'id' | 'createdAt'>

/** What somebody with this token pays, where that is another tariff than a station's own. */
export interface TokenTariff {
  readonly tokenId: string
  readonly partyId: string
  readonly tariffId?: string
}

/** What a station says a transaction costs so far, or came to (2.1 I12). */
export interface TransactionCost {
  readonly stationId: string
  readonly partyId: string
  /** The station's own name of the transaction. */
  readonly reference: string
  /** It came with the end of the transaction. */
  readonly final: boolean
  readonly at: Date
  readonly currency: string
  /** Exact decimals; 0 is free, both absent is not known (2.1 I03.FR.04). */
  readonly totalExclTax?: string
  readonly totalInclTax?: string
  /** The station could not calculate it, and why as far as it says. */
  readonly failure?: string
  /** The breakdown as the station gave it. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Where it is told that something of a party costs something from now on. */
export const PRICED_PARTIES = 'priced-parties'

/** Tariffs as far as stations need them: 2.1 functional block I. */
export interface Tariffs {
  /** @throws AppError `invalid` for what is no tariff. */
  create(tariff: NewTariff): Promise<Tariff>
  /** @throws AppError `not-found` for a tariff outside the scope. */
  get(scope: Scope, tariffId: string): Promise<Tariff>
  list(scope: Scope, page: PageRequest): Promise<Page<Tariff>>
  /** @throws AppError `not-found`; `conflict` while a token has it. */
  remove(scope: Scope, tariffId: string): Promise<void>
  /** @throws AppError `not-found` for a token outside the scope. */
  ofToken(scope: Scope, tokenId: string): Promise<TokenTariff>
  /** @throws AppError `not-found`; `invalid` for a tariff that begins later, which none of a driver may (I08.FR.09). */
  assign(scope: Scope, tokenId: string, tariffId: string | null): Promise<TokenTariff>
  /** The tariff of a driver, for a station that is not known to have no use for it (2.1 I08.FR.01, I01.FR.02). */
  forDriver(partyId: string, stationId: string, token: string): Promise<Tariff | undefined>
  /** What the driver of a running transaction is to be shown of a tariff that has changed, once (2.x I06.FR.01). */
  takeNews(stationId: string, reference: string): readonly TariffText[] | undefined
  /** Keeps what a station says; what it said at the end stays. */
  recordCost(cost: TransactionCost): Promise<void>
  /** @throws AppError `not-found` when nothing was said. */
  cost(scope: Scope, stationId: string, reference: string): Promise<TransactionCost>
  /** Removes costs heard of before a time, at most so many; never one by which a payment is still to settle. @returns how many */
  removeCostsBefore(time: Date, atMost: number): Promise<number>
}
