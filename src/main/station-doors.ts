import { type Certificates, followRoots } from '#domain/certificates'
import type { Gateway } from '#gateway'
import type { Bus, Clock, Logger, Metrics } from '#kernel'
import { callbackRule, SoapDoor } from '#ocpp/soap'
import { createOcppListener, type OcppListener, type PeerReader, SocketBudget, type TlsSettings } from '#ocpp/transport'
import { openFilesLimit, socketsFor } from './open-files.ts'
import { openServerCertificates } from './server-certificates.ts'
import type { Settings } from './settings/index.ts'
import { TlsUpkeep } from './tls-upkeep.ts'

/** The two doors stations come in by: ws and wss; for SOAP, if it is on, http and https. */
export interface StationDoors {
  /** As ws://127.0.0.1:9000/ocpp. */
  readonly ocppUrl: string
  readonly ocppTlsUrl: string
  /** They listen on every network of the machine, not at the host of their addresses alone. */
  readonly onEveryNetwork: boolean
  /** Where stations reach them through a proxy, if they do. */
  readonly publicUrl?: string
  /** By which stations trust what they see over TLS, PEM. */
  readonly tlsCertificates: readonly string[]
  close(): Promise<void>
}

/** No limit, and for a timer as good as never: three weeks of milliseconds. */
const UNLIMITED = 2_000_000_000

const MINUTE_MS = 60_000

/** XML takes many times its length to read. */
const MOST_SOAP_BYTES = 1_048_576

interface Parts {
  readonly settings: Settings
  readonly gateway: Gateway
  /** Who comes in, where proxies stand before the doors. */
  readonly readPeer: PeerReader
  readonly certificates: Certificates
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Told of the certificates whenever they were looked at again: whoever shows them as well. */
  readonly certificatesRenewed: (tls: TlsSettings) => void
}

/**
 * Opens both doors.
 * @throws the system's error when a port is taken or a certificate file cannot be read
 */
export async function openStationDoors(parts: Parts): Promise<StationDoors> {
  const { settings, gateway, readPeer, certificates, bus, clock, logger, metrics } = parts
  const { ocpp, shutdown } = settings
  const own = await openServerCertificates(parts)
  let tls = await trusting(own, certificates)
  const soap = ocpp.soap ? soapDoor(parts, () => tls.clientAuthorities ?? []) : undefined
  const sockets = new SocketBudget(socketsFor(await openFilesLimit()), warnWhenFull(parts))
  const common = {
    host: ocpp.host,
    versions: ocpp.versions,
    derivedVersions: gateway.derivedVersions,
    authenticate: gateway.authenticate.bind(gateway),
    handler: gateway.handler,
    tlsRefused: gateway.tlsRefused.bind(gateway),
    requests: soap === undefined ? [gateway.requests] : [gateway.requests, soap.requests],
    readPeer,
    clock,
    logger,
    metrics,
    sockets,
    limits: {
      maxFrameBytes: ocpp.frameLimitBytes,
      pingIntervalMs: ocpp.pingIntervalS === 0 ? UNLIMITED : ocpp.pingIntervalS * 1_000,
      handshakesPerHour: ocpp.reconnectsPerHour === 0 ? UNLIMITED : ocpp.reconnectsPerHour,
    },
  }
  const plain = await createOcppListener({ ...common, port: ocpp.port })
  const secure = await createOcppListener({ ...common, port: ocpp.tlsPort, tls }).catch(async (cause: unknown) => {
    await plain.close()
    throw cause
  })
  const refresh = async () => {
    const renewed = await openServerCertificates(parts)
    tls = await trusting(renewed, certificates)
    secure.replaceTls(tls)
    parts.certificatesRenewed(renewed)
  }
  const upkeep = new TlsUpkeep(clock, logger, refresh)
  const roots = followRoots(bus, () => void upkeep.refresh())
  const deadlineMs = (shutdown.timeoutS * 1_000) / 2
  return {
    ocppUrl: addressOf('ws', plain),
    ocppTlsUrl: addressOf('wss', secure),
    onEveryNetwork: isEveryNetwork(plain),
    ...(ocpp.publicUrl !== '' && { publicUrl: ocpp.publicUrl.replace(/\/+$/, '') }),
    tlsCertificates: own.trustedBy,
    async close() {
      roots.stop()
      upkeep.stop()
      // Before the sockets its answers go out on.
      await soap?.close({ deadlineMs })
      await Promise.all([plain.close({ deadlineMs }), secure.close({ deadlineMs })])
    },
  }
}

/** Says, once a minute at most, that stations are turned away because of the system's bound on open files. */
function warnWhenFull({ clock, logger, metrics }: Parts): (most: number) => void {
  const refused = metrics.counter(
    'ocpp_sockets_refused_total',
    'Sockets of stations hung up on because too many are open',
  )
  let quietUntilMs = Number.NEGATIVE_INFINITY
  return (most) => {
    refused.add()
    if (clock.monotonicMs() < quietUntilMs) return
    quietUntilMs = clock.monotonicMs() + MINUTE_MS
    logger.warn('No more stations are let in: as many sockets are open as this process may have', { sockets: most })
  }
}

/**
 * Client certificates may be of the authorities of the settings, and of our own: its first root is made here, so that it is
 * trusted before a station can come with what it signs.
 */
async function trusting(tls: TlsSettings, certificates: Certificates): Promise<TlsSettings> {
  const roots = (await certificates.roots({ make: true })).map(({ certificate }) => certificate)
  return { ...tls, clientAuthorities: [...(tls.clientAuthorities ?? []), ...roots] }
}

function soapDoor(
  { settings, gateway, readPeer, clock, logger, metrics }: Parts,
  authorities: () => readonly string[],
): SoapDoor {
  const { ocpp } = settings
  return new SoapDoor({
    ...{ clock, logger, metrics, readPeer },
    authenticate: gateway.authenticate.bind(gateway),
    handler: gateway.handler,
    silenceMs: ocpp.soapSilentHeartbeats * ocpp.heartbeatIntervalS * 1_000,
    callTimeoutMs: ocpp.callTimeoutS * 1_000,
    mayCall: callbackRule(ocpp.soapCommandNetworks),
    authorities,
    limits: {
      ...(ocpp.frameLimitBytes < MOST_SOAP_BYTES ? { maxMessageBytes: ocpp.frameLimitBytes } : {}),
      sessionsPerHour: ocpp.reconnectsPerHour === 0 ? UNLIMITED : ocpp.reconnectsPerHour,
    },
  })
}

function addressOf(scheme: 'ws' | 'wss', listener: OcppListener): string {
  const { host, port } = listener.address
  const known = isEveryNetwork(listener) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${scheme}://${known}:${port}/ocpp`
}

const isEveryNetwork = ({ address }: OcppListener): boolean => ['0.0.0.0', '::'].includes(address.host)
