import type { Authorization } from '#domain/authorization'
import type { Commands } from '#domain/commands'
import { requireStation } from '#domain/stations'
import { roundedAmount } from '#domain/tariffs'
import { AppError, type Clock, errorCode, everyParty, known, type Logger, leastIdOf, newId } from '#kernel'
import type { Database } from '#storage'
import { BEGIN_WITHIN_MS, closeFirstOrder } from './order-store.ts'
import type { Payments, VatValidator } from './payment.ts'
import {
  deletePayments,
  endTransaction,
  findPayment,
  insertPayment,
  joinTransaction,
  mayAdd,
  noteDue,
  saveSettlement,
  saveStationSettlement,
} from './payment-store.ts'
import { viewPayment, viewPayments } from './payment-view.ts'
import { vatForm } from './vat-form.ts'

export interface PaymentsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly authorization: Pick<Authorization, 'createIn'>
  readonly commands: Pick<Commands, 'submit'>
  /** Where people reach the platform, as https://charging.example.org; without it receipts have no address. */
  readonly publicUrl?: string
  /** Default: the form of the number alone. */
  readonly validateVat?: VatValidator
}

const DAY_MS = 86_400_000
/** Payments of one station in a day from which on it adds none itself: more than a terminal for many EVSEs takes. */
export const PAYMENTS_A_DAY = 5_000
/** Ends in which nothing has been delivered and somebody gave up (2.1 C20.FR.01 and 02). */
const GIVEN_UP = new Set(['StopAuthorized', 'EVConnectTimeout'])

/** Who pays on the spot, what for, and whether the money was taken. Talks to no provider: programs do, by the API. */
export function createPayments(options: PaymentsOptions): Payments {
  const { database, clock, logger, authorization, commands, publicUrl, validateVat = vatForm } = options
  const now = () => new Date(clock.nowMs())
  const isTooMany = async (stationId: string, reference: string): Promise<boolean> => {
    const dayAgo = leastIdOf(clock.nowMs() - DAY_MS)
    if (await mayAdd(database, { stationId, reference }, PAYMENTS_A_DAY, dayAgo)) return false
    logger.warn('A station has too many payments in a day: no more are kept', { stationId })
    return true
  }

  return {
    async authorize(scope, payment) {
      const { stationId, reference, evseId, requestedBy, requestedByName } = payment
      const { partyId } = await requireStation(database, scope, stationId)
      const id = newId(clock.nowMs())
      const validUntil = new Date(clock.nowMs() + BEGIN_WITHIN_MS)
      const paid = { partyId, value: reference, kind: 'direct-payment', label: `Payment ${id}` } as const
      const request = { token: reference, tokenKind: 'direct-payment', ...known({ evseId }) }
      const asked = {
        stationId,
        kind: 'start-transaction',
        request,
        requestedBy,
        ...known({ requestedByName }),
      } as const
      try {
        // All of it or nothing: whoever asks again after a crash finds the reference free, or the payment begun.
        await commands.submit(scope, asked, async (queries, commandId) => {
          await authorization.createIn(queries, { ...paid, validUntil, concurrentLimit: 1 })
          await insertPayment(queries, id, { ...payment, partyId, commandId }, now())
        })
      } catch (thrown) {
        if (errorCode(thrown) !== 'conflict') throw thrown
        const paymentId = await findPayment(database, payment)
        throw new AppError('conflict', 'The reference was used already', known({ paymentId }), { cause: thrown })
      }
      return await viewPayment(database, scope, id)
    },
    async begun(transaction, token, evseId) {
      if (await isTooMany(transaction.stationId, token)) return {}
      return await joinTransaction(database, newId(clock.nowMs()), transaction, token, evseId, now())
    },
    async ended(transaction, trigger, total) {
      const payment = await endTransaction(database, transaction, now())
      if (payment === undefined) return undefined
      if (total !== undefined) {
        const { currency } = total
        await noteDue(database, transaction, { amount: roundedAmount(total.amount, currency), currency }, now())
        return undefined
      }
      if (payment.energyWh !== 0 || !GIVEN_UP.has(trigger ?? '')) return undefined
      await noteDue(database, transaction, { amount: '0', currency: null }, now())
      return 'nothing'
    },
    async settledByStation(settlement) {
      if (await isTooMany(settlement.stationId, settlement.reference)) return {}
      const id = await saveStationSettlement(database, newId(clock.nowMs()), settlement, now())
      // C21.FR.03 and 04: who makes the receipt says where it is; of what was not paid there is none.
      if (id === undefined || settlement.state !== 'settled' || settlement.receiptUrl !== undefined) return {}
      return publicUrl === undefined ? { receiptId: id } : { receiptId: id, receiptUrl: receiptUrl(publicUrl, id) }
    },
    async settle(scope, paymentId, settlement) {
      await viewPayment(database, scope, paymentId)
      // Of two who have both taken the money the second has to hear of it.
      await database.transaction(async (queries) => {
        if (!(await saveSettlement(queries, paymentId, settlement, now()))) {
          throw new AppError('conflict', 'The payment is settled already', { paymentId })
        }
        if (settlement.state === 'settled') await closeFirstOrder(queries, paymentId, now())
      })
      return await viewPayment(database, scope, paymentId)
    },
    get: (scope, paymentId) => viewPayment(database, scope, paymentId),
    list: (scope, filter, page) => viewPayments(database, scope, filter, page),
    async receipt(paymentId) {
      const found = await viewPayment(database, everyParty, paymentId)
      const { id, stationId, state, amount, currency, settledAt, vatNumber, company, corrections } = found
      if (state !== 'settled') throw new AppError('not-found', 'There is no such receipt', { paymentId })
      // A driver is told what was asked of the provider, not what it would not do.
      const made = corrections
        ?.filter(({ refusedAt }) => refusedAt === undefined)
        .map(({ problem: _, ...made }) => made)
      const outcome = known({ amount, currency, settledAt, vatNumber, company })
      return { id, stationId, state, ...outcome, ...(made?.length ? { corrections: made } : {}) }
    },
    removeBefore: (time, atMost) => deletePayments(database, time, atMost),
    validateVat: async (vatNumber) => await validateVat(vatNumber),
  }
}

function receiptUrl(publicUrl: string, id: string): string {
  return `${publicUrl.replace(/\/$/, '')}/api/v1/receipts/${id}`
}
