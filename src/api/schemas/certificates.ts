import { Type } from 'typebox'
import {
  type AuthorityRoot,
  CERTIFICATE_STATES,
  CERTIFICATE_USES,
  HASH_ALGORITHMS,
  INSTALLED_USES,
  type InstalledCertificate,
  KEY_KINDS,
  RENEWAL_WAITS,
  type StationCertificate,
} from '#domain/certificates'
import { identifier, instant } from './fields.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const stationCertificate = resource<StationCertificate>()(
  'StationCertificate',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    state: oneOf(CERTIFICATE_STATES, 'in-use is the newest the station has connected with'),
    foreign: Type.Boolean({ description: 'Issued by another authority' }),
    use: Type.Optional(oneOf(CERTIFICATE_USES, 'Absent: for everything')),
    subject: Type.String(),
    serialNumber: Type.Optional(Type.String({ description: 'Hexadecimal' })),
    fingerprint: Type.Optional(Type.String({ description: 'SHA-256, hexadecimal' })),
    notBefore: Type.Optional(instant()),
    notAfter: Type.Optional(instant()),
    problem: Type.Optional(Type.String({ description: 'Why it was not issued' })),
    requestedAt: instant(),
    issuedAt: Type.Optional(instant()),
    answeredAt: Type.Optional(instant()),
    usedAt: Type.Optional(instant()),
    supersededAt: Type.Optional(instant()),
    revokedAt: Type.Optional(instant()),
    renewal: Type.Optional(
      exactly(
        {
          reason: oneOf(RENEWAL_WAITS, 'next-look: nothing is in its way'),
          until: Type.Optional(instant('When it is due, or the station is asked once more')),
        },
        { description: 'What the renewal of the one in use waits for' },
      ),
    ),
  }),
)

const hashData = () =>
  exactly({
    algorithm: oneOf([...HASH_ALGORITHMS, 'unknown']),
    issuerNameHash: Type.String(),
    issuerKeyHash: Type.String(),
    serialNumber: Type.String(),
  })

export const installedCertificate = resource<InstalledCertificate>()(
  'InstalledCertificate',
  exactly({
    id: identifier(),
    stationId: identifier(),
    use: oneOf(INSTALLED_USES),
    hashData: hashData(),
    children: Type.Array(hashData(), { description: 'What lies below it in its chain' }),
    toldAt: instant(),
  }),
)

export const authorityRoot = resource<AuthorityRoot>()(
  'AuthorityRoot',
  exactly({
    id: identifier(),
    keyKind: oneOf(KEY_KINDS),
    subject: Type.String(),
    certificate: Type.String({ description: 'PEM' }),
    hashData: hashData(),
    notAfter: instant(),
  }),
)

export const byStationAndCertificate = exactly({ id: identifier(), certificateId: identifier() })
