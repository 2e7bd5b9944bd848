import { Decimal } from 'decimal.js'
import { AppError } from '#kernel'
import type { NewTariff, Prices, Tax } from './tariff.ts'

/** Prices, taxes and texts of one tariff, so that it fits into a message. */
const MOST_PRICES = 100
const MOST_TAXES = 5
const MOST_TEXTS = 10
/** Money and percentages: as many digits as a JSON number keeps exactly. */
const DECIMAL = /^-?\d{1,9}(\.\d{1,6})?$/

/** @throws AppError `invalid` for what no station could charge by. */
export function checkTariff(tariff: NewTariff): void {
  if (!/^[A-Z]{3}$/.test(tariff.currency)) refuse('currency', 'is three letters of ISO 4217')
  const { energy, chargingTime, idleTime, fixedFee, reservationTime, reservationFee } = tariff
  const parts = { energy, chargingTime, idleTime, fixedFee, reservationTime, reservationFee }
  const given = Object.entries(parts).flatMap(([name, prices]) => (prices === undefined ? [] : [{ name, prices }]))
  if (given.length === 0) refuse('energy', 'is missing: a tariff has a price of something')
  for (const { name, prices } of given) checkPrices(name, prices)
  const count = given.reduce((sum, { prices }) => sum + prices.prices.length, 0)
  if (count > MOST_PRICES) refuse('energy', `and the rest are more than ${MOST_PRICES} prices`)
  if ((tariff.texts?.length ?? 0) > MOST_TEXTS) refuse('texts', `are more than ${MOST_TEXTS}`)
  checkLimits(tariff)
}

function checkPrices(name: string, { prices, taxes }: Prices<object>): void {
  if (prices.length === 0) refuse(name, 'has no price')
  for (const { price } of prices) checkDecimal(name, price)
  checkTaxes(name, taxes)
}

function checkTaxes(name: string, taxes: readonly Tax[] = []): void {
  if (taxes.length > MOST_TAXES) refuse(name, `has more than ${MOST_TAXES} taxes`)
  for (const { percent } of taxes) checkDecimal(name, percent)
}

function checkLimits({ minCost, maxCost }: NewTariff): void {
  for (const [name, limit] of Object.entries({ minCost, maxCost })) {
    if (limit === undefined) continue
    const amounts = [limit.exclTax, limit.inclTax].filter((amount) => amount !== undefined)
    if (amounts.length === 0) refuse(name, 'says no amount')
    for (const amount of amounts) checkDecimal(name, amount)
    checkTaxes(name, limit.taxes)
  }
  for (const kind of ['exclTax', 'inclTax'] as const) {
    const [least, most] = [minCost?.[kind], maxCost?.[kind]]
    if (least !== undefined && most !== undefined && new Decimal(least).gt(most)) refuse('minCost', 'is over maxCost')
  }
}

function checkDecimal(field: string, text: string): void {
  if (!DECIMAL.test(text)) refuse(field, 'holds what is no decimal of at most 9 and 6 digits')
}

function refuse(field: string, problem: string): never {
  throw new AppError('invalid', `${field} ${problem}`, { fields: [{ field, problem }] })
}
