import { fetchByFtp, putByFtp } from './ftp-transfer.ts'
import { fetchBySftp, putBySftp } from './sftp-transfer.ts'

/** The largest firmware a simulated station has room for. */
const ROOM_BYTES = 256 * 1024 * 1024

/** A file from an address; undefined when it cannot be had. */
export async function download(location: string, signal: AbortSignal): Promise<Buffer | undefined> {
  try {
    if (/^ftps?:/.test(location)) return await fetchByFtp(new URL(location), ROOM_BYTES, signal)
    if (location.startsWith('sftp:')) return await fetchBySftp(new URL(location), ROOM_BYTES, signal)
    const response = await fetch(location, { signal })
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > ROOM_BYTES) {
      await response.body?.cancel()
      return undefined
    }
    return Buffer.from(await response.arrayBuffer())
  } catch {
    return undefined
  }
}

/** The words for how an upload ended (2.0.1 §3.87). */
export type UploadEnd = 'Uploaded' | 'UploadFailure' | 'BadMessage' | 'PermissionDenied' | 'NotSupportedOperation'

export interface Upload {
  readonly location: string
  readonly method: 'PUT' | 'POST'
  readonly fileName: string
  readonly content: string
}

/** Brings a file to an address, and says in OCPP's words how that went. */
export async function upload({ location, method, fileName, content }: Upload, signal: AbortSignal): Promise<UploadEnd> {
  try {
    if (/^ftps?:/.test(location)) return await putByFtp(new URL(location), fileName, content, signal)
    if (location.startsWith('sftp:')) return await putBySftp(new URL(location), fileName, content, signal)
    if (!/^https?:/.test(location)) return 'NotSupportedOperation'
    const response = await fetch(location, {
      method,
      signal,
      body: content,
      headers: {
        'Content-Type': 'application/octet-stream',
        // N01.FR.19
        ...(method === 'POST' && {
          'Content-Disposition': `form-data; name="uploadfile"; filename="${fileName}"`,
        }),
      },
    })
    await response.body?.cancel()
    return endOf(response.status)
  } catch {
    return 'UploadFailure'
  }
}

function endOf(status: number): UploadEnd {
  if (status < 300) return 'Uploaded'
  if (status === 400) return 'BadMessage'
  if (status === 401 || status === 403) return 'PermissionDenied'
  return status === 405 || status === 501 ? 'NotSupportedOperation' : 'UploadFailure'
}
