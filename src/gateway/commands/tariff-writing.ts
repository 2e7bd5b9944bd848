import type { CostLimit, FeeOccasion, Occasion, Prices, RunningOccasion, Tariff, Tax, Weekday } from '#domain/tariffs'
import type * as v21 from '#ocpp/v21'
import { defined } from '../actions/defined.ts'

const days = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
} as const satisfies Record<Weekday, v21.DayOfWeekEnumType>

/** A tariff as 2.1 has it (TariffType). Decimals become JSON numbers of the same digits. */
export function writeTariff(tariff: Tariff): v21.TariffType {
  const { energy, chargingTime, idleTime, fixedFee, reservationTime, reservationFee, texts } = tariff
  return defined({
    tariffId: tariff.id,
    currency: tariff.currency,
    validFrom: tariff.validFrom?.toISOString(),
    description: texts?.map(({ language, text }) => defined({ format: 'UTF8' as const, language, content: text })),
    energy:
      energy && priced(energy, ({ price, when }) => defined({ priceKwh: Number(price), conditions: running(when) })),
    chargingTime: chargingTime && timed(chargingTime),
    idleTime: idleTime && timed(idleTime),
    fixedFee: fixedFee && fee(fixedFee),
    reservationTime: reservationTime && timed(reservationTime),
    reservationFixed: reservationFee && fee(reservationFee),
    minCost: limit(tariff.minCost),
    maxCost: limit(tariff.maxCost),
  })
}

/** The tariff of a driver, which has no beginning (2.1 I08.FR.09). */
export function writeDriverTariff(tariff: Tariff): v21.TariffType {
  const { validFrom: _never, ...written } = writeTariff(tariff)
  return written
}

function timed(prices: Prices<RunningOccasion>): v21.TariffTimeType {
  return priced(prices, ({ price, when }) => defined({ priceMinute: Number(price), conditions: running(when) }))
}

function fee(prices: Prices<FeeOccasion>): v21.TariffFixedType {
  return priced(prices, ({ price, when }) =>
    defined({
      priceFixed: Number(price),
      conditions:
        when &&
        defined({ ...occasion(when), paymentBrand: when.paymentBrand, paymentRecognition: when.paymentRecognition }),
    }),
  )
}

function priced<When, Written>(
  { prices, taxes }: Prices<When>,
  write: (price: Prices<When>['prices'][number]) => Written,
) {
  return defined({ prices: prices.map(write), taxRates: rates(taxes) })
}

function rates(taxes: readonly Tax[] | undefined): v21.TaxRateType[] | undefined {
  return taxes?.map(({ name, percent, level }) => defined({ type: name, tax: Number(percent), stack: level }))
}

function occasion({ fromTime, toTime, days: on, fromDate, toDate, current }: Occasion) {
  return {
    startTimeOfDay: fromTime,
    endTimeOfDay: toTime,
    dayOfWeek: on?.map((day) => days[day]),
    validFromDate: fromDate,
    validToDate: toDate,
    evseKind: current && (current === 'ac' ? ('AC' as const) : ('DC' as const)),
  }
}

function running(when: RunningOccasion | undefined): v21.TariffConditionsType | undefined {
  if (when === undefined) return undefined
  return defined({
    ...occasion(when),
    minEnergy: when.leastEnergyWh,
    maxEnergy: when.mostEnergyWh,
    minCurrent: when.leastCurrentA,
    maxCurrent: when.mostCurrentA,
    minPower: when.leastPowerW,
    maxPower: when.mostPowerW,
    minTime: when.leastTimeS,
    maxTime: when.mostTimeS,
    minChargingTime: when.leastChargingTimeS,
    maxChargingTime: when.mostChargingTimeS,
    minIdleTime: when.leastIdleTimeS,
    maxIdleTime: when.mostIdleTimeS,
  })
}

function limit(cost: CostLimit | undefined): v21.PriceType | undefined {
  if (cost === undefined) return undefined
  const amount = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  return defined({ exclTax: amount(cost.exclTax), inclTax: amount(cost.inclTax), taxRates: rates(cost.taxes) })
}
