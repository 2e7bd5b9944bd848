import type { Command } from '#domain/commands'
import { AppError, newId } from '#kernel'
import { checkMake } from './check-image.ts'
import type { Firmware } from './firmware.ts'
import type { FirmwareImage } from './firmware-image.ts'
import type { FirmwareOptions } from './firmware-options.ts'
import type { FirmwareTrust } from './firmware-trust.ts'
import { loadImage } from './image-store.ts'
import { storePublication } from './publication-store.ts'
import type { ImageOffer } from './update.ts'
import { loadMake, storeUpdate } from './update-store.ts'

/** How long a station may fetch an image, from when it is told to: stations try again for days. */
const VALID_MS = 14 * 86_400_000

/** What a command about firmware is said with: looked up and entered just before it is sent. */
export function createOrders(
  { database, clock, tickets }: FirmwareOptions,
  trust: FirmwareTrust,
): Pick<Firmware, 'prepareUpdate' | 'preparePublication' | 'checksumOf' | 'isSigned'> {
  const imageOf = (command: Command): Promise<FirmwareImage> => {
    if (!('imageId' in command.request)) throw new AppError('internal', `${command.kind} names no firmware`)
    return loadImage(database, { partyIds: [command.partyId] }, command.request.imageId)
  }
  const offer = (image: FirmwareImage, ticketId: string): ImageOffer =>
    image.location === undefined
      ? { ticket: tickets.issue('firmware', ticketId), fileName: image.fileName }
      : { location: image.location }

  async function requireTrust(image: FirmwareImage): Promise<void> {
    const problem = await trust.problem(image)
    if (problem !== undefined) throw new AppError('conflict', `The firmware is not to be trusted: ${problem}`)
  }

  async function checksumOf(command: Command): Promise<string> {
    const { md5 } = await imageOf(command)
    if (md5 === undefined) throw new AppError('conflict', 'The MD5 of the firmware is not known')
    return md5
  }

  return {
    checksumOf,
    async isSigned(command) {
      return (await imageOf(command)).signature !== undefined
    },
    async prepareUpdate({ command, requestId, signed }) {
      const image = await imageOf(command)
      requireContent(image)
      if (signed) await requireTrust(image)
      const { stationId, partyId } = command
      const station = await loadMake(database, stationId)
      checkMake(image, station ?? {})
      const nowMs = clock.nowMs()
      const latest =
        'installAt' in command.request ? (command.request.installAt ?? command.request.retrieveAt) : undefined
      const startMs = Math.max(nowMs, latest === undefined ? nowMs : Date.parse(latest))
      const id = await storeUpdate(database, {
        ...{ id: newId(nowMs), stationId, partyId, imageId: image.id, commandId: command.id, requestId, signed },
        version: image.version,
        formerVersion: station?.version ?? null,
        at: new Date(nowMs),
        expiresAt: new Date(startMs + VALID_MS),
      })
      const { signature, signingCertificate } = image
      if (!signed || signature === undefined || signingCertificate === undefined) return { image: offer(image, id) }
      return { image: offer(image, id), signature, signingCertificate }
    },
    async preparePublication({ command, requestId }) {
      const image = await imageOf(command)
      requireContent(image)
      const checksum = await checksumOf(command)
      const nowMs = clock.nowMs()
      const { stationId, partyId } = command
      const id = await storePublication(database, {
        ...{ id: newId(nowMs), stationId, partyId, imageId: image.id, commandId: command.id, requestId, checksum },
        at: new Date(nowMs),
        expiresAt: new Date(nowMs + VALID_MS),
      })
      return { image: offer(image, id), checksum }
    },
  }
}

function requireContent({ location, sizeBytes }: FirmwareImage): void {
  if (location === undefined && sizeBytes === undefined) {
    throw new AppError('conflict', 'The content of the firmware has not been sent yet')
  }
}
