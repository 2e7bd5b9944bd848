import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  type ConnectionHandler,
  createOcppListener,
  type Handshake,
  type ListenerOptions,
  type OcppConnection,
  type OcppListener,
} from '#ocpp/transport'
import { Mailbox } from './mailbox.ts'

/** A listener whose every event can be waited for. */
export interface ListenerProbe {
  readonly listener: OcppListener
  /** `ws://127.0.0.1:port/ocpp`, or wss. */
  readonly url: string
  readonly handshakes: Handshake[]
  readonly opened: Mailbox<OcppConnection>
  readonly frames: Mailbox<string>
  readonly closed: Mailbox<{ connection: OcppConnection; code: number; reason: string }>
}

/** Starts a listener that accepts everybody, unless told otherwise. */
export async function startListener(options: Partial<ListenerOptions> = {}): Promise<ListenerProbe> {
  const { authenticate = async () => ({ accept: true }) } = options
  const handshakes: Handshake[] = []
  const opened = new Mailbox<OcppConnection>()
  const frames = new Mailbox<string>()
  const closed = new Mailbox<{ connection: OcppConnection; code: number; reason: string }>()
  const handler: ConnectionHandler = {
    onOpen: (connection) => opened.push(connection),
    onFrame: (_connection, text) => frames.push(text),
    onClose: (connection, code, reason) => closed.push({ connection, code, reason }),
  }
  const listener = await createOcppListener({
    handler,
    ...options,
    authenticate(handshake) {
      handshakes.push(handshake)
      return authenticate(handshake)
    },
  })
  const scheme = options.tls === undefined ? 'ws' : 'wss'
  return { listener, url: `${scheme}://127.0.0.1:${listener.address.port}/ocpp`, handshakes, opened, frames, closed }
}

/** How a server answered an upgrade, seen without any WebSocket library. */
export interface UpgradeAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The first bytes after an upgrade, or the body of a refusal. */
  readonly body: Buffer
}

/**
 * Asks for an upgrade with exactly these headers besides the ones RFC 6455 requires, and hangs up on the answer. Where no
 * subprotocol was agreed it waits for what the server says next.
 */
export function askForUpgrade(
  probe: ListenerProbe,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<UpgradeAnswer> {
  const { host, port } = probe.listener.address
  return new Promise((resolve, reject) => {
    const asked = request({
      host,
      port,
      path,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
    asked.on('error', reject)
    asked.on('response', (response) => {
      readAll(response).then((body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('upgrade', (response, socket, head) => {
      const agreed = response.headers['sec-websocket-protocol'] !== undefined
      const rest = agreed ? Promise.resolve(head) : readOnce(socket, head)
      rest.then((body) => {
        socket.destroy()
        resolve({ status: 101, headers: response.headers, body })
      })
    })
    asked.end()
  })
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function readOnce(socket: Duplex, head: Buffer): Promise<Buffer> {
  if (head.length > 0) return Promise.resolve(head)
  return new Promise((resolve) => {
    socket.once('data', resolve)
    socket.once('close', () => resolve(Buffer.alloc(0)))
  })
}
