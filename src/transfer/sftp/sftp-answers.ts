import type { Writable } from 'node:stream'
import { type PacketPart, packet } from './sftp-packet.ts'

/** SSH_FXP_ types of what is answered. */
const ANSWER = { version: 2, status: 101, handle: 102, data: 103, name: 104, attributes: 105 } as const
const VERSION = 3
/** Size, owner, permissions and times are all told (draft-ietf-secsh-filexfer-02 §5). */
const ALL_ATTRIBUTES = 0x0f

export interface Attributes {
  readonly mode: number
  readonly size: number
}

export interface NamedFile {
  readonly name: string
  /** As `ls -l` shows it. */
  readonly line: string
  readonly attributes: Attributes
}

/** What a request of SFTP is answered, each once by its number. */
export interface SftpAnswers {
  greet(): void
  status(id: number, code: number, text?: string): void
  handle(id: number, handle: Uint8Array): void
  data(id: number, piece: Uint8Array): void
  attributes(id: number, attributes: Attributes): void
  name(id: number, file: NamedFile): void
}

/** Writes answers; how many may wait is for whoever asks to mind. */
export function sftpAnswers(to: Writable): SftpAnswers {
  const say = (type: number, ...parts: readonly PacketPart[]) => void to.write(packet(type, ...parts))
  return {
    greet: () => say(ANSWER.version, VERSION),
    // The language of the text is left unsaid.
    status: (id, code, text = '') => say(ANSWER.status, id, code, text, ''),
    handle: (id, handle) => say(ANSWER.handle, id, { counted: handle }),
    data: (id, piece) => say(ANSWER.data, id, { counted: piece }),
    attributes: (id, attributes) => say(ANSWER.attributes, id, ...written(attributes)),
    name: (id, { name, line, attributes }) => say(ANSWER.name, id, 1, name, line, ...written(attributes)),
  }
}

function written({ mode, size }: Attributes): readonly PacketPart[] {
  const long = Buffer.alloc(8)
  long.writeBigUInt64BE(BigInt(size))
  const [owner, group, readAt, changedAt] = [0, 0, 0, 0]
  return [ALL_ATTRIBUTES, { plain: long }, owner, group, mode, readAt, changedAt]
}
