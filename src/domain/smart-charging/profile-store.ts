import { type Selectable, sql } from 'kysely'
import { isInt32, known } from '#kernel'
import { type DatabaseSchema, type Queries, storableText } from '#storage'
import { CHARGING_PURPOSES, type ChargingProfile, type DynamicValues } from './charging-profile.ts'
import { PROFILE_STANDINGS, type ProfileOutcome, type StationProfile, type WantedProfile } from './smart-charging.ts'
import { toldProfile } from './told-profile.ts'

export type ProfileRow = Selectable<DatabaseSchema['charging_profile']>

/** Profiles of one station that are kept; what it reports beyond is not. */
export const MAX_PROFILES = 200
/** The longest text of one profile; a longer one is not kept. */
export const LONGEST_PROFILE = 200_000

/** Profiles of one station are judged and noted one after the other. Inside a transaction. */
export async function takeTurn({ kysely }: Queries, stationId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('charging-profile'), hashtext(${stationId}))`.execute(kysely)
}

export function loadRows({ kysely }: Queries, stationId: string): Promise<ProfileRow[]> {
  return kysely
    .selectFrom('charging_profile')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('evse_id')
    .orderBy('purpose')
    .orderBy('stack_level')
    .orderBy('profile_id')
    .execute()
}

/** Notes a profile that is being sent, over the one it replaces. */
export async function putSent(
  { kysely }: Queries,
  { stationId, commandId, evseId, profile, transactionReference, startNumber, startToken }: WantedProfile,
  { profileId, replaced, at }: { profileId: number; replaced: ProfileRow | undefined; at: Date },
): Promise<void> {
  const row = {
    evse_id: evseId,
    purpose: profile.purpose,
    stack_level: profile.stackLevel,
    transaction_reference: transactionReference ?? null,
    start_number: startNumber ?? null,
    start_token: startToken ?? null,
    source: 'operator',
    standing: 'sent',
    command_id: commandId,
    sent: JSON.stringify(profile),
    sent_at: at,
    // What a try before this one of the same command has replaced is still what a refusal brings back.
    former: replaced?.command_id === commandId ? replaced.former : formerText(replaced),
  }
  await kysely
    .insertInto('charging_profile')
    .values({ station_id: stationId, profile_id: profileId, ...row })
    .onConflict((conflict) => conflict.columns(['station_id', 'profile_id']).doUpdateSet(row))
    .execute()
}

function formerText(row: ProfileRow | undefined): string | null {
  if (row === undefined) return null
  const { former: _, ...kept } = row
  return JSON.stringify(kept)
}

/** Settles what a command sent. */
export async function settleSent(
  { kysely }: Queries,
  stationId: string,
  commandId: string,
  outcome: ProfileOutcome,
): Promise<void> {
  const row = await kysely
    .selectFrom('charging_profile')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('command_id', '=', commandId)
    .executeTakeFirst()
  // Another command has sent this profile anew in the meantime: that one tells how it stands.
  if (row === undefined) return
  const its = kysely.updateTable('charging_profile').where('station_id', '=', stationId)
  if (outcome === 'unsure') {
    await its.set({ standing: 'unsure' }).where('profile_id', '=', row.profile_id).execute()
  } else if (outcome === 'accepted') {
    const set = { standing: 'accepted', former: null, command_id: null }
    await its.set(set).where('profile_id', '=', row.profile_id).execute()
  } else if (row.former !== null) {
    await its
      .set({ ...readFormer(row.former), former: null })
      .where('profile_id', '=', row.profile_id)
      .execute()
  } else {
    await kysely
      .deleteFrom('charging_profile')
      .where('station_id', '=', stationId)
      .where('profile_id', '=', row.profile_id)
      .execute()
  }
}

/** Written by us alone, from such a row. */
function readFormer(text: string): Omit<ProfileRow, 'former'> {
  return JSON.parse(text) as Omit<ProfileRow, 'former'>
}

/** What was on its way when its command came to an end without us (a node that has died) may have arrived. */
export async function markUnsure({ kysely }: Queries, stationId: string): Promise<void> {
  await kysely
    .updateTable('charging_profile')
    .set({ standing: 'unsure' })
    .where('station_id', '=', stationId)
    .where('standing', '=', 'sent')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('command')
          .select('command.id')
          .whereRef('command.id', '=', 'charging_profile.command_id')
          .where('command.state', 'not in', ['queued', 'sent']),
      ),
    )
    .execute()
}

/**
 * What a report says of a profile that was sent and not answered: it has arrived, or what was there before is there still.
 * One on its way may yet arrive.
 */
function afterReport(row: ProfileRow, reported: ChargingProfile): Partial<ProfileRow> {
  const { standing } = row
  const sent = readProfile(row.sent)
  if (sent === null || (standing !== 'sent' && standing !== 'unsure')) return {}
  const former = row.former === null ? undefined : readFormer(row.former)
  const before = former && (readProfile(former.sent) ?? readProfile(former.reported))
  const told = toldProfile(reported, sent, before ?? undefined)
  if (told === 'sent') return { standing: 'accepted', former: null, command_id: null }
  return told === 'former' && standing === 'unsure' ? { ...former, former: null } : {}
}

/** Keeps what a station tells of a profile. Inside a transaction. */
export async function putReported(
  { kysely }: Queries,
  profile: Omit<StationProfile, 'standing' | 'sent' | 'sentAt'> & { readonly reported: ChargingProfile },
  requestId: number,
): Promise<void> {
  const text = storableText(JSON.stringify(profile.reported))
  if (text.length > LONGEST_PROFILE) return
  const { stationId, profileId, evseId, purpose, stackLevel, transactionReference, source, reportedAt } = profile
  if (![profileId, evseId, stackLevel].every(isInt32)) return
  const told = { reported: text, reported_at: reportedAt ?? new Date(0), report_id: requestId }
  const ours = await kysely
    .selectFrom('charging_profile')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('profile_id', '=', profileId)
    .where('sent', 'is not', null)
    .executeTakeFirst()
  if (ours !== undefined) {
    await kysely
      .updateTable('charging_profile')
      .set({ ...afterReport(ours, profile.reported), ...told })
      .where('station_id', '=', stationId)
      .where('profile_id', '=', profileId)
      .execute()
    return
  }
  const row = {
    evse_id: evseId,
    purpose,
    stack_level: stackLevel,
    transaction_reference: transactionReference === undefined ? null : storableText(transactionReference.slice(0, 255)),
    source: storableText(source.slice(0, 50)),
    standing: 'reported',
    ...told,
  }
  await kysely
    .insertInto('charging_profile')
    .columns(['station_id', 'profile_id', ...(Object.keys(row) as (keyof typeof row)[])])
    .expression((eb) =>
      eb
        .selectFrom('station')
        .select([
          'id',
          sql.lit(profileId).as('profile_id'),
          ...Object.entries(row).map(([name, value]) => sql.val(value).as(name)),
        ])
        .where('id', '=', stationId)
        .where(sql<boolean>`(SELECT count(*) FROM charging_profile WHERE station_id = ${stationId}) < ${MAX_PROFILES}`),
    )
    .onConflict((conflict) => conflict.columns(['station_id', 'profile_id']).doUpdateSet(row))
    .execute()
}

export async function deleteProfiles({ kysely }: Queries, stationId: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await kysely
    .deleteFrom('charging_profile')
    .where('station_id', '=', stationId)
    .where('profile_id', 'in', [...ids])
    .execute()
}

/** What these profiles have replaced is gone: should they be refused, nothing is there. */
export async function forgetFormer({ kysely }: Queries, stationId: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await kysely
    .updateTable('charging_profile')
    .set({ former: null })
    .where('station_id', '=', stationId)
    .where('profile_id', 'in', [...ids])
    .execute()
}

export function profileOf(row: ProfileRow): StationProfile {
  return {
    stationId: row.station_id,
    profileId: row.profile_id,
    evseId: row.evse_id,
    purpose: CHARGING_PURPOSES.find((purpose) => purpose === row.purpose) ?? 'external-constraints',
    stackLevel: row.stack_level,
    source: row.source,
    standing: PROFILE_STANDINGS.find((standing) => standing === row.standing) ?? 'unsure',
    ...known({
      transactionReference: row.transaction_reference,
      sent: readProfile(row.sent),
      sentAt: row.sent_at,
      reported: readProfile(row.reported),
      reportedAt: row.reported_at,
    }),
  }
}

/** Written by us alone, from this very type. */
function readProfile(text: string | null): ChargingProfile | null {
  return text === null ? null : (JSON.parse(text) as ChargingProfile)
}

/** Puts new values into the one period of a dynamic profile of ours, whose duration begins anew (2.1 K28.FR.09). */
export async function rewriteSent(
  { kysely }: Queries,
  stationId: string,
  profileId: number,
  { values, at }: { readonly values: DynamicValues; readonly at: Date },
): Promise<void> {
  const row = await kysely
    .selectFrom('charging_profile')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('profile_id', '=', profileId)
    .executeTakeFirst()
  const profile = row && readProfile(row.sent)
  const [schedule] = profile?.schedules ?? []
  const [period] = schedule?.periods ?? []
  if (profile?.kind !== 'dynamic' || schedule === undefined || period === undefined) return
  const changed = { ...profile, schedules: [{ ...schedule, periods: [{ ...period, ...values }] }] }
  await kysely
    .updateTable('charging_profile')
    .set({ sent: JSON.stringify(changed), sent_at: at })
    .where('station_id', '=', stationId)
    .where('profile_id', '=', profileId)
    .execute()
}
