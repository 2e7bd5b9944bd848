import type { Socket } from 'node:net'
import type { SFTPWrapper } from 'ssh2'
import type { Slot } from '../slot.ts'
import { roomToSend } from './send-room.ts'
import { SftpFiles, type SftpGround } from './sftp-files.ts'

/** Requests and bytes a peer may have sent before they are answered. */
const MOST_WAITING = 1_024
const MOST_WAITING_BYTES = 25_165_824
/** Answers the requests of an SFTP session one after the other, in order, as long as the peer keeps within bounds. */
export function serveSftp(sftp: SFTPWrapper, slot: Slot, socket: Socket, ground: SftpGround): SftpFiles {
  const files = new SftpFiles(sftp, slot, ground)
  const waiting: { readonly bytes: number; readonly work: () => void | Promise<void> }[] = []
  let waitingBytes = 0
  let busy = false
  const cutOff = () => void socket.destroy()

  const carryOut = async () => {
    busy = true
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        waitingBytes -= next.bytes
        await next.work()
      }
    } catch (error) {
      ground.logger.error('An SFTP session has failed', { error })
      cutOff()
    } finally {
      busy = false
    }
  }
  const ask = (work: () => void | Promise<void>, bytes = 0) => {
    ground.heard()
    if (waiting.length >= MOST_WAITING || waitingBytes + bytes > MOST_WAITING_BYTES) return cutOff()
    waiting.push({ work, bytes })
    waitingBytes += bytes
    if (!busy) void carryOut()
  }
  const read = async (id: number, handle: Buffer, offset: number, length: number) => {
    if (await roomToSend(sftp, socket, ground.clock)) await files.read(id, handle, offset, length)
    else cutOff()
  }

  sftp.on('OPEN', (id, path, flags) => ask(() => files.open(id, path, flags)))
  sftp.on('WRITE', (id, handle, offset, piece) => ask(() => files.write(id, handle, offset, piece), piece.length))
  sftp.on('READ', (id, handle, offset, length) => ask(() => read(id, handle, offset, length)))
  sftp.on('CLOSE', (id, handle) => ask(() => files.close(id, handle)))
  sftp.on('STAT', (id, path) => ask(() => files.status(id, path)))
  sftp.on('LSTAT', (id, path) => ask(() => files.status(id, path)))
  sftp.on('FSTAT', (id, handle) => ask(() => files.handleStatus(id, handle)))
  sftp.on('REALPATH', (id, path) => ask(() => files.realPath(id, path)))
  sftp.on('OPENDIR', (id, path) => ask(() => files.openFolder(id, path)))
  sftp.on('READDIR', (id, handle) => ask(() => files.readFolder(id, handle)))
  sftp.on('SETSTAT', (id) => ask(() => files.agree(id)))
  sftp.on('FSETSTAT', (id) => ask(() => files.agree(id)))
  sftp.on('RENAME', (id) => ask(() => files.agree(id)))
  for (const event of ['REMOVE', 'MKDIR', 'RMDIR', 'SYMLINK', 'READLINK']) {
    sftp.on(event, (id: number) => ask(() => files.refuse(id)))
  }
  return files
}
