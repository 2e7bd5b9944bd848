/** How a file comes from a station or goes to it. Over HTTP: with TLS where the station is connected with TLS. */
export const TRANSFERS = ['http', 'sftp', 'ftps', 'ftp'] as const
export type Transfer = (typeof TRANSFERS)[number]

/** What stations call each of them in FileTransferProtocols (1.6 SupportedFileTransferProtocols). */
const WORDS: Readonly<Record<Transfer, readonly string[]>> = {
  http: ['HTTP', 'HTTPS'],
  sftp: ['SFTP'],
  ftps: ['FTPS'],
  ftp: ['FTP'],
}

/**
 * How a file shall come or go: the first of those we offer, in the order of TRANSFERS, that the station has told it can.
 * HTTP where it has told nothing, or nothing that we offer: it may know more than it has told.
 *
 * @param told the station's own list, words with commas between them; undefined where it has not told
 */
export function chooseTransfer(offered: readonly Transfer[], told: string | undefined): Transfer {
  const can = new Set((told ?? '').split(',').map((word) => word.trim().toUpperCase()))
  return TRANSFERS.find((one) => offered.includes(one) && WORDS[one].some((word) => can.has(word))) ?? 'http'
}
