import type { Selectable } from 'kysely'
import { AppError, known, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, storableText, withinScope } from '#storage'
import type { WebPaymentChange, WebPaymentSettings } from './web-payment.ts'

export interface StoredWebPayment extends WebPaymentSettings {
  /** Makes the secret another with every change. */
  readonly turn: string
}

/** Address templates of one party that are tried. */
const MOST_TEMPLATES = 200

export async function saveWebPayment(
  { kysely }: Queries,
  place: { readonly stationId: string; readonly partyId: string },
  { urlTemplate, validityS, codeLength }: WebPaymentChange,
  { turn, commandId }: { readonly turn: string; readonly commandId: string },
  at: Date,
): Promise<void> {
  const columns = {
    ...{ url_template: storableText(urlTemplate), validity_s: validityS, code_length: codeLength },
    ...{ turn, command_id: commandId, changed_at: at },
  }
  await kysely
    .insertInto('web_payment')
    .values({ station_id: place.stationId, party_id: place.partyId, ...columns })
    .onConflict((conflict) => conflict.column('station_id').doUpdateSet(columns))
    .execute()
}

export async function loadTemplates({ kysely }: Queries, scope: Scope): Promise<readonly string[]> {
  const rows = await kysely
    .selectFrom('web_payment')
    .select('url_template')
    .distinct()
    .where(withinScope(scope, 'party_id'))
    .orderBy('url_template')
    .limit(MOST_TEMPLATES)
    .execute()
  return rows.map((row) => row.url_template)
}

export async function findWebPayment(
  { kysely }: Queries,
  scope: Scope,
  stationId: string,
): Promise<StoredWebPayment | undefined> {
  const row = await kysely
    .selectFrom('web_payment')
    .selectAll()
    .where('station_id', '=', storableText(stationId))
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  return row && read(row)
}

/** @throws AppError `not-found` for a station outside the scope, or one that was told nothing. */
export async function loadWebPayment(queries: Queries, scope: Scope, stationId: string): Promise<WebPaymentSettings> {
  const found = await findWebPayment(queries, scope, stationId)
  if (found === undefined) throw new AppError('not-found', 'The station takes no payments in the web', { stationId })
  const { turn: _turn, ...settings } = found
  return settings
}

function read(row: Selectable<DatabaseSchema['web_payment']>): StoredWebPayment {
  return {
    ...{ stationId: row.station_id, partyId: row.party_id, urlTemplate: row.url_template },
    ...{ validityS: row.validity_s, codeLength: row.code_length, turn: row.turn, changedAt: row.changed_at },
    ...known({ commandId: row.command_id }),
  }
}
