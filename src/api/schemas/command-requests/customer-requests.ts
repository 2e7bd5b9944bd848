import { type TSchema, Type } from 'typebox'
import type { CustomerRequests } from '#domain/commands'
import { text } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'

const certificate = exactly(
  {
    hashAlgorithm: oneOf(['SHA256', 'SHA384', 'SHA512'], 'The one it was installed with'),
    issuerNameHash: text(128, 'Of the name of its issuer, hexadecimal'),
    issuerKeyHash: text(128, 'Of the public key of its issuer, hexadecimal'),
    serialNumber: text(40, 'Hexadecimal'),
  },
  { description: 'Who is meant, by the certificate of their vehicle' },
)

/** What stations know of customers. */
export const customerRequests = {
  'customer-information': exactly(
    {
      token: Type.Optional(text(255, 'Who is meant, by a token')),
      tokenKind: Type.Optional(text(20)),
      certificate: Type.Optional(certificate),
      customerIdentifier: Type.Optional(text(64, 'Who is meant, by what the station’s vendor knows them by')),
      report: Type.Boolean({ description: 'Has the station tell what it knows' }),
      clear: Type.Boolean({ description: 'A token on the local list of the station is taken off it too' }),
    },
    about(
      'Authorization',
      'Customer information',
      'Asks what the station knows of a customer, has it forgotten, or both.',
    ),
  ),
} satisfies Record<keyof CustomerRequests, TSchema>
