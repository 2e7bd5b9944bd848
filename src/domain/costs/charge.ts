import type { TariffText, TransactionCost } from '#domain/tariffs'
import type { TransactionReport } from '#domain/transactions'
import type { Scope } from '#kernel'
import type { CalculatedCost } from './cost.ts'

/** What a transaction costs or came to, by whoever counted it: the station by its own tariff, or else the platform. */
export interface Charge extends Omit<CalculatedCost, 'tariffId'> {
  readonly transactionId: string
  readonly stationId: string
  readonly tariffId?: string
  readonly countedBy: 'platform' | 'station'
  /** How often it was corrected by what was told late; 0 while the transaction runs. */
  readonly revision: number
  /** Nothing that is told later changes it any more. */
  readonly isFinal: boolean
}

/** What is charged by at a station, and at an EVSE where that is something else. */
export interface StationTariff {
  readonly stationId: string
  /** 0 is the whole station. */
  readonly evseId: number
  readonly tariffId: string
  /** The station has accepted it as its default (2.1 I07): it comes before what is assigned. */
  readonly isDefault?: true
}

/** What the answer to an event of a transaction has to say about money. */
export interface CostWord {
  /** A decimal in the currency of the tariff, with taxes; absent where it is not known, which is not free (2.x I03.FR.04). */
  readonly total?: string
  readonly currency?: string
  /** What is left of a prepaid token whose transaction it is (2.1 C17.FR.03); null: it is prepaid no more. */
  readonly credit?: string | null
}

/** What charging costs: counted by the platform where the station does not (2.x I02, I03, 2.1 I08.FR.34). */
export interface Costs {
  /**
   * Whether an event is any matter of money: false at once for a transaction without tariff, which costs nothing more than a look
   * into a table in memory.
   */
  concerns(report: TransactionReport): boolean
  /**
   * What to answer an event that is stored. Told again it comes to the same.
   *
   * @param told what the station itself says it costs
   */
  follow(report: TransactionReport, told?: TransactionCost): Promise<CostWord>
  /** What the driver is to be shown before charging: the texts of what they pay by, for a station that can show any (2.x I01). */
  textsFor(partyId: string, stationId: string, token: string): Promise<readonly TariffText[]>
  /** A transaction has begun or is over that no event says so of (1.6); nothing happens where there is no tariff. */
  begun(partyId: string, stationId: string, reference: string): Promise<void>
  ended(partyId: string, stationId: string, reference: string): Promise<void>
  /** @throws AppError `not-found` outside the scope, and for a transaction nobody has counted. */
  ofTransaction(scope: Scope, transactionId: string): Promise<Charge>
  /** Every revision of what it came to, the one that counts first; while it runs what it costs so far. Empty where nobody counts. */
  revisions(scope: Scope, transactionId: string): Promise<readonly Charge[]>
  /** Counts anew what was told late of, or whose end nobody told; @returns how many */
  recount(): Promise<number>
  /** Tells the running cost to stations that have said nothing for a while (2.x I02.FR.01). */
  tellQuiet(): Promise<void>
  /** Removes what was final before a time, at most so many. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>

  /** What holds now, and what will later: what the station keeps itself first. @throws AppError `not-found` outside the scope. */
  stationTariffs(scope: Scope, stationId: string): Promise<readonly StationTariff[]>
  /** A station has accepted a default tariff, for one EVSE or, with 0, for each (2.1 I07.FR.10). */
  defaultKept(partyId: string, kept: StationTariff): Promise<void>
  /** A station has cleared default tariffs, at one EVSE or, with 0, at each (2.1 I10). */
  defaultsCleared(stationId: string, evseId: number, tariffIds: readonly string[]): Promise<void>
  /** A station has told every default tariff it keeps (2.1 I09.FR.01, FR.03). */
  defaultsTold(
    partyId: string,
    stationId: string,
    told: readonly Pick<StationTariff, 'evseId' | 'tariffId'>[],
  ): Promise<void>
  /** A station has agreed to count a transaction by another tariff from now on (2.1 I11.FR.06). */
  changeAccepted(partyId: string, stationId: string, reference: string, tariffId: string): Promise<void>
  /** @throws AppError `not-found` for a station or tariff outside the scope. */
  assign(scope: Scope, stationId: string, evseId: number, tariffId: string | null): Promise<readonly StationTariff[]>
}
