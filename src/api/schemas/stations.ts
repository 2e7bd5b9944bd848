import { Type } from 'typebox'
import { STATION_EVENT_KINDS, type StationEvent } from '#domain/events'
import type { LoggedMessage } from '#domain/messages'
import {
  CONNECTOR_STATUSES,
  type ConnectionRefusal,
  type Connector,
  type Presence,
  type SecurityProfile,
  type Station,
  type StationSummary,
} from '#domain/stations'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, orNull, resource } from './resource.ts'

const admission = () => oneOf(['accepted', 'waiting', 'refused'], 'Whether the station is let in at all')
const registration = () => oneOf(['accepted', 'pending', 'rejected'], 'What a BootNotification is answered with')
const validation = () => oneOf(['lenient', 'strict'], 'Absent: as the installation is set')
const securityProfile = () =>
  Type.Unsafe<SecurityProfile>({
    type: 'integer',
    enum: [0, 1, 2, 3],
    description: '0 plain, 1 password, 2 password over TLS, 3 client certificate over TLS',
  })

const connector = resource<Connector>()(
  'Connector',
  exactly({
    evseId: Type.Integer({ description: '0 is the station as a whole' }),
    connectorId: Type.Integer(),
    status: oneOf(CONNECTOR_STATUSES),
    errorCode: Type.Optional(Type.String()),
    vendorErrorCode: Type.Optional(Type.String()),
    info: Type.Optional(Type.String()),
    statusAt: instant(),
  }),
)

const presence = resource<Presence>()(
  'Presence',
  exactly({
    epoch: Type.Integer({ description: 'Counts the connections; the newest one is the one that holds' }),
    connected: Type.Boolean(),
    node: Type.Optional(Type.String()),
    connectedAt: Type.Optional(instant()),
    disconnectedAt: Type.Optional(instant()),
    lastSeenAt: Type.Optional(instant()),
    remoteAddress: Type.Optional(Type.String()),
    securityProfile: Type.Optional(securityProfile()),
    connectionCount: Type.Integer(),
    deviationCount: Type.Integer({ description: 'Messages that were against the specification and accepted' }),
  }),
)

const refusal = resource<ConnectionRefusal>()(
  'ConnectionRefusal',
  exactly({
    at: instant(),
    reason: Type.String({ description: 'bad-credentials, profile-too-low, other-profile, not-admitted' }),
    remoteAddress: Type.Optional(Type.String()),
  }),
)

export const station = resource<Station>()(
  'Station',
  exactly({
    id: identifier('The identity the station names in its OCPP URL'),
    partyId: identifier(),
    locationId: Type.Optional(identifier()),
    name: Type.Optional(Type.String()),
    admission: admission(),
    registration: registration(),
    vendor: Type.Optional(Type.String()),
    model: Type.Optional(Type.String()),
    serialNumber: Type.Optional(Type.String()),
    firmwareVersion: Type.Optional(Type.String()),
    iccid: Type.Optional(Type.String()),
    imsi: Type.Optional(Type.String()),
    meterType: Type.Optional(Type.String({ description: 'As the station calls its meter' })),
    protocol: Type.Optional(
      Type.String({ description: 'As its subprotocol is called: ocpp1.6, ocpp2.0.1, ocpp2.1; ocpp1.5 over SOAP' }),
    ),
    bootReason: Type.Optional(Type.String()),
    bootedAt: Type.Optional(instant()),
    securityProfile: securityProfile(),
    securityProfileSet: Type.Boolean({
      description: 'Set by an operator: no other is served. Otherwise nothing lower is, once it was reached',
    }),
    awaitedSecurityProfiles: Type.Array(securityProfile(), {
      description: 'What the station was told to change to and has not come with yet: served too',
    }),
    allowProfileDowngrade: Type.Boolean(),
    allowExpiredCertificate: Type.Boolean({
      description: 'May come in, as pending, with a certificate that has run out',
    }),
    hasSecret: Type.Boolean(),
    certificateName: Type.Optional(
      Type.String({
        description:
          'Common name of the certificate it last came with; while no serial number is known it comes with no other',
      }),
    ),
    validation: Type.Optional(validation()),
    createdAt: instant(),
    refusal: Type.Optional(refusal),
    presence,
    connectors: Type.Array(connector),
  }),
)

export const stationSummary = resource<StationSummary>()(
  'StationSummary',
  exactly({
    stations: Type.Integer(),
    connected: Type.Integer(),
    waiting: Type.Integer(),
    faulted: Type.Integer(),
    charging: Type.Integer(),
  }),
)

export const stationQuery = exactly({
  connected: Type.Optional(Type.Boolean()),
  admission: Type.Optional(admission()),
  locationId: Type.Optional(identifier()),
  status: Type.Optional(oneOf(CONNECTOR_STATUSES, 'Some connector has this status')),
  search: Type.Optional(text(100, 'Part of id, name, vendor, model or serial number')),
  seenSince: Type.Optional(instant()),
  ...pageFields,
})

const settable = {
  admission: Type.Optional(admission()),
  registration: Type.Optional(registration()),
}
/** The password of HTTP Basic authentication: 1.6 security white paper, 2.0.1 part 2 A00.FR.205. */
const secret = () => Type.String({ minLength: 16, maxLength: 64, description: 'Kept as a hash only' })

export const newStation = exactly({
  id: identifier('The identity the station names in its OCPP URL'),
  partyId: Type.Optional(identifier('Needed only by who may act for several parties')),
  locationId: Type.Optional(identifier()),
  name: Type.Optional(text(200)),
  ...settable,
  securityProfile: Type.Optional(securityProfile()),
  secret: Type.Optional(secret()),
  serialNumber: Type.Optional(
    text(255, 'What its client certificate has to name; without, what it tells when it boots'),
  ),
})

export const stationChange = exactly({
  locationId: Type.Optional(orNull(identifier())),
  name: Type.Optional(orNull(text(200))),
  ...settable,
  securityProfile: Type.Optional(orNull(securityProfile())),
  allowProfileDowngrade: Type.Optional(Type.Boolean()),
  allowExpiredCertificate: Type.Optional(Type.Boolean()),
  validation: Type.Optional(orNull(validation())),
  serialNumber: Type.Optional(
    orNull(text(255, 'What its client certificate has to name; null forgets it and the certificate it came with')),
  ),
})

export const secretChange = exactly({ secret: Type.Optional(secret()) })
export const shownSecret = exactly({ secret: Type.String({ description: 'Shown this once' }) })

export const stationEvent = resource<StationEvent>()(
  'StationEvent',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    kind: oneOf(STATION_EVENT_KINDS),
    type: Type.String(),
    at: instant(),
    receivedAt: instant(),
    severity: Type.Optional(Type.Integer({ description: '0 (danger) to 9 (debug)' })),
    facts: Type.Record(Type.String(), Type.Unknown()),
  }),
)
export const stationEventQuery = exactly({ kind: Type.Optional(oneOf(STATION_EVENT_KINDS)), ...pageFields })

export const loggedMessage = resource<LoggedMessage>()(
  'LoggedMessage',
  exactly({
    stationId: identifier(),
    at: instant(),
    direction: oneOf(['in', 'out']),
    kind: oneOf(['call', 'result', 'error', 'send', 'result-error', 'unreadable']),
    action: Type.Optional(Type.String()),
    messageId: Type.Optional(Type.String()),
    frame: Type.String({ description: 'The text as it went over the wire, secrets masked' }),
    note: Type.Optional(Type.String()),
  }),
)
export const messageQuery = exactly({
  from: Type.Optional(instant()),
  to: Type.Optional(instant()),
  action: Type.Optional(text(100)),
  search: Type.Optional(text(100, 'Part of the frame')),
  ...pageFields,
})

export const readingFilter = {
  from: Type.Optional(instant()),
  to: Type.Optional(instant()),
  evseId: Type.Optional(wholeNumber(0, 2_147_483_647)),
  samples: Type.Optional(Type.Boolean({ description: 'false leaves the samples out, which are most of a reading' })),
}
export const stationReadingQuery = exactly({
  ...readingFilter,
  transactionId: Type.Optional(identifier()),
  ...pageFields,
})
