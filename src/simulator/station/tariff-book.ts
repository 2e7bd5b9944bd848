import type { GetTariffsResponse, TariffChangeStatusEnumType, TariffSetStatusEnumType, TariffType } from '#ocpp/v21'
import { type CostPeriod, pricesOf } from './cost.ts'
import type { TransactionEvent } from './transaction.ts'

/** Prices a tariff may have (2.1 TariffCostCtrlr.MaxElements). */
export const TARIFF_ELEMENTS = 10

interface Running {
  readonly evseId: number
  readonly kind: 'DefaultTariff' | 'DriverTariff'
  readonly token: string | undefined
  readonly periods: CostPeriod[]
  lastMs: number
  lastWh: number
  charging: boolean
  /** What is to be gone by from the next event on. */
  next: TariffType | undefined
}

/** What an event of a transaction is to tell of its tariff. */
export interface TariffNews {
  /** Told once for every tariff that begins to count (I08.FR.22, I11.FR.07). */
  readonly tariffId?: string
  readonly changed: boolean
  readonly periods: readonly CostPeriod[]
}

type Assignment = NonNullable<GetTariffsResponse['tariffAssignments']>[number]

/** The tariffs a station of 2.1 calculates cost by: I07 to I12. It knows prices without conditions alone. */
export class TariffBook {
  readonly #defaults = new Map<number, TariffType>()
  readonly #running = new Map<string, Running>()

  /** I07.FR.02 to FR.12. */
  setDefault(evseIds: readonly number[], tariff: TariffType): TariffSetStatusEnumType {
    if ([...this.#defaults.values()].some(({ tariffId }) => tariffId === tariff.tariffId)) return 'DuplicateTariffId'
    const problem = problemOf(tariff)
    if (problem !== undefined) return problem
    for (const evseId of evseIds) this.#defaults.set(evseId, tariff)
    return 'Accepted'
  }

  /** I11.FR.02 to FR.06; takes effect with the event that tells it. */
  change(transactionId: string, tariff: TariffType): TariffChangeStatusEnumType {
    const problem = problemOf(tariff)
    if (problem !== undefined) return problem
    const running = this.#running.get(transactionId)
    if (running === undefined) return 'TxNotFound'
    const current = running.periods.at(-1)
    if (current !== undefined && current.tariff.currency !== tariff.currency) return 'NoCurrencyChange'
    running.next = tariff
    return 'Accepted'
  }

  /** I09.FR.01 to FR.07; EVSE 0 is all of them. */
  assignments(evseId: number): readonly Assignment[] {
    const found = new Map<string, Assignment & { readonly evseIds: number[] }>()
    const add = (tariff: TariffType, tariffKind: Assignment['tariffKind'], at: number, token?: string) => {
      if (evseId !== 0 && at !== evseId) return
      const { tariffId, validFrom } = tariff
      const known = found.get(`${tariffKind} ${tariffId}`)
      if (known === undefined) {
        found.set(`${tariffKind} ${tariffId}`, {
          ...{ tariffId, tariffKind, evseIds: [at] },
          ...(validFrom === undefined ? {} : { validFrom }),
          ...(token === undefined ? {} : { idTokens: [token] }),
        })
      } else if (!known.evseIds.includes(at)) known.evseIds.push(at)
    }
    for (const [at, tariff] of this.#defaults) add(tariff, 'DefaultTariff', at)
    for (const { kind, periods, evseId: at, token } of this.#running.values()) {
      const tariff = periods.at(-1)?.tariff
      if (tariff !== undefined) add(tariff, kind, at, kind === 'DriverTariff' ? token : undefined)
    }
    return [...found.values()]
  }

  /** I10.FR.01 to FR.07: the ids of the default tariffs that are gone. */
  clear(tariffIds: readonly string[] | undefined, evseId: number | undefined): string[] {
    const cleared = new Set<string>()
    for (const [at, { tariffId }] of this.#defaults) {
      if (evseId !== undefined && evseId !== 0 && at !== evseId) continue
      if (tariffIds !== undefined && !tariffIds.includes(tariffId)) continue
      this.#defaults.delete(at)
      cleared.add(tariffId)
    }
    return [...cleared]
  }

  /** Follows what happens to a transaction; `own` is the tariff of the driver who did it. */
  follow(event: TransactionEvent, registerWh: number, own: TariffType | undefined): TariffNews {
    const { transaction, kind, atMs } = event
    const running = this.#running.get(transaction.id) ?? this.#begin(event, registerWh)
    this.#advance(running, event, registerWh)
    const before = running.periods.at(-1)?.tariff
    const changed = running.next !== undefined
    const now = running.next ?? this.#tariffFor(running, event, own)
    running.next = undefined
    if (now !== undefined && now !== before) {
      running.periods.push({ tariff: now, startedMs: atMs, energyWh: 0, chargingS: 0, idleS: 0 })
    }
    if (kind === 'Ended') this.#running.delete(transaction.id)
    const isNew = now !== undefined && now !== before
    return { ...(isNew ? { tariffId: now.tariffId } : {}), changed, periods: running.periods }
  }

  #begin({ transaction, atMs }: TransactionEvent, registerWh: number): Running {
    const running: Running = {
      ...{ evseId: transaction.evseId, kind: 'DefaultTariff' as const, token: transaction.token?.value },
      ...{ periods: [], lastMs: atMs, lastWh: registerWh, charging: false, next: undefined },
    }
    this.#running.set(transaction.id, running)
    return running
  }

  /** A driver's own tariff comes before the default (I07.FR.14), and neither replaces one that counts already. */
  #tariffFor(running: Running, { transaction, atMs }: TransactionEvent, own: TariffType | undefined) {
    const current = running.periods.at(-1)?.tariff
    if (current !== undefined) return current
    if (own !== undefined) {
      this.#running.set(
        transaction.id,
        Object.assign(running, { kind: 'DriverTariff', token: transaction.token?.value }),
      )
      return own
    }
    const standard = this.#defaults.get(transaction.evseId)
    const isValid = standard?.validFrom === undefined || Date.parse(standard.validFrom) <= atMs
    return transaction.token !== undefined && isValid ? standard : undefined
  }

  #advance(running: Running, { atMs, chargingState }: TransactionEvent, registerWh: number): void {
    const period = running.periods.at(-1)
    if (period !== undefined) {
      const seconds = (atMs - running.lastMs) / 1000
      period.energyWh += registerWh - running.lastWh
      if (running.charging) period.chargingS += seconds
      else period.idleS += seconds
    }
    Object.assign(running, { lastMs: atMs, lastWh: registerWh, charging: chargingState === 'Charging' })
  }
}

/** Why the station cannot go by a tariff; also one of a driver is looked at so (I08.FR.30). */
export function problemOf(tariff: TariffType): 'TooManyElements' | 'ConditionNotSupported' | 'Rejected' | undefined {
  const prices = pricesOf(tariff)
  if (prices.length > TARIFF_ELEMENTS) return 'TooManyElements'
  if (prices.some(({ conditions }) => conditions !== undefined)) return 'ConditionNotSupported'
  const { reservationTime, reservationFixed, minCost, maxCost } = tariff
  const unknown = [reservationTime, reservationFixed, minCost, maxCost].some((part) => part !== undefined)
  return unknown || prices.length === 0 ? 'Rejected' : undefined
}
