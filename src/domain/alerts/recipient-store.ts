import { AppError, type Scope } from '#kernel'
import { type Queries, withinScope } from '#storage'
import { RECIPIENT_KINDS, type Recipient, type RecipientChange } from './recipient.ts'

/** Recipients one party may have. */
export const MAX_RECIPIENTS = 100

interface RecipientRow {
  readonly id: string
  readonly party_id: string
  readonly kind: string
  readonly target: string
  readonly least_severity: number
  readonly enabled: boolean
  readonly created_at: Date
}

/** @throws AppError `too-many`. Inside a transaction. */
export async function insertRecipient(queries: Queries, recipient: Recipient, sealedSecret?: string): Promise<void> {
  const { id, partyId, kind, target, leastSeverity, enabled, createdAt } = recipient
  await queries.query('recipient-party', 'SELECT FROM party WHERE id = $1 FOR NO KEY UPDATE', [partyId])
  const { rows } = await queries.query<{ count: number }>(
    'recipient-count',
    'SELECT count(*) AS count FROM alert_recipient WHERE party_id = $1',
    [partyId],
  )
  if ((rows[0]?.count ?? 0) >= MAX_RECIPIENTS) {
    throw new AppError('too-many', `A party has ${MAX_RECIPIENTS} recipients of alerts at most`)
  }
  await queries.kysely
    .insertInto('alert_recipient')
    .values({
      ...{ id, kind, target, enabled },
      party_id: partyId,
      least_severity: leastSeverity,
      sealed_secret: sealedSecret ?? null,
      created_at: createdAt,
    })
    .execute()
}

export async function loadRecipients({ kysely }: Queries, scope: Scope): Promise<Recipient[]> {
  const rows = await kysely
    .selectFrom('alert_recipient')
    .selectAll()
    .where(withinScope(scope, 'party_id'))
    .orderBy('id')
    .execute()
  return rows.map(readRecipient)
}

/** @throws AppError `not-found` for one outside the scope. */
export async function loadRecipient({ kysely }: Queries, scope: Scope, recipientId: string): Promise<Recipient> {
  const row = await kysely
    .selectFrom('alert_recipient')
    .selectAll()
    .where('id', '=', recipientId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no recipient ${recipientId}`, { recipientId })
  return readRecipient(row)
}

export async function updateRecipient(
  { kysely }: Queries,
  recipientId: string,
  { leastSeverity, enabled }: RecipientChange,
): Promise<void> {
  if (leastSeverity === undefined && enabled === undefined) return
  await kysely
    .updateTable('alert_recipient')
    .set({
      ...(leastSeverity !== undefined && { least_severity: leastSeverity }),
      ...(enabled !== undefined && { enabled }),
    })
    .where('id', '=', recipientId)
    .execute()
}

export async function deleteRecipient({ kysely }: Queries, recipientId: string): Promise<void> {
  await kysely.deleteFrom('alert_recipient').where('id', '=', recipientId).execute()
}

function readRecipient(row: RecipientRow): Recipient {
  return {
    id: row.id,
    partyId: row.party_id,
    kind: RECIPIENT_KINDS.find((kind) => kind === row.kind) ?? 'webhook',
    target: row.target,
    leastSeverity: row.least_severity,
    enabled: row.enabled,
    createdAt: row.created_at,
  }
}
