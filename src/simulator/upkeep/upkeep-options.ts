/** Where a firmware update goes wrong, if it does. */
export const FIRMWARE_FAULTS = ['download', 'signature', 'verification', 'installation', 'boot', 'silence'] as const
export type FirmwareFault = (typeof FIRMWARE_FAULTS)[number]

export const FILE_TRANSFERS = 'FTP,FTPS,HTTP,HTTPS,SFTP'

/** How a station treats firmware and logs. */
export interface UpkeepOptions {
  /** OCPP 1.6 with the security extension (security whitepaper): signed firmware only, GetLog. */
  readonly securityExtension?: boolean
  /** The manufacturer's root certificate, PEM, that signing certificates must come from. */
  readonly manufacturerRoot?: string
  readonly firmwareFault?: FirmwareFault
  /** How long an installation takes; default 5 s. */
  readonly installMs?: number
  /** It cannot be kept from installing what it has begun to (2.0.1 L01.FR.27). */
  readonly stubborn?: boolean
  /** How a log is sent (2.0.1 N01.FR.18); default PUT. */
  readonly uploadMethod?: 'PUT' | 'POST'
  /** How files come and go, as it tells it; by default all it can do: FTP,FTPS,HTTP,HTTPS,SFTP. */
  readonly fileTransfers?: string
  /** It has no log to show (2.0.1 N01.FR.05). */
  readonly withoutLogs?: boolean
  /** It keeps firmware for stations behind it (2.x L03). */
  readonly localController?: boolean
}
