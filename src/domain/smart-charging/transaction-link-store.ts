import { sql } from 'kysely'
import type { Queries } from '#storage'

/** How long a profile that went along with a remote start waits for its transaction. */
const WAITS_MS = 3_600_000

/**
 * Lets profiles of transactions go with them: those that went along with a remote start get the name of what it began,
 * and those whose transaction is over are gone (K02.FR.05).
 */
export async function followTransactions(queries: Queries, stationId: string, at: Date): Promise<void> {
  await nameBegun(queries, stationId)
  await sql`
    DELETE FROM charging_profile p
    WHERE p.station_id = ${stationId} AND p.purpose = 'transaction' AND (
      EXISTS (SELECT FROM transaction t WHERE t.station_id = p.station_id AND t.reference = p.transaction_reference
        AND t.status = 'ended')
      OR (p.transaction_reference IS NULL AND p.sent_at < ${new Date(at.getTime() - WAITS_MS)}))`.execute(
    queries.kysely,
  )
}

/**
 * 2.x repeats the number of the start; in 1.6 it is the first transaction of that token at that EVSE that came after, as long
 * as the start is waited for.
 */
async function nameBegun({ kysely }: Queries, stationId: string): Promise<void> {
  const waiting = await kysely
    .selectFrom('charging_profile')
    .select(['profile_id', 'evse_id', 'start_number', 'start_token', 'sent_at'])
    .where('station_id', '=', stationId)
    .where('start_number', 'is not', null)
    .where('transaction_reference', 'is', null)
    .execute()
  for (const { profile_id, evse_id, start_number, start_token, sent_at } of waiting) {
    const since = sent_at ?? new Date(0)
    const begun = await kysely
      .selectFrom('transaction')
      .select('reference')
      .where('station_id', '=', stationId)
      .where((eb) =>
        eb.or([
          eb('remote_start_id', '=', start_number),
          eb.and([
            eb('numbered', '=', true),
            eb('evse_id', '=', evse_id),
            sql<boolean>`lower(token_value) = lower(${start_token})`,
            eb('received_at', '>=', since),
            eb('received_at', '<', new Date(since.getTime() + WAITS_MS)),
          ]),
        ]),
      )
      .orderBy('received_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (begun === undefined) continue
    await kysely
      .updateTable('charging_profile')
      .set({ transaction_reference: begun.reference })
      .where('station_id', '=', stationId)
      .where('profile_id', '=', profile_id)
      .execute()
  }
}
