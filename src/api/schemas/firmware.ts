import { Type } from 'typebox'
import {
  type FirmwareImage,
  type FirmwarePublication,
  type FirmwareUpdate,
  PUBLICATION_OUTCOMES,
  PUBLICATION_STATUSES,
  UPDATE_OUTCOMES,
  UPDATE_STATUSES,
} from '#domain/firmware'
import { identifier, instant, text } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const sha256 = () => Type.String({ pattern: '^[0-9A-Fa-f]{64}$' })
const md5 = () => Type.String({ pattern: '^[0-9A-Fa-f]{32}$', description: 'What local controllers know the file by' })

const imageFields = {
  vendor: text(50),
  model: Type.Optional(text(50, 'Absent: for every model of the vendor')),
  version: text(50, 'As stations that run it tell it when they boot'),
  location: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 512,
      description: 'Where it lies; absent: here, once its content was sent',
    }),
  ),
  sha256: Type.Optional(sha256()),
  md5: Type.Optional(md5()),
  signature: Type.Optional(
    Type.String({ minLength: 1, maxLength: 800, description: 'Base64, over the SHA-256 of the file' }),
  ),
  signingCertificate: Type.Optional(Type.String({ minLength: 1, maxLength: 5500, description: 'PEM' })),
  note: Type.Optional(text(1000)),
}

export const firmwareImage = resource<FirmwareImage>()(
  'FirmwareImage',
  exactly({
    id: identifier(),
    partyId: identifier(),
    ...imageFields,
    fileName: Type.String(),
    sizeBytes: Type.Optional(Type.Integer()),
    createdAt: instant(),
  }),
)

export const newFirmwareImage = exactly({
  partyId: Type.Optional(identifier()),
  ...imageFields,
  fileName: Type.Optional(text(100)),
})

export const firmwareImageQuery = exactly({
  vendor: Type.Optional(text(50)),
  model: Type.Optional(text(50)),
  ...pageFields,
})

export const firmwareUpdate = resource<FirmwareUpdate>()(
  'FirmwareUpdate',
  exactly({
    id: identifier(),
    stationId: identifier(),
    partyId: identifier(),
    imageId: Type.Optional(identifier()),
    commandId: identifier(),
    requestId: Type.Integer(),
    version: Type.String(),
    formerVersion: Type.Optional(Type.String({ description: 'What the station ran before: the way back' })),
    stationVersion: Type.Optional(Type.String({ description: 'What the station says it runs now' })),
    signed: Type.Boolean(),
    status: oneOf(UPDATE_STATUSES),
    outcome: oneOf(UPDATE_OUTCOMES),
    steps: Type.Array(exactly({ status: oneOf(UPDATE_STATUSES), at: Type.String({ format: 'date-time' }) })),
    requestedAt: instant(),
    statusAt: instant(),
    finishedAt: Type.Optional(instant()),
  }),
)

export const firmwareUpdateQuery = exactly({
  stationId: Type.Optional(identifier()),
  imageId: Type.Optional(identifier()),
  outcome: Type.Optional(oneOf(UPDATE_OUTCOMES)),
  ...pageFields,
})

export const firmwarePublication = resource<FirmwarePublication>()(
  'FirmwarePublication',
  exactly({
    id: identifier(),
    stationId: identifier('The local controller'),
    partyId: identifier(),
    imageId: Type.Optional(identifier()),
    commandId: identifier(),
    requestId: Type.Integer(),
    checksum: Type.String(),
    status: oneOf(PUBLICATION_STATUSES),
    outcome: oneOf(PUBLICATION_OUTCOMES),
    locations: Type.Array(Type.String()),
    requestedAt: instant(),
    statusAt: instant(),
    finishedAt: Type.Optional(instant()),
  }),
)

export const firmwarePublicationQuery = exactly({ stationId: Type.Optional(identifier()), ...pageFields })
