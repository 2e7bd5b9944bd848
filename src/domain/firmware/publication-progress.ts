import type { ErrandWords } from '#domain/errands'
import type { PublicationOutcome, PublicationStatus } from './publication.ts'

/** What a publication may stand at. */
export const PUBLICATION_WORDS = {
  outcome: {
    requested: 'running',
    accepted: 'running',
    'download-scheduled': 'running',
    downloading: 'running',
    'download-paused': 'running',
    downloaded: 'running',
    'checksum-verified': 'running',
    published: 'published',
    refused: 'failed',
    'download-failed': 'failed',
    'checksum-invalid': 'failed',
    'publish-failed': 'failed',
    unpublished: 'unpublished',
  },
  distance: {
    requested: 0,
    accepted: 1,
    'download-scheduled': 2,
    downloading: 3,
    'download-paused': 3,
    'download-failed': 3,
    downloaded: 4,
    'checksum-verified': 5,
    'checksum-invalid': 6,
    'publish-failed': 6,
    refused: 6,
    published: 7,
    unpublished: 8,
  },
} as const satisfies ErrandWords<PublicationStatus, PublicationOutcome>
