import type { Command } from '#domain/commands'
import type { Diagnostics } from '#domain/diagnostics'
import type { Firmware, ImageOffer } from '#domain/firmware'
import { AppError, type Clock } from '#kernel'
import type { StationFacts } from '../actions/action.ts'
import { firmwarePath, logPath } from '../files/file-path.ts'
import type { GatewaySettings } from '../settings.ts'
import type { CommandContext } from './command-codec.ts'

interface Sources {
  readonly firmware: Firmware
  readonly diagnostics: Diagnostics
  readonly clock: Clock
  readonly settings?: Partial<GatewaySettings>
}

/** Enters what a command about files is for, and finds the addresses it is said with. */
export async function offerFiles(
  { firmware, diagnostics, clock, settings }: Sources,
  station: StationFacts,
  command: Command,
  { requestNumber: requestId, hasSecurityExtension }: CommandContext,
): Promise<Pick<CommandContext, 'firmware' | 'logLocation'>> {
  const base = () => baseOf(settings?.stationUrl ?? station.origin)
  const place = (image: ImageOffer) =>
    'location' in image ? image.location : `${base()}${firmwarePath(image.ticket, image.fileName)}`
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
      return { logLocation: 'location' in target ? target.location : `${base()}${logPath(target.ticket)}` }
    }
    default:
      return {}
  }
}

/** @throws AppError `unavailable` when nobody knows how the station could reach us. */
function baseOf(url: string | undefined): string {
  if (url === undefined) throw new AppError('unavailable', 'It is not known where the station reaches us over HTTP')
  return url.replace(/\/+$/, '')
}
