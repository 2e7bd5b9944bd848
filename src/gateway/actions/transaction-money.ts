import type { CostWord } from '#domain/costs'
import type { TransactionLimits } from '#domain/payments'
import type { TariffText, TransactionCost } from '#domain/tariffs'
import type { TokenVerdict, TransactionReport } from '#domain/transactions'
import type * as v21 from '#ocpp/v21'
import type { Services } from './action.ts'
import { defined } from './defined.ts'

/** A report, with what the station says of cost (2.1). */
export type Told = TransactionReport & {
  readonly cost?: TransactionCost
  /** A payment on the spot may begin or be over with it (2.1 C18 to C25). */
  readonly payable?: true
}

export interface Heard {
  readonly verdict?: TokenVerdict
  readonly cost?: TransactionCost
  readonly limits?: TransactionLimits
  /** What the driver is to be shown of a tariff that has changed (2.x I06). */
  readonly news?: readonly TariffText[]
  /** What it costs by now, or came to, as the platform counts: a decimal (2.x I02, I03). */
  readonly total?: string
  /** Nothing was delivered and nobody pays (2.1 C20.FR.03). */
  readonly isFree?: boolean
}

/** Whether money may hang on a report: most of them say how energy flows, and nothing else. */
export function bearsMoney({ payable, cost }: Told): boolean {
  return payable !== undefined || cost !== undefined
}

/** Whether a payment on the spot may begin or be over with this. */
export function isPayable({ kind, facts }: TransactionReport): boolean {
  return kind === 'ended' || facts.token?.kind === 'direct-payment'
}

/** Keeps a report, what it costs and what is paid for it. */
export async function reportWithMoney(told: Told, services: Services): Promise<Heard> {
  const { transactions, tariffs, payments, costs } = services
  const { cost, payable, kind, facts, stationId, reference } = told
  let heard: Heard = await transactions.report(told)
  if (cost !== undefined) {
    await tariffs.recordCost(cost)
    heard = { ...heard, cost }
  }
  const word = costs.concerns(told) ? await costs.follow(told, cost) : {}
  if (word.total !== undefined) heard = { ...heard, total: word.total }
  if (payable === undefined) return heard
  const transaction = { stationId, transactionReference: reference }
  const { token, evseId, trigger } = facts
  if (token?.kind === 'direct-payment') {
    heard = { ...heard, limits: await payments.begun(transaction, token.value, evseId) }
  }
  if (kind !== 'ended') return heard
  return { ...heard, isFree: (await payments.ended(transaction, trigger, totalOf(cost, word))) === 'nothing' }
}

/** What is to be taken: what the station counted, or else the platform. */
function totalOf(cost: TransactionCost | undefined, { total, currency }: CostWord) {
  const amount = cost?.totalInclTax ?? cost?.totalExclTax
  if (cost !== undefined && amount !== undefined) return { amount, currency: cost.currency }
  return total === undefined || currency === undefined ? undefined : { amount: total, currency }
}

/** What is shown at most of a text: 2.0.1 takes 512 characters. */
const LONGEST_TEXT = 512

/** The first text in the field every version has, the rest where there is one for them (I06.FR.02). */
export function writeNews(news: readonly TariffText[] = []) {
  const [first] = news
  return first === undefined ? {} : { updatedPersonalMessage: writeText(first) }
}

export function writeNews21(news: readonly TariffText[] = []) {
  const [first, ...others] = news
  if (first === undefined || others.length === 0) return writeNews(news)
  return { ...writeNews(news), updatedPersonalMessageExtra: others.slice(0, MOST_EXTRA_TEXTS).map(writeText) }
}

/** As many as 2.1 takes beside the first. */
const MOST_EXTRA_TEXTS = 4

function writeText({ language, text }: TariffText) {
  return defined({ format: 'UTF8' as const, language, content: text.slice(0, LONGEST_TEXT) })
}

/** How far a transaction may go: 2.1 E16, C24.FR.02, C25.FR.24. */
export function writeLimits(limits: TransactionLimits = {}): { readonly transactionLimit?: v21.TransactionLimitType } {
  if (Object.keys(limits).length === 0) return {}
  const { maxCost, maxEnergyWh: maxEnergy, maxTimeS: maxTime, maxStateOfCharge: maxSoC } = limits
  const cost = maxCost === undefined ? undefined : Number(maxCost)
  return { transactionLimit: defined({ maxCost: cost, maxEnergy, maxTime, maxSoC }) }
}
