import { isInt32, known } from '#kernel'
import { type Queries, storableText } from '#storage'
import type { ChargingSchedule } from './charging-profile.ts'
import { type ChargingNeeds, NEEDS_ANSWERS, type NeedsRule, NO_RULE } from './needs.ts'
import type { StationNeeds } from './smart-charging.ts'

const LONGEST_NEEDS = 20_000
const HIGHEST_EVSE = 9_999
/** EVSEs of one station whose vehicles’ needs are kept: as many as it may have connectors, and some that it has not told. */
export const MOST_NEEDS = 300
/** A vehicle that has not kept its limits after so many more profiles will not keep the next either. */
const MOST_RENEGOTIATIONS = 3

/** The latest needs at an EVSE; what the vehicle chose for those before is no more. */
export async function putNeeds({ kysely }: Queries, needs: StationNeeds): Promise<void> {
  if (needs.evseId < 0 || needs.evseId > HIGHEST_EVSE) return
  const { facts: _, ...brief } = needs.needs
  const whole = storableText(JSON.stringify(needs.needs))
  const row = {
    station_id: needs.stationId,
    evse_id: needs.evseId,
    transaction_reference: needs.transactionReference ?? null,
    needs: whole.length > LONGEST_NEEDS ? JSON.stringify(brief) : whole,
    answer: needs.answer,
    needed_at: needs.neededAt,
    vehicle_schedule: null,
    within_limits: null,
    scheduled_at: null,
    renegotiations: 0,
  }
  await kysely
    .insertInto('charging_needs')
    .values(row)
    .onConflict((conflict) => conflict.columns(['station_id', 'evse_id']).doUpdateSet(row))
    .execute()
  const latest = kysely
    .selectFrom('charging_needs')
    .select('evse_id')
    .where('station_id', '=', needs.stationId)
    .orderBy('needed_at', 'desc')
    .orderBy('evse_id')
    .limit(MOST_NEEDS)
  await kysely
    .deleteFrom('charging_needs')
    .where('station_id', '=', needs.stationId)
    .where('evse_id', 'not in', latest)
    .execute()
}

/** The same needs once more: what the vehicle chose for them stands, and how often it was negotiated anew. */
export async function putNeedsAgain({ kysely }: Queries, { stationId, evseId, answer, neededAt }: StationNeeds) {
  await kysely
    .updateTable('charging_needs')
    .set({ answer, needed_at: neededAt })
    .where('station_id', '=', stationId)
    .where('evse_id', '=', evseId)
    .execute()
}

/** The needs of vehicles whose transactions run, and of those of which no transaction is known yet. */
export async function loadNeeds({ kysely }: Queries, stationId: string): Promise<StationNeeds[]> {
  const rows = await kysely
    .selectFrom('charging_needs as n')
    .selectAll('n')
    .where('n.station_id', '=', stationId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('transaction as t')
            .select('t.id')
            .whereRef('t.station_id', '=', 'n.station_id')
            .whereRef('t.reference', '=', 'n.transaction_reference')
            .where('t.status', '=', 'ended'),
        ),
      ),
    )
    .orderBy('n.evse_id')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    stationId: row.station_id,
    evseId: row.evse_id,
    // Written by us alone, from these very types.
    needs: JSON.parse(row.needs) as ChargingNeeds,
    answer: NEEDS_ANSWERS.find((answer) => answer === row.answer) ?? 'rejected',
    neededAt: row.needed_at,
    ...known({
      transactionReference: row.transaction_reference,
      vehicleSchedule: row.vehicle_schedule === null ? null : (JSON.parse(row.vehicle_schedule) as ChargingSchedule),
      withinLimits: row.within_limits,
    }),
  }))
}

/** Keeps what a vehicle chose; true when it is to be negotiated anew (K16.FR.08): a few times for the same needs. */
export async function putVehicleSchedule(
  { kysely }: Queries,
  stationId: string,
  evseId: number,
  schedule: ChargingSchedule,
  { withinLimits, at }: { withinLimits: boolean; at: Date },
): Promise<boolean> {
  if (!isInt32(evseId)) return false
  const text = storableText(JSON.stringify(schedule))
  const its = kysely.updateTable('charging_needs').where('station_id', '=', stationId).where('evse_id', '=', evseId)
  await its
    .set({
      vehicle_schedule: text.length > LONGEST_NEEDS ? null : text,
      within_limits: withinLimits,
      scheduled_at: at,
    })
    .execute()
  if (withinLimits) return false
  const { numUpdatedRows } = await its
    .set((eb) => ({ renegotiations: eb('renegotiations', '+', 1) }))
    .where('renegotiations', '<', MOST_RENEGOTIATIONS)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function loadRule({ kysely }: Queries, stationId: string): Promise<NeedsRule> {
  const row = await kysely
    .selectFrom('charging_needs_rule')
    .select('rule')
    .where('station_id', '=', stationId)
    .executeTakeFirst()
  return row === undefined ? NO_RULE : (JSON.parse(row.rule) as NeedsRule)
}

export async function putRule({ kysely }: Queries, stationId: string, rule: NeedsRule, at: Date): Promise<void> {
  const row = { station_id: stationId, rule: JSON.stringify(rule), changed_at: at }
  await kysely
    .insertInto('charging_needs_rule')
    .values(row)
    .onConflict((conflict) => conflict.column('station_id').doUpdateSet(row))
    .execute()
}

/** Notes that a transaction has priority, or no longer has. */
export async function putPriority(
  { kysely }: Queries,
  stationId: string,
  told: string,
  activated: boolean,
  at: Date,
): Promise<void> {
  const reference = storableText(told)
  await kysely
    .deleteFrom('priority_charging')
    .where('station_id', '=', stationId)
    .where((eb) =>
      eb.or([
        eb('transaction_reference', '=', reference),
        eb('transaction_reference', 'not in', (inner) =>
          inner
            .selectFrom('transaction')
            .select('reference')
            .where('station_id', '=', stationId)
            .where('status', '=', 'active'),
        ),
      ]),
    )
    .execute()
  if (!activated) return
  await kysely
    .insertInto('priority_charging')
    .columns(['station_id', 'transaction_reference', 'since'])
    .expression((eb) =>
      eb
        .selectFrom('transaction')
        .select(({ val }) => ['station_id', 'reference', val(at).as('since')])
        .where('station_id', '=', stationId)
        .where('reference', '=', reference)
        .where('status', '=', 'active')
        .limit(1),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
