import type { Command, CommandMove } from '#domain/commands'
import type { Page, PageRequest, Scope } from '#kernel'
import type { FirmwareImages } from './firmware-image.ts'
import type { FirmwarePublications, PublicationOrder, PublicationReport } from './publication.ts'
import type { FirmwareUpdate, UpdateFilter, UpdateOrder, UpdateReport } from './update.ts'

/** A file that may be fetched with a ticket. */
export interface Download {
  readonly imageId: string
  readonly fileName: string
  readonly sizeBytes: number
}

/** What a command is that is about to be sent. */
export interface AboutToSend {
  readonly command: Command
  /** Chosen for this sending. */
  readonly requestId: number
}

/** Firmware: the images there are, and what becomes of them at stations. */
export interface Firmware {
  readonly images: FirmwareImages
  readonly publications: FirmwarePublications
  /**
   * Enters an update before it is sent, and says what to send. The same command asked again is the same update.
   * @throws AppError `not-found` for an image the station's party does not have, `conflict` for one without content or for
   *   another make of station.
   */
  prepareUpdate(about: AboutToSend & { readonly signed: boolean }): Promise<UpdateOrder>
  /** The same for a publication. @throws AppError as `prepareUpdate`, and `conflict` for an image whose MD5 is not known. */
  preparePublication(about: AboutToSend): Promise<PublicationOrder>
  /** The MD5 by which a local controller knows an image (2.x L04). @throws AppError `not-found`, `conflict` without one. */
  checksumOf(command: Command): Promise<string>
  /** Whether an image comes with signature and certificate. @throws AppError `not-found` */
  isSigned(command: Command): Promise<boolean>
  /** Says how a command ended that one of these was for. Others change nothing. */
  settle(command: Command, move: CommandMove): Promise<void>
  /** What a station says about an update. One that is not known changes nothing. Durable when it resolves. */
  report(report: UpdateReport): Promise<void>
  reportPublication(report: PublicationReport): Promise<void>
  /** Ends what only a boot or the end of a command tells of. Called now and then. @returns how many */
  sweep(): Promise<number>
  /** Removes updates ordered before a time that have ended or are not heard of any more. @returns how many */
  removeBefore(time: Date, atMost: number): Promise<number>
  get(scope: Scope, updateId: string): Promise<FirmwareUpdate>
  list(scope: Scope, filter: UpdateFilter, page: PageRequest): Promise<Page<FirmwareUpdate>>
  /** What a ticket opens; undefined when it does not, or no longer. */
  download(ticket: string): Promise<Download | undefined>
}
