import type { Tariff } from '#domain/tariffs'
import type { TransactionMoment } from '#domain/transactions'

/** A tariff that counts from a moment on, until the next one does. */
export interface Applied {
  readonly tariff: Tariff
  /** Without it from the start of the transaction. */
  readonly fromMs?: number
}

/** A tariff that the station has agreed to change a transaction to. */
export interface AcceptedTariff {
  readonly tariffId: string
  readonly atMs: number
}

/** What says by which tariffs a transaction is counted. */
export interface PricedBy {
  /** Given to it when its driver was known. */
  readonly pinnedId: string | undefined
  readonly accepted: readonly AcceptedTariff[]
  /** What the party has of those that are named, by their ids. Another is not gone by. */
  readonly tariffs: ReadonlyMap<string, Tariff>
}

/**
 * By which tariffs a transaction is counted, in order. Where the station says by which one it counts, that is the one its driver has
 * agreed to: the first it names is that of the whole transaction (2.1 I07.FR.32, I08.FR.22), one that it changes to counts from that
 * event on and never backwards (I11.FR.08). A change it has agreed to and not told of counts from when it agreed. Money stays the
 * same (I11.FR.05): a tariff in another currency is not gone by.
 */
export function appliedTariffs(
  { pinnedId, accepted, tariffs }: PricedBy,
  moments: readonly TransactionMoment[],
): readonly Applied[] {
  const applied: Applied[] = []
  const pinned = pinnedId === undefined ? undefined : tariffs.get(pinnedId)
  if (pinned !== undefined) applied.push({ tariff: pinned })
  for (const [index, { tariffId, atMs, isChange }] of changes(accepted, moments, tariffs).entries()) {
    const tariff = tariffs.get(tariffId)
    if (tariff === undefined) continue
    if (index === 0 && !isChange) {
      applied.splice(0, 1, { tariff })
      continue
    }
    const now = applied.at(-1)?.tariff
    if (now?.id === tariffId || (now !== undefined && now.currency !== tariff.currency)) continue
    applied.push({ tariff, fromMs: atMs })
  }
  return applied
}

/** Nobody has agreed to any tariff: no cost is associated with the transaction (2.1 I07.FR.30, I08.FR.20). */
export function isRefused(moments: readonly TransactionMoment[]): boolean {
  return moments.some((moment) => moment.isTariffRefused) && moments.every(({ tariffId }) => tariffId === undefined)
}

interface Change extends AcceptedTariff {
  readonly isChange: boolean
}

/** What was said of tariffs, in order. An event says it better than the answer that announced it. */
function changes(
  accepted: readonly AcceptedTariff[],
  moments: readonly TransactionMoment[],
  known: ReadonlyMap<string, Tariff>,
): Change[] {
  const told = [...moments].sort(byTime).flatMap(({ tariffId, atMs, isTariffChange = false }): Change[] => {
    return tariffId === undefined || !known.has(tariffId) ? [] : [{ tariffId, atMs, isChange: isTariffChange }]
  })
  const isTold = (id: string) => told.some(({ tariffId, isChange }) => isChange && tariffId === id)
  const untold = accepted.filter(({ tariffId }) => !isTold(tariffId))
  return [...told, ...untold.map((change): Change => ({ ...change, isChange: true }))].sort((a, b) => a.atMs - b.atMs)
}

function byTime(a: TransactionMoment, b: TransactionMoment): number {
  return a.atMs - b.atMs || (a.seqNo ?? -1) - (b.seqNo ?? -1) || (a.key < b.key ? -1 : 1)
}
