import ssh2, { type SFTPWrapper } from 'ssh2'
import type { UploadEnd } from './transfer.ts'

/** How long signing in may take, in milliseconds. */
const SIGN_IN_MS = 30_000

/** A file by SFTP. @throws whatever is in the way */
export function fetchBySftp(address: URL, mostBytes: number, signal: AbortSignal): Promise<Buffer> {
  return signedIn(address, signal, async (sftp) => {
    const pieces: Buffer[] = []
    let length = 0
    const content = sftp.createReadStream(decodeURIComponent(address.pathname))
    // Its handle is still being closed when the connection is.
    content.on('error', () => {})
    for await (const piece of content) {
      length += piece.length
      if (length > mostBytes) throw new Error('There is no room for it')
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  })
}

/** Brings a file by SFTP into the folder of the address, under a name of its own. */
export async function putBySftp(
  address: URL,
  fileName: string,
  content: string,
  signal: AbortSignal,
): Promise<UploadEnd> {
  const path = `${decodeURIComponent(address.pathname).replace(/\/$/, '')}/${fileName}`
  try {
    await signedIn(
      address,
      signal,
      (sftp) =>
        new Promise<void>((resolve, reject) => {
          const into = sftp.createWriteStream(path)
          into.once('error', reject)
          into.once('close', () => resolve())
          into.end(Buffer.from(content))
        }),
    )
    return 'Uploaded'
  } catch (thrown) {
    return denied(thrown) ? 'PermissionDenied' : 'UploadFailure'
  }
}

/** Signing in failed, or the server says so (SSH_FX_PERMISSION_DENIED). */
function denied(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  return ('level' in thrown && thrown.level === 'client-authentication') || ('code' in thrown && thrown.code === 3)
}

function signedIn<T>(
  { hostname, port, username, password }: URL,
  signal: AbortSignal,
  work: (sftp: SFTPWrapper) => Promise<T>,
): Promise<T> {
  const client = new ssh2.Client()
  const onAbort = () => client.end()
  const done = new Promise<T>((resolve, reject) => {
    client.once('error', reject)
    client.once('close', () => reject(new Error('The connection was closed')))
    client.once('ready', () => {
      client.sftp((error, sftp) => (error === undefined ? work(sftp).then(resolve, reject) : reject(error)))
    })
    signal.addEventListener('abort', onAbort)
    client.connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? 22 : Number(port),
      username: decodeURIComponent(username),
      password: decodeURIComponent(password),
      readyTimeout: SIGN_IN_MS,
    })
  })
  return done.finally(() => {
    signal.removeEventListener('abort', onAbort)
    client.end()
  })
}
