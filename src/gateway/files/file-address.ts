import { chooseTransfer, TRANSFERS, type Transfer } from '#domain/files'
import { AppError } from '#kernel'
import type { GatewaySettings } from '../settings.ts'
import { firmwarePath, logPath } from './file-path.ts'

export interface AddressGround {
  readonly settings: Partial<GatewaySettings> | undefined
  /** Where the station has connected to, as https://host:port; undefined where that is not known. */
  readonly origin: string | undefined
  /** What the station has told it can (1.6 SupportedFileTransferProtocols, 2.x FileTransferProtocols). */
  readonly told: string | undefined
  /** What whoever asks wants. */
  readonly wanted: Transfer | undefined
}

/** Where a ticket lets a station in: over HTTP in the path, otherwise as the name and the password it signs in with. */
export interface FileAddress {
  readonly log: (ticket: string) => string
  readonly firmware: (ticket: string, fileName: string) => string
}

/**
 * Where a station finds the files that are here.
 * @throws AppError `unavailable` when nobody knows how the station could reach us, `unsupported` for a way that is wanted
 *   and not switched on
 */
export function fileAddress({ settings, origin, told, wanted }: AddressGround): FileAddress {
  const { host, ports = {} } = settings?.transfers ?? {}
  const offered = TRANSFERS.filter((one) => one === 'http' || ports[one] !== undefined)
  if (wanted !== undefined && !offered.includes(wanted)) {
    throw new AppError('unsupported', `Files do not go over ${wanted} here: it is not switched on`, { wanted })
  }
  const transfer = wanted ?? chooseTransfer(offered, told)
  if (transfer === 'http') {
    const base = reached(settings?.stationUrl ?? origin).replace(/\/+$/, '')
    return {
      log: (ticket) => `${base}${logPath(ticket)}`,
      firmware: (ticket, fileName) => `${base}${firmwarePath(ticket, fileName)}`,
    }
  }
  const at = `${host ?? new URL(reached(origin)).hostname}:${ports[transfer]}`
  const enter = (ticket: string) => `${transfer}://${ticket.replace('.', ':')}@${at}/`
  return { log: enter, firmware: (ticket, fileName) => `${enter(ticket)}${encodeURIComponent(fileName)}` }
}

function reached(url: string | undefined): string {
  if (url === undefined) throw new AppError('unavailable', 'It is not known where the station reaches us over HTTP')
  return url
}
