import { type TSchema, Type } from 'typebox'
import type { CustomerRequests } from '#domain/commands'
import { text } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'

const certificate = exactly({
  hashAlgorithm: oneOf(['SHA256', 'SHA384', 'SHA512'], 'The one it was installed with'),
  issuerNameHash: text(128),
  issuerKeyHash: text(128),
  serialNumber: text(40),
})

/** What stations know of customers. */
export const customerRequests = {
  'customer-information': exactly({
    token: Type.Optional(text(255)),
    tokenKind: Type.Optional(text(20)),
    certificate: Type.Optional(certificate),
    customerIdentifier: Type.Optional(text(64)),
    report: Type.Boolean(),
    clear: Type.Boolean({ description: 'A token on the local list of the station is taken off it too' }),
  }),
} satisfies Record<keyof CustomerRequests, TSchema>
