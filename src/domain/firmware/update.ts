/** How far an update has come; the words of all versions in one vocabulary. */
export const UPDATE_STATUSES = [
  'requested',
  'accepted',
  'download-scheduled',
  'downloading',
  'download-paused',
  'downloaded',
  'signature-verified',
  'install-scheduled',
  'installing',
  'rebooting',
  'installed',
  'refused',
  'download-failed',
  'signature-invalid',
  'verification-failed',
  'installation-failed',
  'canceled',
] as const
export type UpdateStatus = (typeof UPDATE_STATUSES)[number]

export const UPDATE_OUTCOMES = ['running', 'installed', 'failed', 'canceled'] as const
export type UpdateOutcome = (typeof UPDATE_OUTCOMES)[number]

/** One attempt to bring one station to one version. */
export interface FirmwareUpdate {
  readonly id: string
  readonly stationId: string
  readonly partyId: string
  /** Absent once the image was removed. */
  readonly imageId?: string
  readonly commandId: string
  /** Chosen by us; what the station names the update by where its version can. */
  readonly requestId: number
  readonly version: string
  /** What the station ran before: the way back. */
  readonly formerVersion?: string
  /** What the station says it runs now. */
  readonly stationVersion?: string
  /** Sent with signature and certificate. */
  readonly signed: boolean
  readonly status: UpdateStatus
  readonly outcome: UpdateOutcome
  /** Everything it has told, in the order it came, repeats left out; the newest when there is very much. */
  readonly steps: readonly UpdateStep[]
  readonly requestedAt: Date
  readonly statusAt: Date
  readonly finishedAt?: Date
}

export interface UpdateStep {
  readonly status: UpdateStatus
  /** ISO 8601. */
  readonly at: string
}

/** What a station says about an update; one without a number means the newest (1.6 §4.5). */
export interface UpdateReport {
  readonly stationId: string
  readonly status: UpdateStatus
  readonly requestId?: number
  readonly at: Date
}

export interface UpdateFilter {
  readonly stationId?: string
  readonly imageId?: string
  readonly outcome?: UpdateOutcome
}

/** What a command to update is said with. */
export interface UpdateOrder {
  readonly image: ImageOffer
  readonly signature?: string
  readonly signingCertificate?: string
}

/** Where an image is fetched: elsewhere, or here with a ticket. */
export type ImageOffer = { readonly location: string } | { readonly ticket: string; readonly fileName: string }
