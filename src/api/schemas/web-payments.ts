import { Type } from 'typebox'
import type { ScannedCode, WebPaymentSettings } from '#domain/payments'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { limits } from './payments.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const webPaymentSettings = resource<WebPaymentSettings>()(
  'WebPaymentSettings',
  exactly({
    stationId: identifier(),
    partyId: identifier(),
    urlTemplate: Type.String(),
    validityS: Type.Integer(),
    codeLength: Type.Integer(),
    commandId: Type.Optional(identifier('The command that told the station')),
    changedAt: instant(),
  }),
)

export const webPaymentChange = exactly({
  urlTemplate: text(2000, 'As https://pay.example/{chargingstationid}/{evse}/{totp}/{version}'),
  validityS: wholeNumber(6, 3600),
  codeLength: wholeNumber(6, 32),
})

export const scannedAddress = exactly({ url: text(2000, 'The address somebody came by') })

export const scannedCode = resource<ScannedCode>()(
  'ScannedCode',
  Type.Union([
    exactly({
      status: Type.Literal('good'),
      stationId: identifier(),
      partyId: identifier(),
      evseId: Type.Optional(Type.Integer()),
      limits: limits(),
    }),
    exactly({ status: Type.Literal('refused'), reason: oneOf(['unknown-address', 'wrong-code']) }),
  ]),
)
