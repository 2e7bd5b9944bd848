import { Decimal } from 'decimal.js'
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
  /** It may be told how far it may go (2.1 E16). */
  readonly limitable?: true
  /** How far the station itself lets it go (2.1 E16.FR.01). */
  readonly held?: TransactionLimits
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
export function bearsMoney({ payable, cost, limitable }: Told): boolean {
  return payable !== undefined || cost !== undefined || limitable !== undefined
}

/** Whether a payment on the spot may begin or be over with this. */
export function isPayable({ kind, facts }: TransactionReport): boolean {
  return kind === 'ended' || facts.token?.kind === 'direct-payment'
}

/** Keeps a report, what it costs and what is paid for it. */
export async function reportWithMoney(told: Told, services: Services): Promise<Heard> {
  const { transactions, tariffs, payments, costs, limits } = services
  const { cost, payable, kind, facts, stationId, reference } = told
  let heard: Heard = await transactions.report(told)
  if (cost !== undefined) {
    await tariffs.recordCost(cost)
    heard = { ...heard, cost }
  }
  const word = costs.concerns(told) ? await costs.follow(told, cost) : {}
  if (word.total !== undefined) heard = { ...heard, total: word.total }
  const transaction = { stationId, transactionReference: reference }
  const { token, evseId, trigger } = facts
  const paid =
    payable !== undefined && token?.kind === 'direct-payment'
      ? await payments.begun(transaction, token.value, evseId)
      : undefined
  const isLimited = told.limitable !== undefined || word.credit !== undefined
  if (isLimited && kind !== 'ended' && heard.verdict?.status !== 'refused') {
    const { held } = told
    heard = { ...heard, limits: await limits.toTell({ report: told, ...defined({ paid, held, credit: word.credit }) }) }
  }
  if (payable === undefined || kind !== 'ended') return heard
  return { ...heard, isFree: (await payments.ended(transaction, trigger, totalOf(cost, word))) === 'nothing' }
}

/** Whether an event may be answered with limits: when its driver is known or begins, or the station has set some. */
export function isLimitable({ kind, facts }: TransactionReport, held: TransactionLimits | undefined): boolean {
  return held !== undefined || (kind !== 'ended' && facts.token !== undefined)
}

/** What a station lets a transaction do itself: 2.1 E16.FR.01. */
export function readLimits(limit: v21.TransactionLimitType | undefined): TransactionLimits | undefined {
  if (limit === undefined) return undefined
  const { maxCost, maxEnergy: maxEnergyWh, maxTime: maxTimeS, maxSoC: maxStateOfCharge } = limit
  const cost = maxCost === undefined || !Number.isFinite(maxCost) ? undefined : new Decimal(maxCost).toFixed()
  return defined({ maxCost: cost, maxEnergyWh, maxTimeS, maxStateOfCharge })
}

/** What is to be taken: what the transaction came to on record, or else what the station counted. */
function totalOf(cost: TransactionCost | undefined, { total, currency }: CostWord) {
  if (total !== undefined && currency !== undefined) return { amount: total, currency }
  const amount = cost?.totalInclTax ?? cost?.totalExclTax
  return cost === undefined || amount === undefined ? undefined : { amount, currency: cost.currency }
}

/** What is shown at most of a text: 2.0.1 takes 512 characters. */
const LONGEST_TEXT = 512

/** The first text in the field every version has, the rest where there is one for them (I06.FR.02). */
export function writeNews(news: readonly TariffText[] = []) {
  const [first] = news
  return first === undefined ? {} : { updatedPersonalMessage: writeText(first) }
}

/** What is shown before charging, in the first language there is (2.x I01.FR.01). */
export function writeTexts(texts: readonly TariffText[] = []) {
  const [first] = texts
  return first === undefined ? {} : { personalMessage: writeText(first) }
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
