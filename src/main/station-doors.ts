import type { Gateway } from '#gateway'
import type { Clock, Logger, Metrics } from '#kernel'
import { createOcppListener, type OcppListener } from '#ocpp/transport'
import { openServerCertificates } from './server-certificates.ts'
import type { Settings } from './settings/index.ts'

/** The two doors stations come in by: ws and wss. */
export interface StationDoors {
  /** As ws://127.0.0.1:9000/ocpp. */
  readonly ocppUrl: string
  readonly ocppTlsUrl: string
  /** They listen on every network of the machine, not at the host of their addresses alone. */
  readonly onEveryNetwork: boolean
  readonly tlsCertificates: readonly string[]
  close(): Promise<void>
}

/** No limit, and for a timer as good as never: three weeks of milliseconds. */
const UNLIMITED = 2_000_000_000

/**
 * Opens both doors.
 * @throws the system's error when a port is taken or a certificate file cannot be read
 */
export async function openStationDoors(parts: {
  readonly settings: Settings
  readonly gateway: Gateway
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
}): Promise<StationDoors> {
  const { settings, gateway, clock, logger, metrics } = parts
  const { ocpp, shutdown } = settings
  const common = {
    host: ocpp.host,
    versions: ocpp.versions,
    derivedVersions: gateway.derivedVersions,
    authenticate: gateway.authenticate.bind(gateway),
    handler: gateway.handler,
    clock,
    logger,
    metrics,
    limits: {
      maxFrameBytes: ocpp.frameLimitBytes,
      pingIntervalMs: ocpp.pingIntervalS === 0 ? UNLIMITED : ocpp.pingIntervalS * 1_000,
      handshakesPerHour: ocpp.reconnectsPerHour === 0 ? UNLIMITED : ocpp.reconnectsPerHour,
    },
  }
  const tls = await openServerCertificates(settings, clock, logger)
  const plain = await createOcppListener({ ...common, port: ocpp.port })
  const secure = await createOcppListener({ ...common, port: ocpp.tlsPort, tls }).catch(async (cause: unknown) => {
    await plain.close()
    throw cause
  })
  const deadlineMs = (shutdown.timeoutS * 1_000) / 2
  return {
    ocppUrl: addressOf('ws', plain),
    ocppTlsUrl: addressOf('wss', secure),
    onEveryNetwork: isEveryNetwork(plain),
    tlsCertificates: tls.certificates.map(({ cert }) => cert),
    async close() {
      await Promise.all([plain.close({ deadlineMs }), secure.close({ deadlineMs })])
    },
  }
}

function addressOf(scheme: 'ws' | 'wss', listener: OcppListener): string {
  const { host, port } = listener.address
  const known = isEveryNetwork(listener) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${scheme}://${known}:${port}/ocpp`
}

const isEveryNetwork = ({ address }: OcppListener): boolean => ['0.0.0.0', '::'].includes(address.host)
