import { type Queries, storableText } from '#storage'
import { ENERGY_TRANSFERS, type EnergyTransfer } from './needs.ts'

/** Whether a station speaks ISO 15118 and says that it can take energy back (2.1 Q01.FR.01). */
export async function isBidirectional({ kysely }: Queries, stationId: string): Promise<boolean> {
  const rows = await kysely
    .selectFrom('variable')
    .select(['component', 'value'])
    .where('station_id', '=', stationId)
    .where('component', 'in', ['ISO15118Ctrlr', 'V2XChargingCtrlr'])
    .where('name', '=', 'Enabled')
    .where('instance', '=', '')
    .where('attribute', '=', 'Actual')
    .limit(1_000)
    .execute()
  const enabled = rows.filter(({ value }) => value?.trim().toLowerCase() === 'true')
  return new Set(enabled.map(({ component }) => component)).size === 2
}

/** What a token of a party allows; undefined when it says nothing, or there is none. */
export async function loadTokenTransfers(
  { kysely }: Queries,
  partyId: string,
  tokenValue: string,
): Promise<readonly EnergyTransfer[] | undefined> {
  const row = await kysely
    .selectFrom('token')
    .select('transfers')
    .where('party_id', '=', partyId)
    .where(({ fn }) => fn('lower', ['value']), '=', tokenValue.toLowerCase())
    .executeTakeFirst()
  return readTransfers(row?.transfers)
}

/** What a running transaction was told it may have, and the token it was begun with. */
export async function loadTransactionTransfers(
  { kysely }: Queries,
  stationId: string,
  reference: string,
): Promise<{ readonly told?: readonly EnergyTransfer[] | undefined; readonly token?: string | undefined }> {
  const row = await kysely
    .selectFrom('transaction as t')
    .leftJoin('transaction_transfer as x', (join) =>
      join.onRef('x.station_id', '=', 't.station_id').onRef('x.transaction_reference', '=', 't.reference'),
    )
    .select(['t.token_value', 'x.transfers'])
    .where('t.station_id', '=', stationId)
    .where('t.reference', '=', reference)
    .executeTakeFirst()
  return { told: readTransfers(row?.transfers), token: row?.token_value ?? undefined }
}

/** Notes what a station was told of a transaction; what it was told of those that have ended is let go. */
export async function putTransactionTransfers(
  { kysely }: Queries,
  stationId: string,
  reference: string,
  transfers: readonly EnergyTransfer[],
  at: Date,
): Promise<void> {
  const row = { transfers: storableText(JSON.stringify(transfers)), told_at: at }
  const running = kysely
    .selectFrom('transaction')
    .select('reference')
    .where('station_id', '=', stationId)
    .where('status', '=', 'active')
  await kysely
    .deleteFrom('transaction_transfer')
    .where('station_id', '=', stationId)
    .where('transaction_reference', 'not in', running)
    .execute()
  await kysely
    .insertInto('transaction_transfer')
    .values({ station_id: stationId, transaction_reference: reference, ...row })
    .onConflict((conflict) => conflict.columns(['station_id', 'transaction_reference']).doUpdateSet(row))
    .execute()
}

/** A list as we have written it. */
export function readTransfers(text: string | null | undefined): readonly EnergyTransfer[] | undefined {
  if (text == null) return undefined
  const words: unknown = JSON.parse(text)
  return ENERGY_TRANSFERS.filter((transfer) => Array.isArray(words) && words.includes(transfer))
}
