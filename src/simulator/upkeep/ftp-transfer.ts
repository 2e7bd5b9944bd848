import { Readable, Writable } from 'node:stream'
import { Client, FTPError } from 'basic-ftp'
import type { UploadEnd } from './transfer.ts'

/** How long a server may say nothing, in milliseconds. */
const SILENCE_MS = 30_000

/** A file by FTP, or by FTP under TLS. @throws whatever is in the way */
export function fetchByFtp(address: URL, mostBytes: number, signal: AbortSignal): Promise<Buffer> {
  return signedIn(address, signal, async (client) => {
    const pieces: Buffer[] = []
    let length = 0
    const into = new Writable({
      write(piece: Buffer, _encoding, done) {
        length += piece.length
        if (length <= mostBytes) pieces.push(piece)
        done(length > mostBytes ? new Error('There is no room for it') : null)
      },
    })
    await client.downloadTo(into, decodeURIComponent(address.pathname))
    return Buffer.concat(pieces)
  })
}

/** Brings a file by FTP. The address names a folder (1.6 §6.25), so the station says what it is called. */
export async function putByFtp(
  address: URL,
  fileName: string,
  content: string,
  signal: AbortSignal,
): Promise<UploadEnd> {
  try {
    const path = `${decodeURIComponent(address.pathname).replace(/\/$/, '')}/${fileName}`
    await signedIn(address, signal, (client) => client.uploadFrom(Readable.from([Buffer.from(content)]), path))
    return 'Uploaded'
  } catch (thrown) {
    return thrown instanceof FTPError && (thrown.code === 530 || thrown.code === 553)
      ? 'PermissionDenied'
      : 'UploadFailure'
  }
}

async function signedIn<T>(
  { protocol, hostname, port, username, password }: URL,
  signal: AbortSignal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(SILENCE_MS)
  const onAbort = () => client.close()
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    await client.access({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'ftps:' ? 990 : 21) : Number(port),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      // An address of ftps is one where TLS comes first. A station takes files from whoever it is told to.
      ...(protocol === 'ftps:' ? { secure: 'implicit', secureOptions: { rejectUnauthorized: false } } : {}),
    })
    return await work(client)
  } finally {
    signal.removeEventListener('abort', onAbort)
    client.close()
  }
}
