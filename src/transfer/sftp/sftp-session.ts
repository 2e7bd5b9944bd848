import type { Socket } from 'node:net'
import type { ServerChannel } from 'ssh2'
import type { Slot } from '../slot.ts'
import { roomToSend } from './send-room.ts'
import { sftpAnswers } from './sftp-answers.ts'
import { SftpFiles, type SftpGround } from './sftp-files.ts'
import { PacketFields, readPackets } from './sftp-packet.ts'

type Request = (files: SftpFiles, id: number, fields: PacketFields) => void | Promise<void>

const GREETING = 1

/** SSH_FXP_ types of what is asked (draft-ietf-secsh-filexfer-02 §3). */
const REQUESTS: Readonly<Record<number, Request>> = {
  3: (files, id, fields) => files.open(id, fields.text(), fields.uint32()),
  4: (files, id, fields) => files.close(id, fields.bytes()),
  5: (files, id, fields) => files.read(id, fields.bytes(), fields.uint64(), fields.uint32()),
  6: (files, id, fields) => files.write(id, fields.bytes(), fields.uint64(), fields.bytes()),
  7: (files, id, fields) => files.status(id, fields.text()),
  8: (files, id, fields) => files.handleStatus(id, fields.bytes()),
  // Times and permissions of a file of theirs, and below its final name.
  9: (files, id) => files.agree(id),
  10: (files, id) => files.agree(id),
  11: (files, id, fields) => files.openFolder(id, fields.text()),
  12: (files, id, fields) => files.readFolder(id, fields.bytes()),
  16: (files, id, fields) => files.realPath(id, fields.text()),
  17: (files, id, fields) => files.status(id, fields.text()),
  18: (files, id) => files.agree(id),
}
/** REMOVE, MKDIR, RMDIR, READLINK and SYMLINK: known, and not for stations. */
const REFUSED: ReadonlySet<number> = new Set([13, 14, 15, 19, 20])

/**
 * Answers the requests of an SFTP session one after the other, in order, as long as the peer takes the answers. What it has
 * asked meanwhile waits in the channel, whose window bounds it.
 */
export async function serveSftp(channel: ServerChannel, slot: Slot, socket: Socket, ground: SftpGround): Promise<void> {
  const files = new SftpFiles(sftpAnswers(channel), slot, ground)
  // The connection is gone: what has come is not the file, whatever of it is still to be read.
  socket.once('close', () => files.abandon())
  channel.on('error', () => socket.destroy())
  try {
    // It goes on to be written to when all has been read.
    for await (const packet of readPackets(channel.iterator({ destroyOnReturn: false }))) {
      ground.heard()
      if (!(await roomToSend(channel, socket, ground.clock))) return void socket.destroy()
      await carryOut(files, new PacketFields(packet))
    }
    channel.exit(0)
    channel.close()
  } catch (error) {
    if (!socket.destroyed) ground.logger.info('An SFTP session was ended', { error: String(error) })
    socket.destroy()
  } finally {
    files.abandon()
  }
}

function carryOut(files: SftpFiles, fields: PacketFields): void | Promise<void> {
  const type = fields.byte()
  if (type === GREETING) return files.greet()
  const id = fields.uint32()
  const request = REQUESTS[type]
  if (request !== undefined) return request(files, id, fields)
  return REFUSED.has(type) ? files.refuse(id) : files.unknown(id)
}
