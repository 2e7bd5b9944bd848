import type { Queries } from '#storage'
import type { EnergyTransfer } from './needs.ts'
import { loadRule } from './needs-store.ts'
import { isBidirectional, loadTokenTransfers, loadTransactionTransfers } from './transfer-store.ts'

/** What all of those allow who have a say; undefined when nobody has said anything. */
export function inCommon(
  ...lists: readonly (readonly EnergyTransfer[] | undefined)[]
): readonly EnergyTransfer[] | undefined {
  const said = lists.filter((list) => list !== undefined)
  const [first, ...others] = said
  return first?.filter((transfer) => others.every((list) => list.includes(transfer)))
}

/**
 * How energy may get to the vehicle of a token and from it, for a station to be told with the authorization (2.1 Q01.FR.01).
 * Undefined at a station that is not for vehicle-to-grid, and when neither token nor station limits it (Q01.FR.08).
 */
export async function transfersOfToken(
  queries: Queries,
  { partyId, stationId, token }: { readonly partyId: string; readonly stationId: string; readonly token: string },
): Promise<readonly EnergyTransfer[] | undefined> {
  if (!(await isBidirectional(queries, stationId))) return undefined
  return inCommon(await loadTokenTransfers(queries, partyId, token), (await loadRule(queries, stationId)).transfers)
}

/** The same for a transaction that runs: what the station was told of it counts, in place of all else (2.1 Q02.FR.05). */
export async function transfersOfTransaction(
  queries: Queries,
  {
    partyId,
    stationId,
    reference,
  }: { readonly partyId: string; readonly stationId: string; readonly reference?: string },
): Promise<readonly EnergyTransfer[] | undefined> {
  const { transfers } = await loadRule(queries, stationId)
  if (reference === undefined) return transfers
  const { told, token } = await loadTransactionTransfers(queries, stationId, reference)
  if (told !== undefined) return told
  return inCommon(token === undefined ? undefined : await loadTokenTransfers(queries, partyId, token), transfers)
}
