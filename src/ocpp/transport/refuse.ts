import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** Answers an upgrade with an HTTP status instead, and hangs up once that is out. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string, retryAfterS?: number): void {
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(reason)}`,
  ]
  if (status === 401) headers.push('WWW-Authenticate: Basic realm="OCPP", charset="UTF-8"')
  if (retryAfterS !== undefined) headers.push(`Retry-After: ${Math.ceil(retryAfterS)}`)
  socket.once('finish', () => socket.destroy())
  socket.end(`${headers.join('\r\n')}\r\n\r\n${reason}`)
}
