import { Decimal } from 'decimal.js'
import type { CostDetailsType, CostDimensionType, PriceType, TariffType, TaxRateType } from '#ocpp/v21'

/** A part of a transaction through which one tariff counted. */
export interface CostPeriod {
  readonly tariff: TariffType
  readonly startedMs: number
  energyWh: number
  chargingS: number
  idleS: number
}

/** Every price of a tariff. */
export function pricesOf({ energy, chargingTime, idleTime, fixedFee }: TariffType) {
  return [energy, chargingTime, idleTime, fixedFee].flatMap((part): readonly { readonly conditions?: object }[] =>
    part === undefined ? [] : part.prices,
  )
}

/** What a transaction costs by its tariffs (2.1 I12.FR.01 to FR.05); its periods only where they are asked for. */
export function costOf(periods: readonly CostPeriod[], stamp?: (atMs: number) => string): CostDetailsType | undefined {
  const [first] = periods
  if (first === undefined) return undefined
  const energy = sum(periods, ({ energyWh, tariff }) =>
    part(tariff.energy?.prices[0]?.priceKwh, energyWh, 1000, tariff.energy),
  )
  const chargingTime = sum(periods, ({ chargingS, tariff }) =>
    part(tariff.chargingTime?.prices[0]?.priceMinute, chargingS, 60, tariff.chargingTime),
  )
  const idleTime = sum(periods, ({ idleS, tariff }) =>
    part(tariff.idleTime?.prices[0]?.priceMinute, idleS, 60, tariff.idleTime),
  )
  // A fee is taken at the start, and not again when the tariff changes.
  const fixed = sum([first], ({ tariff }) => part(tariff.fixedFee?.prices[0]?.priceFixed, 1, 1, tariff.fixedFee))
  const parts = { energy, chargingTime, idleTime, fixed }
  const all = Object.values(parts).filter((one) => one !== undefined)
  const total = (key: 'exclTax' | 'inclTax') =>
    all.reduce((amount, one) => amount.plus(one[key] ?? 0), new Decimal(0)).toNumber()
  const usage = (read: (period: CostPeriod) => number) => periods.reduce((amount, period) => amount + read(period), 0)
  return {
    totalCost: {
      ...{ currency: first.tariff.currency, typeOfCost: 'NormalCost' },
      ...Object.fromEntries(Object.entries(parts).filter(([, one]) => one !== undefined)),
      total: { exclTax: total('exclTax'), inclTax: total('inclTax') },
    },
    totalUsage: {
      energy: usage(({ energyWh }) => energyWh),
      chargingTime: Math.round(usage(({ chargingS }) => chargingS)),
      idleTime: Math.round(usage(({ idleS }) => idleS)),
    },
    ...(stamp === undefined ? {} : { chargingPeriods: periods.map((period) => writePeriod(period, stamp)) }),
  }
}

function writePeriod({ tariff, startedMs, energyWh, chargingS, idleS }: CostPeriod, stamp: (atMs: number) => string) {
  const dimensions: CostDimensionType[] = [
    { type: 'Energy', volume: energyWh },
    { type: 'ChargingTime', volume: Math.round(chargingS) },
    // The specification's own spelling.
    { type: 'IdleTIme', volume: Math.round(idleS) },
  ]
  return { tariffId: tariff.tariffId, startPeriod: stamp(startedMs), dimensions }
}

interface Priced {
  readonly taxRates?: readonly TaxRateType[]
}

function part(
  price: number | undefined,
  amount: number,
  per: number,
  { taxRates = [] }: Priced = {},
): PriceType | undefined {
  if (price === undefined) return undefined
  const exclTax = new Decimal(price).times(amount).div(per).toDecimalPlaces(6)
  const levels = [...new Set(taxRates.map(({ stack = 0 }) => stack))].sort((a, b) => a - b)
  const inclTax = levels.reduce((taxed, level) => {
    const own = taxRates.filter(({ stack = 0 }) => stack === level)
    const percent = own.reduce((total, { tax }) => total.plus(tax), new Decimal(0))
    return taxed.plus(taxed.times(percent).div(100))
  }, exclTax)
  const sums = { exclTax: exclTax.toNumber(), inclTax: inclTax.toDecimalPlaces(6).toNumber() }
  return taxRates.length === 0 ? sums : { ...sums, taxRates }
}

function sum(periods: readonly CostPeriod[], of: (period: CostPeriod) => PriceType | undefined): PriceType | undefined {
  const prices = periods.map(of).filter((price) => price !== undefined)
  const [first] = prices
  if (first === undefined) return undefined
  const total = (key: 'exclTax' | 'inclTax') =>
    prices.reduce((amount, price) => amount.plus(price[key] ?? 0), new Decimal(0)).toNumber()
  return { ...first, exclTax: total('exclTax'), inclTax: total('inclTax') }
}
