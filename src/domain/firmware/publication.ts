import type { Page, PageRequest, Scope } from '#kernel'
import type { ImageOffer } from './update.ts'

/** How far a local controller has come with an image (2.x §3.65); `unpublished` when it was told to take it away. */
export const PUBLICATION_STATUSES = [
  'requested',
  'accepted',
  'download-scheduled',
  'downloading',
  'download-paused',
  'downloaded',
  'checksum-verified',
  'published',
  'refused',
  'download-failed',
  'checksum-invalid',
  'publish-failed',
  'unpublished',
] as const
export type PublicationStatus = (typeof PUBLICATION_STATUSES)[number]

export const PUBLICATION_OUTCOMES = ['running', 'published', 'failed', 'unpublished'] as const
export type PublicationOutcome = (typeof PUBLICATION_OUTCOMES)[number]

/** An image at a local controller, for the stations behind it to fetch (2.x L03). */
export interface FirmwarePublication {
  readonly id: string
  /** The local controller. */
  readonly stationId: string
  readonly partyId: string
  readonly imageId?: string
  readonly commandId: string
  readonly requestId: number
  /** MD5 of the file, hexadecimal. */
  readonly checksum: string
  readonly status: PublicationStatus
  readonly outcome: PublicationOutcome
  /** Where it is published, one address for each protocol (L03.FR.04). */
  readonly locations: readonly string[]
  readonly requestedAt: Date
  readonly statusAt: Date
  readonly finishedAt?: Date
}

export interface PublicationReport {
  readonly stationId: string
  readonly status: PublicationStatus
  readonly requestId?: number
  readonly locations: readonly string[]
  readonly at: Date
}

export interface PublicationOrder {
  readonly image: ImageOffer
  readonly checksum: string
}

export interface FirmwarePublications {
  list(scope: Scope, filter: { stationId?: string }, page: PageRequest): Promise<Page<FirmwarePublication>>
  get(scope: Scope, publicationId: string): Promise<FirmwarePublication>
}
