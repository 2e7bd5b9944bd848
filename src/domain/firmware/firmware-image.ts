import type { Page, PageRequest, Scope } from '#kernel'

/** One firmware for stations of one make, with what they need to trust it. */
export interface FirmwareImage {
  readonly id: string
  readonly partyId: string
  readonly vendor: string
  /** Absent: for every model of the vendor. */
  readonly model?: string
  /** As stations that run it tell it when they boot. */
  readonly version: string
  readonly fileName: string
  /** Where it lies; absent when it is kept here. */
  readonly location?: string
  /** Absent until its content is here; of one elsewhere, unless somebody said. */
  readonly sizeBytes?: number
  readonly sha256?: string
  /** What local controllers know it by (2.x L03, L04). */
  readonly md5?: string
  /** Base64, over the SHA-256 of the whole file (2.x L01.FR.04). */
  readonly signature?: string
  /** PEM. */
  readonly signingCertificate?: string
  readonly note?: string
  readonly createdAt: Date
}

export interface NewFirmwareImage {
  readonly partyId: string
  readonly vendor: string
  readonly model?: string
  readonly version: string
  readonly fileName?: string
  readonly location?: string
  readonly sha256?: string
  readonly md5?: string
  readonly signature?: string
  readonly signingCertificate?: string
  readonly note?: string
}

export interface ImageFilter {
  readonly vendor?: string
  readonly model?: string
}

export interface FirmwareImages {
  /** @throws AppError `invalid` for what no station could use. */
  create(image: NewFirmwareImage): Promise<FirmwareImage>
  /**
   * Takes the file in, and holds it against the digests that were given.
   * @throws AppError `conflict` for an image that lies elsewhere or has its content; `too-large`; `invalid` when a digest differs.
   */
  putContent(scope: Scope, imageId: string, content: AsyncIterable<Uint8Array>): Promise<FirmwareImage>
  /** Removes it with its file; updates that were made of it stay on record. */
  remove(scope: Scope, imageId: string): Promise<void>
  get(scope: Scope, imageId: string): Promise<FirmwareImage>
  list(scope: Scope, filter: ImageFilter, page: PageRequest): Promise<Page<FirmwareImage>>
}
