import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls'
import { type Clock, plainAddress } from '#kernel'
import { listening } from '../entrance.ts'
import type { FtpSettings } from './ftp-settings.ts'

/** How long the peer has to open the connection it has asked for. */
const OPEN_WITHIN_MS = 30_000

/** The connection that one file comes or goes over: the peer opens it at a port we have told (RFC 959 PASV, RFC 2428). */
export interface DataConnection {
  readonly port: number
  /** Resolves once the peer is there; rejects when it does not come, or the connection is given up. */
  readonly socket: () => Promise<Socket>
  readonly close: () => void
}

export interface DataPeer {
  readonly localAddress: string
  /** Nobody else may take or bring the file. */
  readonly remoteAddress: string
  /** Data come under TLS. */
  readonly secure: boolean
}

/** @throws Error when no port of the range is free */
export async function openData(settings: FtpSettings, peer: DataPeer, clock: Clock): Promise<DataConnection> {
  const coming = Promise.withResolvers<Socket>()
  // Told to whoever asks for it; a file may never be asked for.
  coming.promise.catch(() => {})
  let opened: Socket | undefined
  const server = createServer((raw) => {
    if (opened !== undefined || plainAddress(raw.remoteAddress ?? '') !== peer.remoteAddress) return void raw.destroy()
    server.close()
    timer.cancel()
    opened = peer.secure ? underTls(raw, settings.tls ?? {}) : raw
    // Told by whoever reads or writes it.
    raw.on('error', () => {})
    opened.on('error', () => {})
    coming.resolve(opened)
  })
  const close = () => {
    timer.cancel()
    server.close()
    coming.reject(new Error('The data connection was given up'))
    opened?.destroy()
  }
  const timer = clock.after(OPEN_WITHIN_MS, close)
  const port = await anyPort(server, peer.localAddress, settings).catch((thrown: unknown) => {
    timer.cancel()
    throw thrown
  })
  return { port, close, socket: () => coming.promise }
}

/** TLS of ours over a connection that is there already. */
export function underTls(socket: Socket, tls: SecureContextOptions): TLSSocket {
  return new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(tls) })
}

async function anyPort(server: Server, host: string, { dataPorts }: FtpSettings): Promise<number> {
  if (dataPorts === undefined) return listening(server, host, 0)
  const { first, last } = dataPorts
  const count = last - first + 1
  // Not the same ones over and over: the one just closed may not be free yet.
  const start = Math.floor(Math.random() * count)
  for (let step = 0; step < count; step += 1) {
    const port = first + ((start + step) % count)
    const free = await listening(server, host, port).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return undefined
      throw error
    })
    if (free !== undefined) return free
  }
  throw new Error(`No port from ${first} to ${last} is free`)
}
