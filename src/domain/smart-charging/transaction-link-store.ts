import { type Selectable, sql } from 'kysely'
import type { DatabaseSchema, Queries } from '#storage'
import { clockBehindMs, mayBeBegunBy, WAITS_MS } from './begun-by.ts'

/** Transactions of one token at one EVSE within the time a start is waited for that are looked at. */
const MOST_CANDIDATES = 100

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
 * 2.x repeats the number of the start; in 1.6 it is the first transaction of that token at that EVSE that can have been begun
 * by it.
 */
async function nameBegun({ kysely }: Queries, stationId: string): Promise<void> {
  const waiting = await kysely
    .selectFrom('charging_profile')
    .select(['profile_id', 'evse_id', 'start_number', 'start_token', 'sent_at'])
    .where('station_id', '=', stationId)
    .where('start_number', 'is not', null)
    .where('transaction_reference', 'is', null)
    .execute()
  for (const profile of waiting) {
    const reference =
      (await numberedBegun(kysely, stationId, profile)) ?? (await tokenBegun(kysely, stationId, profile))
    if (reference === undefined) continue
    await kysely
      .updateTable('charging_profile')
      .set({ transaction_reference: reference })
      .where('station_id', '=', stationId)
      .where('profile_id', '=', profile.profile_id)
      .execute()
  }
}

type Kysely = Queries['kysely']
type Waiting = Pick<
  Selectable<DatabaseSchema['charging_profile']>,
  'evse_id' | 'start_number' | 'start_token' | 'sent_at'
>

async function numberedBegun(
  kysely: Kysely,
  stationId: string,
  { start_number }: Waiting,
): Promise<string | undefined> {
  const begun = await kysely
    .selectFrom('transaction')
    .select('reference')
    .where('station_id', '=', stationId)
    .where('remote_start_id', '=', start_number)
    .orderBy('received_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return begun?.reference
}

async function tokenBegun(
  kysely: Kysely,
  stationId: string,
  { evse_id, start_token, sent_at }: Waiting,
): Promise<string | undefined> {
  if (start_token === null || sent_at === null) return undefined
  const candidates = await kysely
    .selectFrom('transaction')
    .select(['reference', 'received_at as receivedAt'])
    .select(({ fn }) => fn.coalesce('started_at', 'first_event_at').as('startedAt'))
    .where('station_id', '=', stationId)
    .where('numbered', '=', true)
    .where('evse_id', '=', evse_id)
    .where(sql<boolean>`lower(token_value) = lower(${start_token})`)
    .where('received_at', '>=', sent_at)
    .where('received_at', '<', new Date(sent_at.getTime() + WAITS_MS))
    .orderBy('received_at')
    .orderBy('id')
    .limit(MOST_CANDIDATES)
    .execute()
  if (candidates.length === 0) return undefined
  const start = { sentAt: sent_at, clockBehindMs: clockBehindMs(await statusesTold(kysely, stationId, sent_at)) }
  return candidates.find((candidate) => mayBeBegunBy(start, candidate))?.reference
}

/** What the station told about the time of a start, with the times it gave; what it kept while offline is not among it. */
function statusesTold(kysely: Kysely, stationId: string, sentAt: Date): Promise<{ at: Date; receivedAt: Date }[]> {
  return kysely
    .selectFrom('connector')
    .select(['status_at as at', 'received_at as receivedAt'])
    .where('station_id', '=', stationId)
    .where('received_at', '>=', new Date(sentAt.getTime() - WAITS_MS))
    .execute()
}
