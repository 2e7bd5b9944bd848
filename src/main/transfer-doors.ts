import { join } from 'node:path'
import type { GatewaySettings } from '#gateway'
import type { Clock, Logger } from '#kernel'
import type { TlsSettings } from '#ocpp/transport'
import { openFtpDoor, openHostKeys, openSftpDoor } from '#transfer'
import { openServerCertificates } from './server-certificates.ts'
import type { Services } from './services.ts'
import type { Settings } from './settings/index.ts'

/** The doors for files beside that of HTTP, as far as they are switched on. */
export interface OpenTransferDoors {
  /** What the gateway has to know to send stations there. */
  readonly transfers: NonNullable<GatewaySettings['transfers']>
  /** The certificates stations see over FTPS, once they are others. */
  replaceTls(tls: Pick<TlsSettings, 'certificates'>): void
  close(): Promise<void>
}

interface Parts {
  readonly settings: Settings
  readonly services: Services
  readonly clock: Clock
  readonly logger: Logger
}

/** @throws the system's error when a port is taken or a key cannot be read */
export async function openTransferDoors(parts: Parts): Promise<OpenTransferDoors> {
  const { sftp, ftp, ftps, transferHost } = parts.settings.files
  const byFtp = ftp || ftps ? await openByFtp(parts) : undefined
  const bySftp = sftp
    ? await openBySftp(parts).catch(async (thrown: unknown) => {
        await byFtp?.close()
        throw thrown
      })
    : undefined
  return {
    transfers: {
      ...(transferHost === '' ? {} : { host: transferHost }),
      ports: {
        ...(bySftp === undefined ? {} : { sftp: bySftp.port }),
        ...(byFtp?.tlsPort === undefined ? {} : { ftps: byFtp.tlsPort }),
        ...(byFtp?.port === undefined ? {} : { ftp: byFtp.port }),
      },
    },
    replaceTls: (tls) => byFtp?.replaceTls(secureContextOf(tls)),
    async close() {
      await Promise.all([byFtp?.close(), bySftp?.close()])
    },
  }
}

async function openBySftp({ settings, services, clock, logger }: Parts) {
  const { files, ocpp, data } = settings
  const { keys: hostKeys, fingerprints } = await openHostKeys(join(data.dir, 'ssh'))
  const { transfersAtOnce } = files
  const door = { host: ocpp.host, port: files.sftpPort, hostKeys, transfersAtOnce }
  const opened = await openSftpDoor({ services, clock, logger, settings: door })
  logger.info('Stations may fetch and bring files over SFTP', { port: opened.port, fingerprints })
  return opened
}

async function openByFtp({ settings, services, clock, logger }: Parts) {
  const { files, ocpp } = settings
  const tls = await openServerCertificates({ settings, certificates: services.certificates, clock, logger })
  const [, first, last] = /^(\d+)-(\d+)$/.exec(files.ftpDataPorts) ?? []
  const opened = await openFtpDoor({
    ...{ services, clock, logger },
    settings: {
      host: ocpp.host,
      transfersAtOnce: files.transfersAtOnce,
      tls: secureContextOf(tls),
      ...(files.ftp ? { port: files.ftpPort } : {}),
      ...(files.ftps ? { tlsPort: files.ftpsPort } : {}),
      ...(first === undefined ? {} : { dataPorts: { first: Number(first), last: Number(last) } }),
      ...(files.ftpDataAddress === '' ? {} : { dataAddress: files.ftpDataAddress }),
    },
  })
  logger.info('Stations may fetch and bring files over FTP', { port: opened.port, tlsPort: opened.tlsPort })
  return opened
}

function secureContextOf({ certificates }: Pick<TlsSettings, 'certificates'>) {
  return { cert: certificates.map(({ cert }) => cert), key: certificates.map(({ key }) => key) }
}
