import { AppError, known, type Scope } from '#kernel'
import { type Queries, withinScope } from '#storage'
import type { ProviderSettings } from './provider.ts'

export async function saveProvider({ kysely }: Queries, provider: ProviderSettings, sealed: string): Promise<void> {
  const values = {
    ...{ url: provider.url, page_url: provider.pageUrl ?? null, secret: sealed, changed_at: provider.changedAt },
  }
  await kysely
    .insertInto('payment_provider')
    .values({ party_id: provider.partyId, ...values })
    .onConflict((conflict) => conflict.column('party_id').doUpdateSet(values))
    .execute()
}

/** @throws AppError `not-found` outside the scope, and where nobody settles for the party. */
export async function loadProvider({ kysely }: Queries, scope: Scope, partyId: string): Promise<ProviderSettings> {
  const row = await kysely
    .selectFrom('payment_provider')
    .selectAll()
    .where('party_id', '=', partyId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', 'Nobody settles payments for this party', { partyId })
  return { partyId, url: row.url, ...known({ pageUrl: row.page_url }), changedAt: row.changed_at }
}

export async function deleteProvider({ kysely }: Queries, partyId: string): Promise<void> {
  await kysely.deleteFrom('payment_provider').where('party_id', '=', partyId).execute()
}
