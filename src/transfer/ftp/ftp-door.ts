import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type SecureContextOptions, type Server as TlsServer } from 'node:tls'
import type { Clock, Logger } from '#kernel'
import { closed, Entrance, listening } from '../entrance.ts'
import type { SlotServices } from '../slot.ts'
import { type FtpGround, FtpSession } from './ftp-session.ts'
import type { FtpSettings } from './ftp-settings.ts'

export interface FtpDoorOptions {
  readonly services: SlotServices
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: FtpSettings
}

export interface FtpDoor {
  readonly port?: number
  readonly tlsPort?: number
  /** From now on new connections see these; those that are open go on. Nothing where TLS is not offered. */
  replaceTls(tls: SecureContextOptions): void
  close(): Promise<void>
}

/**
 * FTP for stations that know nothing else: one slot for each sign-in, passive data connections only, TLS where it is
 * asked for (RFC 959, 2428, 4217).
 * @throws the system's error when a port is taken
 */
export async function openFtpDoor({ settings: given, clock, ...rest }: FtpDoorOptions): Promise<FtpDoor> {
  const settings: { -readonly [K in keyof FtpSettings]: FtpSettings[K] } = { ...given }
  const entrance = new Entrance(clock, settings.transfersAtOnce)
  const ground: FtpGround = { ...rest, clock, settings, entrance }
  const servers: Server[] = []
  const open = (server: Server, port: number) => {
    servers.push(server)
    return listening(server, settings.host, port)
  }
  const close = async () => {
    const all = Promise.all(servers.map(closed))
    entrance.clear()
    await all
  }
  try {
    const { port, tlsPort, tls } = settings
    const plain =
      port === undefined
        ? undefined
        : await open(
            createServer((socket) => begin(socket, ground)),
            port,
          )
    const server = tlsPort === undefined || tls === undefined ? undefined : secureServer(ground, tls)
    const secure = server === undefined ? undefined : await open(server, tlsPort ?? 0)
    return {
      ...(plain === undefined ? {} : { port: plain }),
      ...(secure === undefined ? {} : { tlsPort: secure }),
      replaceTls(renewed) {
        if (settings.tls === undefined) return
        settings.tls = renewed
        server?.setSecureContext(renewed)
      },
      close,
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

function begin(socket: Socket, ground: FtpGround): void {
  if (ground.entrance.letIn(socket)) new FtpSession(socket, ground)
}

/** TLS first; who does not get through the handshake in time is cut off by it. */
function secureServer(ground: FtpGround, tls: SecureContextOptions): TlsServer {
  const handshakeTimeout = 30_000
  const server = createTlsServer({ ...tls, handshakeTimeout }, (socket) => {
    new FtpSession(socket, ground)
  })
  server.on('connection', (socket: Socket) => void ground.entrance.letIn(socket))
  server.on('tlsClientError', (_error: Error, socket: Socket) => void socket.destroy())
  return server
}
