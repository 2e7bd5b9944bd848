import type { Diagnostics } from '#domain/diagnostics'
import type { FileStore } from '#domain/files'
import type { Firmware } from '#domain/firmware'

/** What a user name and a password open: one file to be fetched, or one place to put a log, and nothing else. */
export type Slot = ImageSlot | LogSlot

export interface ImageSlot {
  readonly kind: 'image'
  readonly fileName: string
  readonly sizeBytes: number
  /** The bytes from this one on. */
  read(first: number): Promise<AsyncIterable<Uint8Array> & { destroy(): unknown }>
}

export interface LogSlot {
  readonly kind: 'log'
  /** Takes it in, whole or not at all, once. @throws AppError as `Diagnostics.receive` does */
  receive(name: string | undefined, content: AsyncIterable<Uint8Array>, isWhole?: () => boolean): Promise<void>
}

export interface SlotServices {
  readonly firmware: Firmware
  readonly diagnostics: Diagnostics
  readonly files: FileStore
}

/** The two halves of a ticket, as they stand in an address: `sftp://<user>:<password>@host/`. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

/** What these credentials open at this moment; undefined for nothing. */
export async function openSlot(
  { firmware, diagnostics, files }: SlotServices,
  { user, password }: Credentials,
): Promise<Slot | undefined> {
  const ticket = `${user}.${password}`
  if (await diagnostics.expects(ticket)) {
    return { kind: 'log', receive: (name, content, isWhole) => diagnostics.receive(ticket, name, content, isWhole) }
  }
  const image = await firmware.download(ticket)
  if (image === undefined) return undefined
  const { imageId, fileName, sizeBytes } = image
  return {
    kind: 'image',
    fileName,
    sizeBytes,
    // A stream of an empty range would be refused.
    read: async (first) =>
      first >= sizeBytes
        ? Object.assign((async function* (): AsyncGenerator<Uint8Array> {})(), { destroy: () => {} })
        : files.read('firmware', imageId, { first, last: sizeBytes - 1 }),
  }
}
