import { request } from 'node:https'
import { AppError, type Clock } from '#kernel'
import { readCertsOnly } from './certs-only.ts'

export interface EstAddress {
  /** As https://ca.example.org/.well-known/est, with a label behind it where the authority has several. */
  readonly url: string
  readonly user?: string
  readonly password?: string
  /** Roots by which the server is trusted, PEM; without any, those of the system. */
  readonly trust?: readonly string[]
}

export type EstAnswer =
  | { readonly status: 'certificates'; readonly certificates: readonly Uint8Array[] }
  /** It will not, whoever asks and whenever. */
  | { readonly status: 'refused'; readonly reason: string }

const LIMIT_BYTES = 262_144
const PATIENCE_MS = 20_000
const LONGEST_REASON = 200

/**
 * One request to a server of certificates (RFC 7030).
 *
 * @throws AppError `unavailable` when it cannot be reached in time, is not ready yet, or does not know us; `invalid` for an
 *   answer that cannot be read
 */
export async function askEst(
  clock: Clock,
  { url, user, password, trust = [] }: EstAddress,
  operation: 'cacerts' | 'simpleenroll',
  csr?: Uint8Array,
): Promise<EstAnswer> {
  const { status, body } = await exchange(clock, `${url.replace(/\/+$/, '')}/${operation}`, {
    ...(user === undefined || user === '' ? {} : { auth: `${user}:${password ?? ''}` }),
    ...(trust.length === 0 ? {} : { ca: [...trust] }),
    ...(csr === undefined ? {} : { csr: Buffer.from(csr).toString('base64') }),
  })
  if (status === 200) return { status: 'certificates', certificates: readCertsOnly(decode(body)) }
  // What is wrong with the request itself; 401 and 403 are about us, 404 about the address, 202 and 5xx about the moment.
  if (csr !== undefined && (status === 400 || status === 409 || status === 422)) {
    const said = body.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_REASON)
    return { status: 'refused', reason: said === '' ? `the authority answered with status ${status}` : said }
  }
  throw new AppError('unavailable', `The certificate authority answered with status ${status}`)
}

interface Exchange {
  readonly auth?: string
  readonly ca?: string[]
  readonly csr?: string
}

function exchange(clock: Clock, url: string, { csr, ...how }: Exchange): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const asking = request(url, {
    ...how,
    method: csr === undefined ? 'GET' : 'POST',
    headers: csr === undefined ? {} : { 'Content-Type': 'application/pkcs10', 'Content-Transfer-Encoding': 'base64' },
  })
  const fail = (cause: unknown) =>
    reject(new AppError('unavailable', 'The certificate authority cannot be reached', {}, { cause }))
  const timer = clock.after(PATIENCE_MS, () => asking.destroy(new Error('no answer in time')))
  asking.on('error', fail)
  asking.on('response', (response) => {
    const pieces: Buffer[] = []
    let bytes = 0
    response.on('error', fail)
    response.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > LIMIT_BYTES) asking.destroy(new Error(`more than ${LIMIT_BYTES} bytes`))
      else pieces.push(piece)
    })
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() }))
  })
  asking.end(csr)
  return promise.finally(() => timer.cancel())
}

function decode(body: string): Buffer {
  return Buffer.from(body, 'base64')
}
