import ssh2 from 'ssh2'
import type { Clock, Logger } from '#kernel'
import type { Entrance } from '../entrance.ts'
import type { Slot } from '../slot.ts'
import { IncomingLog } from './incoming-log.ts'
import type { SftpAnswers } from './sftp-answers.ts'

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp

/** The one handle of each kind that a session may have. */
const FILE = Buffer.from('file')
const FOLDER = Buffer.from('folder')

/** The most answered to one request; clients ask for the rest by another. */
const MOST_READ_BYTES = 32_768
const FOLDER_MODE = 0o040_555
const FILE_MODE = 0o100_444

export interface SftpGround {
  readonly clock: Clock
  readonly logger: Logger
  readonly entrance: Entrance
  /** The peer has asked for something. */
  readonly heard: () => void
}

/** What a session may do with its slot: one request after the other, each answered once. */
export class SftpFiles {
  readonly #answers: SftpAnswers
  readonly #slot: Slot
  readonly #ground: SftpGround
  #log: IncomingLog | undefined
  #reading = false
  #folder: 'closed' | 'unread' | 'read' = 'closed'

  constructor(answers: SftpAnswers, slot: Slot, ground: SftpGround) {
    this.#answers = answers
    this.#slot = slot
    this.#ground = ground
  }

  greet(): void {
    this.#answers.greet()
  }

  open(id: number, path: string, flags: number) {
    const slot = this.#slot
    if (this.#log !== undefined || this.#reading) return this.#say(id, STATUS_CODE.FAILURE, 'One file at a time')
    if ((flags & (OPEN_MODE.WRITE | OPEN_MODE.APPEND)) === 0) {
      if (!this.#names(path)) return this.#say(id, STATUS_CODE.NO_SUCH_FILE)
      this.#reading = true
    } else {
      if (slot.kind !== 'log') return this.#say(id, STATUS_CODE.PERMISSION_DENIED)
      this.#log = new IncomingLog(slot, path, this.#ground)
    }
    this.#answers.handle(id, FILE)
  }

  async write(id: number, handle: Buffer, offset: number, piece: Buffer): Promise<void> {
    const written = handle.equals(FILE) && (await this.#log?.write(offset, piece)) === true
    this.#say(id, written ? STATUS_CODE.OK : STATUS_CODE.FAILURE)
  }

  async read(id: number, handle: Buffer, offset: number, length: number): Promise<void> {
    const slot = this.#slot
    if (slot.kind !== 'image' || !this.#reading || !handle.equals(FILE)) return this.#say(id, STATUS_CODE.FAILURE)
    if (offset >= slot.sizeBytes) return this.#say(id, STATUS_CODE.EOF)
    this.#answers.data(id, await firstOf(await slot.read(offset), Math.min(length, MOST_READ_BYTES)))
  }

  async close(id: number, handle: Buffer): Promise<void> {
    if (handle.equals(FOLDER)) {
      this.#folder = 'closed'
      return this.#say(id, STATUS_CODE.OK)
    }
    const log = this.#log
    this.#reading = false
    this.#log = undefined
    const outcome = handle.equals(FILE) ? await (log?.close() ?? 'kept') : 'There is no such handle'
    if (outcome === 'kept') this.#say(id, STATUS_CODE.OK)
    else this.#say(id, STATUS_CODE.FAILURE, outcome)
  }

  status(id: number, path: string) {
    if (isFolder(path)) return this.#answers.attributes(id, { mode: FOLDER_MODE, size: 0 })
    if (this.#slot.kind === 'image' && this.#names(path)) {
      return this.#answers.attributes(id, { mode: FILE_MODE, size: this.#slot.sizeBytes })
    }
    this.#say(id, STATUS_CODE.NO_SUCH_FILE)
  }

  handleStatus(id: number, handle: Buffer) {
    if (!handle.equals(FILE)) return this.#say(id, STATUS_CODE.FAILURE)
    this.#answers.attributes(id, { mode: FILE_MODE, size: this.#slot.kind === 'image' ? this.#slot.sizeBytes : 0 })
  }

  realPath(id: number, path: string): void {
    // Names alone: nothing is looked up by them.
    const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
    const name = `/${parts.join('/')}`
    this.#answers.name(id, { name, line: name, attributes: { mode: FOLDER_MODE, size: 0 } })
  }

  openFolder(id: number, path: string) {
    if (!isFolder(path)) return this.#say(id, STATUS_CODE.NO_SUCH_FILE)
    this.#folder = 'unread'
    this.#answers.handle(id, FOLDER)
  }

  readFolder(id: number, handle: Buffer) {
    const slot = this.#slot
    if (!handle.equals(FOLDER) || this.#folder === 'closed') return this.#say(id, STATUS_CODE.FAILURE)
    if (this.#folder === 'read' || slot.kind !== 'image') return this.#say(id, STATUS_CODE.EOF)
    this.#folder = 'read'
    const { fileName: name, sizeBytes: size } = slot
    const line = `-r--r--r-- 1 0 0 ${size} Jan 1 00:00 ${name}`
    this.#answers.name(id, { name, line, attributes: { mode: FILE_MODE, size } })
  }

  /** What clients ask for beside a file of theirs, as its times and its final name: there is nothing to be done. */
  agree(id: number): void {
    this.#say(id, this.#slot.kind === 'log' ? STATUS_CODE.OK : STATUS_CODE.PERMISSION_DENIED)
  }

  refuse(id: number): void {
    this.#say(id, STATUS_CODE.PERMISSION_DENIED)
  }

  /** A request that this version of SFTP does not have. */
  unknown(id: number): void {
    this.#say(id, STATUS_CODE.OP_UNSUPPORTED)
  }

  /** The connection is gone. */
  abandon(): void {
    this.#log?.abandon()
  }

  #names(path: string): boolean {
    return this.#slot.kind === 'image' && path.replace(/^[./]*\//, '') === this.#slot.fileName
  }

  #say(id: number, code: number, text?: string): void {
    this.#answers.status(id, code, text)
  }
}

async function firstOf(source: AsyncIterable<Uint8Array> & { destroy(): unknown }, wanted: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of source) {
      pieces.push(piece)
      length += piece.byteLength
      if (length >= wanted) break
    }
  } finally {
    source.destroy()
  }
  return Buffer.concat(pieces).subarray(0, wanted)
}

function isFolder(path: string): boolean {
  return /^[./]*$/.test(path)
}
