import type { PublicationStatus } from './publication.ts'

/** How far each is on the way; those of one number may follow each other either way. */
const DISTANCE: Readonly<Record<PublicationStatus, number>> = {
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
}

/** Where a publication stands after one more report: only ever forward, so that late ones and repeats change nothing. */
export function nextPublicationStatus(current: PublicationStatus, reported: PublicationStatus): PublicationStatus {
  return DISTANCE[reported] >= DISTANCE[current] ? reported : current
}
