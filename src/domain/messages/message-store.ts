import { type CopyRow, CopyRowWriter, type Database, LAZY_COMMIT, storableText } from '#storage'
import type { MessageRecord } from './message.ts'

const LONGEST_WORD = 255

const COLUMNS = ['station_id', 'at', 'direction', 'kind', 'action', 'message_id', 'frame', 'note']
/** Nobody is answered for what is logged: a database that is killed may lack the last half second of it. */
const INTO = `${LAZY_COMMIT} COPY message_log (${COLUMNS.join(', ')}) FROM STDIN (FORMAT binary)`

const writer = new CopyRowWriter()

/** The row of a message, so that what waits to be stored holds bytes and none of its texts. */
export function messageRow(stationId: string, atMs: number, message: MessageRecord): CopyRow {
  const { direction, kind } = message
  const frame = storableText(message.frame)
  const [action, messageId, note] = [word(message.action), word(message.messageId), word(message.note)]
  // Counted, not guessed: what a guess leaves over waits for the database as well.
  writer.begin(COLUMNS.length, bytesOf([stationId, direction, kind, action, messageId, frame, note]))
  writer.text(stationId)
  writer.timestamp(atMs)
  writer.text(direction)
  writer.text(kind)
  writer.text(action)
  writer.text(messageId)
  writer.text(frame)
  writer.text(note)
  return writer.end()
}

/** In their order, which tells messages of one millisecond apart. */
export async function storeMessages(
  database: Pick<Database, 'copy'>,
  chunks: readonly (readonly CopyRow[])[],
): Promise<undefined[]> {
  await database.copy(INTO, chunks.flat())
  return chunks.map(() => undefined)
}

function word(text: string | undefined): string | undefined {
  return text === undefined ? undefined : storableText(text.slice(0, LONGEST_WORD))
}

function bytesOf(texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text) => sum + (text === undefined ? 0 : Buffer.byteLength(text)), 0)
}
