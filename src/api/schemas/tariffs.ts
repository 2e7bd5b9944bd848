import { type Static, type TSchema, Type } from 'typebox'
import { type Tariff, type TokenTariff, type TransactionCost, WEEKDAYS } from '#domain/tariffs'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { exactly, oneOf, orNull, resource } from './resource.ts'

const decimal = (description?: string) =>
  Type.String({ pattern: '^-?\\d{1,9}(\\.\\d{1,6})?$', ...(description && { description }) })
const timeOfDay = () => Type.Optional(Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }))
const day = () => Type.Optional(Type.String({ pattern: '^[12]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }))
const bound = () => Type.Optional(Type.Number())
const seconds = () => Type.Optional(wholeNumber(0, 31_536_000))

const occasion = {
  fromTime: timeOfDay(),
  toTime: timeOfDay(),
  days: Type.Optional(Type.Array(oneOf(WEEKDAYS), { minItems: 1, maxItems: 7 })),
  fromDate: day(),
  toDate: day(),
  current: Type.Optional(oneOf(['ac', 'dc'])),
}

const runningOccasion = exactly({
  ...occasion,
  leastEnergyWh: bound(),
  mostEnergyWh: bound(),
  leastCurrentA: bound(),
  mostCurrentA: bound(),
  leastPowerW: bound(),
  mostPowerW: bound(),
  leastTimeS: seconds(),
  mostTimeS: seconds(),
  leastChargingTimeS: seconds(),
  mostChargingTimeS: seconds(),
  leastIdleTimeS: seconds(),
  mostIdleTimeS: seconds(),
})

const feeOccasion = exactly({
  ...occasion,
  paymentBrand: Type.Optional(text(20)),
  paymentRecognition: Type.Optional(text(20, 'As CC or Debit')),
})

const taxes = Type.Array(exactly({ name: text(20), percent: decimal(), level: Type.Optional(wholeNumber(0, 10)) }), {
  maxItems: 5,
})

const prices = <When extends TSchema>(when: When, description: string) =>
  Type.Optional(
    exactly({
      prices: Type.Array(exactly({ price: decimal('Without tax'), when: Type.Optional(when) }), {
        minItems: 1,
        maxItems: 100,
        description,
      }),
      taxes: Type.Optional(taxes),
    }),
  )

const costLimit = () =>
  Type.Optional(
    exactly({
      exclTax: Type.Optional(decimal()),
      inclTax: Type.Optional(decimal()),
      taxes: Type.Optional(taxes),
    }),
  )

const content = {
  name: Type.Optional(text(200)),
  currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }),
  validFrom: Type.Optional(instant()),
  texts: Type.Optional(
    Type.Array(exactly({ language: Type.Optional(text(8)), text: text(1000) }), {
      maxItems: 10,
      description: 'What drivers are shown',
    }),
  ),
  energy: prices(runningOccasion, 'Per kilowatt-hour; the first that applies counts'),
  chargingTime: prices(runningOccasion, 'Per minute'),
  idleTime: prices(runningOccasion, 'Per minute in which nothing flows'),
  fixedFee: prices(feeOccasion, 'Once, at the start'),
  reservationTime: prices(runningOccasion, 'Per minute'),
  reservationFee: prices(feeOccasion, 'Once'),
  minCost: costLimit(),
  maxCost: costLimit(),
}

export const tariff = resource<Tariff>()(
  'Tariff',
  exactly({ id: identifier(), partyId: identifier(), ...content, createdAt: instant() }),
)

export const newTariff = exactly({
  partyId: Type.Optional(identifier('Needed only by who may act for several parties')),
  ...content,
})
export type NewTariffBody = Static<typeof newTariff>

export const tokenTariff = resource<TokenTariff>()(
  'TokenTariff',
  exactly({
    tokenId: identifier(),
    partyId: identifier(),
    tariffId: Type.Optional(identifier('Absent: whatever the station’s own tariff is')),
  }),
)

export const tokenTariffChange = exactly({ tariffId: orNull(identifier()) })

export const transactionCost = resource<TransactionCost>()(
  'TransactionCost',
  exactly({
    stationId: identifier(),
    partyId: identifier(),
    reference: Type.String(),
    final: Type.Boolean({ description: 'It came with the end of the transaction' }),
    at: instant(),
    currency: Type.String(),
    totalExclTax: Type.Optional(Type.String({ description: 'A decimal; 0 is free, absent is not known' })),
    totalInclTax: Type.Optional(Type.String()),
    failure: Type.Optional(Type.String({ description: 'The station could not calculate it' })),
    details: Type.Record(Type.String(), Type.Unknown(), { description: 'The breakdown as the station gave it' }),
  }),
)
