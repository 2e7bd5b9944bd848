import { type CopyRow, CopyRowWriter, type Database, storableText } from '#storage'
import type { MessageRecord } from './message.ts'

const LONGEST_WORD = 255

const COLUMNS = ['station_id', 'at', 'direction', 'kind', 'action', 'message_id', 'frame', 'note']
const INTO = `COPY message_log (${COLUMNS.join(', ')}) FROM STDIN (FORMAT binary)`

/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const WIDEST_CHARACTER = 3

const writer = new CopyRowWriter()

/** The row of a message, so that what waits to be stored holds bytes and none of its texts. */
export function messageRow(stationId: string, atMs: number, message: MessageRecord): CopyRow {
  const { direction, kind } = message
  const frame = storableText(message.frame)
  const words = [word(message.action), word(message.messageId), word(message.note)] as const
  const [action, messageId, note] = words
  const fixed = stationId.length + direction.length + kind.length
  const characters = words.reduce((sum, text) => sum + (text?.length ?? 0), fixed + frame.length)
  writer.begin(COLUMNS.length, WIDEST_CHARACTER * characters)
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
