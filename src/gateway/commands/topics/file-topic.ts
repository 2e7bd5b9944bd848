import type { ImageOffer } from '#domain/firmware'
import { fileAddress } from '../../files/file-address.ts'
import type { CommandTopic } from '../command-topic.ts'

/** Files that stations fetch and bring: what a command about them is for is entered, and the addresses found. */
export const fileTopic: CommandTopic = {
  async prepare(ground, command, { requestNumber: requestId, hasSecurityExtension, fileTransfers }, station) {
    const { firmware, diagnostics, clock, settings } = ground
    const wanted = 'transfer' in command.request ? command.request.transfer : undefined
    const address = () => fileAddress({ settings, origin: station.origin, told: fileTransfers, wanted })
    const place = (image: ImageOffer) =>
      'location' in image ? image.location : address().firmware(image.ticket, image.fileName)
    const offeredAt = new Date(clock.nowMs()).toISOString()
    const has2 = station.version !== 'ocpp1.6'
    switch (command.kind) {
      case 'update-firmware': {
        // Without the extension 1.6 has no words for a signature.
        const signed = (has2 || hasSecurityExtension) && (await firmware.isSigned(command))
        const { image, ...trust } = await firmware.prepareUpdate({ command, requestId, signed })
        return { firmware: { ...trust, location: place(image), offeredAt } }
      }
      case 'publish-firmware': {
        if (!has2) return {}
        const { image, checksum } = await firmware.preparePublication({ command, requestId })
        return { firmware: { location: place(image), offeredAt, checksum } }
      }
      case 'unpublish-firmware':
        return has2 ? { firmware: { location: '', offeredAt, checksum: await firmware.checksumOf(command) } } : {}
      case 'get-log': {
        const target = await diagnostics.prepare({ command, requestId })
        return { logLocation: 'location' in target ? target.location : address().log(target.ticket) }
      }
      default:
        return {}
    }
  },
  async settle({ firmware, diagnostics }, command, { move }) {
    if (move === undefined) return
    await firmware.settle(command, move)
    await diagnostics.settle(command, move)
  },
}
