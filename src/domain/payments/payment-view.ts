import type { Selectable } from 'kysely'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, withinScope } from '#storage'
import type { Payment, PaymentFilter } from './payment.ts'

/** @throws AppError `not-found` for a payment outside the scope. */
export async function viewPayment(
  { kysely }: Pick<Queries, 'kysely'>,
  scope: Scope,
  paymentId: string,
): Promise<Payment> {
  const row = await kysely
    .selectFrom('payment')
    .selectAll()
    .where('id', '=', paymentId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no payment ${paymentId}`, { paymentId })
  return readPayment(row, (await ordersOf({ kysely }, [paymentId])).get(paymentId))
}

/** A page of payments, newest first. */
export async function viewPayments(
  { kysely }: Queries,
  scope: Scope,
  filter: PaymentFilter,
  page: PageRequest,
): Promise<Page<Payment>> {
  let query = kysely.selectFrom('payment').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.settledBy !== undefined) query = query.where('settled_by', '=', filter.settledBy)
  const found = await newestFirst(query, 'id', page, (row) => row)
  const orders = await ordersOf(
    { kysely },
    found.items.map(({ id }) => id),
  )
  return { ...found, items: found.items.map((row) => readPayment(row, orders.get(row.id))) }
}

type ToldOrders = Pick<Payment, 'problem' | 'corrections'>

/** Why the provider has not taken the first order, and what it was told after that, by payment. */
async function ordersOf(
  { kysely }: Pick<Queries, 'kysely'>,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, ToldOrders>> {
  if (paymentIds.length === 0) return new Map()
  const rows = await kysely
    .selectFrom('payment_order')
    .selectAll()
    .where('payment_id', 'in', paymentIds)
    .orderBy('payment_id')
    .orderBy('number')
    .execute()
  const found = new Map<string, ToldOrders>()
  for (const { payment_id: paymentId, kind, amount, total, currency, ...order } of rows) {
    const { taken_at: takenAt, refused_at: refusedAt, last_problem: lastProblem } = order
    const problem = takenAt === null ? lastProblem : null
    const told = found.get(paymentId)
    if (kind === 'settle') found.set(paymentId, known({ problem }))
    else {
      const correction = { kind, amount, total, ...known({ currency, takenAt, refusedAt, problem }) }
      found.set(paymentId, { ...told, corrections: [...(told?.corrections ?? []), correction] })
    }
  }
  return found
}

function readPayment(row: Selectable<DatabaseSchema['payment']>, { problem, corrections }: ToldOrders = {}): Payment {
  const company: Payment['company'] = row.company === null ? undefined : JSON.parse(row.company)
  const limits: Payment['limits'] = JSON.parse(row.limits)
  return {
    ...{ id: row.id, stationId: row.station_id, partyId: row.party_id, reference: row.reference, state: row.state },
    ...{ settledBy: row.settled_by, limits, createdAt: row.created_at, updatedAt: row.updated_at },
    ...known({
      evseId: row.evse_id,
      commandId: row.command_id,
      transactionReference: row.transaction_reference,
      amount: row.amount,
      currency: row.currency,
      settledAt: row.settled_at,
      receiptId: row.receipt_id,
      receiptUrl: row.receipt_url,
      statusInfo: row.status_info,
      vatNumber: row.vat_number,
      company,
      corrections,
      // Whoever has told what came of it need not be told any more.
      problem: row.state === 'to-settle' ? problem : undefined,
    }),
  }
}
