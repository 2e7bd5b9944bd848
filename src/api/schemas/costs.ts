import { Type } from 'typebox'
import {
  BALANCE_ENTRY_KINDS,
  type Balance,
  type BalanceEntry,
  type Charge,
  COST_COMPONENTS,
  COST_TYPES,
  type StationTariff,
} from '#domain/costs'
import { identifier, instant, text } from './fields.ts'
import { exactly, oneOf, orNull, resource } from './resource.ts'

const amount = (description?: string) => Type.String({ ...(description && { description }) })
const decimal = (description: string) => Type.String({ pattern: '^-?\\d{1,9}(\\.\\d{1,6})?$', description })

const part = exactly({
  component: oneOf([...COST_COMPONENTS, 'minimum']),
  exclTax: amount(),
  inclTax: amount(),
})

const period = exactly({
  from: instant(),
  tariffId: Type.Optional(identifier('By which it was counted; absent where nothing was counted yet')),
  energyWh: amount(),
  chargingS: amount('Seconds in which energy may have flowed'),
  idleS: amount('Seconds connected without charging'),
  energyPrice: Type.Optional(amount('Per kilowatt-hour, without taxes')),
  chargingTimePrice: Type.Optional(amount('Per minute')),
  idleTimePrice: Type.Optional(amount('Per minute')),
})

export const charge = resource<Charge>()(
  'Charge',
  exactly({
    transactionId: identifier(),
    stationId: identifier(),
    tariffId: Type.Optional(identifier('The one that counted last; periods say which one when')),
    countedBy: oneOf(['platform', 'station']),
    revision: Type.Integer({ description: 'How often it was corrected; 0 while the transaction runs' }),
    isFinal: Type.Boolean({ description: 'Nothing that is told late changes it any more' }),
    currency: Type.String(),
    type: oneOf(COST_TYPES, 'Whether the least or the most of the tariff took the place of what was counted'),
    totalExclTax: amount('A decimal, rounded to the smallest unit of the currency'),
    totalInclTax: amount('With taxes: what is to be paid'),
    parts: Type.Array(part, { description: 'They add up to the totals' }),
    periods: Type.Array(period, { description: 'Stretches in which the same prices applied' }),
    explanation: Type.Array(Type.String()),
  }),
)

export const stationTariff = resource<StationTariff>()(
  'StationTariff',
  exactly({
    stationId: identifier(),
    evseId: Type.Integer({ description: '0 is the whole station' }),
    tariffId: identifier(),
    isDefault: Type.Optional(
      Type.Literal(true, {
        description: 'The station has accepted it as its default: it comes before what is assigned',
      }),
    ),
  }),
)

export const stationTariffChange = exactly({
  evseId: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, description: '0, the whole station, if absent' })),
  tariffId: orNull(identifier()),
})

export const balance = resource<Balance>()(
  'Balance',
  exactly({
    tokenId: identifier(),
    partyId: identifier(),
    currency: Type.String(),
    amount: amount('What is left, a decimal'),
  }),
)

export const balanceChange = exactly({
  currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }),
  amount: decimal('What is left'),
})

export const balanceAdjustment = exactly({
  amount: decimal('Added to what is left; below zero it is taken'),
  note: Type.Optional(text(500)),
  key: text(100, 'Chosen by you, once for each adjustment: whoever repeats one under the same key adds nothing'),
})

export const balanceEntry = resource<BalanceEntry>()(
  'BalanceEntry',
  exactly({
    id: identifier(),
    tokenId: identifier(),
    kind: oneOf(BALANCE_ENTRY_KINDS),
    amount: amount('What was added; below zero what was taken'),
    balance: amount('What there was then'),
    transactionId: Type.Optional(identifier()),
    revision: Type.Optional(Type.Integer()),
    note: Type.Optional(Type.String()),
    madeAt: instant(),
  }),
)
