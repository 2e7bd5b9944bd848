import { Type } from 'typebox'
import { PAYMENT_STATES, type Payment, type Receipt } from '#domain/payments'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const decimal = () => Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,6})?$', description: 'A decimal' })
const state = () =>
  oneOf(PAYMENT_STATES, 'to-settle: the transaction is over, and whoever settles it is to take the amount')
const settledBy = () => oneOf(['platform', 'station'], 'platform: a program takes the money from the provider')

export const limits = () =>
  exactly({
    maxCost: Type.Optional(decimal()),
    maxEnergyWh: Type.Optional(Type.Number({ minimum: 0 })),
    maxTimeS: Type.Optional(wholeNumber(0)),
    maxStateOfCharge: Type.Optional(wholeNumber(0, 100)),
  })

const company = () =>
  exactly({
    name: text(50),
    address1: text(100),
    address2: Type.Optional(text(100)),
    city: text(100),
    postalCode: Type.Optional(text(20)),
    country: text(50),
  })

const correction = () =>
  exactly({
    kind: oneOf(['capture', 'refund'], 'So much more to be taken, or to be given back'),
    amount: Type.String({ description: 'A decimal' }),
    total: Type.String({ description: 'What is to have been taken in all with it' }),
    currency: Type.Optional(Type.String()),
    takenAt: Type.Optional(instant('When the provider has taken it up')),
    refusedAt: Type.Optional(instant('When the provider has said that it never will: people have to see to it')),
    problem: Type.Optional(Type.String({ description: 'Why it is not taken' })),
  })

const outcome = {
  amount: Type.Optional(Type.String({ description: 'A decimal: what is to be taken, then what was' })),
  currency: Type.Optional(Type.String()),
  settledAt: Type.Optional(instant()),
  vatNumber: Type.Optional(Type.String()),
  company: Type.Optional(company()),
  corrections: Type.Optional(
    Type.Array(correction(), { description: 'What the provider was told when the transaction came to something else' }),
  ),
}

export const payment = resource<Payment>()(
  'Payment',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    reference: Type.String({ description: 'What the payment service provider calls it' }),
    evseId: Type.Optional(Type.Integer()),
    state: state(),
    settledBy: settledBy(),
    commandId: Type.Optional(identifier('The command that starts it')),
    transactionReference: Type.Optional(Type.String()),
    limits: limits(),
    ...outcome,
    problem: Type.Optional(
      Type.String({ description: 'Why the provider has not taken what it was told yet; it is told again' }),
    ),
    receiptId: Type.Optional(Type.String()),
    receiptUrl: Type.Optional(Type.String()),
    statusInfo: Type.Optional(Type.String()),
    createdAt: instant(),
    updatedAt: instant(),
  }),
)

export const receipt = resource<Receipt>()(
  'Receipt',
  exactly({ id: identifier(), stationId: identifier(), state: state(), ...outcome }),
)

export const newPayment = exactly({
  stationId: identifier(),
  reference: text(255, 'What the payment service provider calls it; used once'),
  evseId: Type.Optional(wholeNumber(1, 1_000_000)),
  limits: Type.Optional(limits()),
})

export const paymentSettlement = exactly({
  state: oneOf(['settled', 'cancelled', 'rejected', 'failed']),
  amount: Type.Optional(decimal()),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  settledAt: Type.Optional(instant()),
  receiptId: Type.Optional(text(50)),
  receiptUrl: Type.Optional(text(2000)),
  statusInfo: Type.Optional(text(500)),
  vatNumber: Type.Optional(text(20)),
  company: Type.Optional(company()),
})

export const paymentQuery = exactly({
  stationId: Type.Optional(identifier()),
  state: Type.Optional(state()),
  settledBy: Type.Optional(settledBy()),
  ...pageFields,
})
