import { type Queries, storableText, unnestStatement } from '#storage'
import type { LoggedMessage } from './message.ts'

const LONGEST_WORD = 255

interface MessageRow {
  readonly station_id: string
  readonly at: Date
  readonly direction: string
  readonly kind: string
  readonly action: string | null
  readonly message_id: string | null
  readonly frame: string
  readonly note: string | null
}

const insertMessages = unnestStatement<MessageRow>({
  name: 'message-log',
  columns: {
    station_id: 'text',
    at: 'timestamptz',
    direction: 'text',
    kind: 'text',
    action: 'text',
    message_id: 'text',
    frame: 'text',
    note: 'text',
  },
  text: (rows) => `
    INSERT INTO message_log (station_id, at, direction, kind, action, message_id, frame, note)
    SELECT station_id, at, direction, kind, action, message_id, frame, note FROM ${rows} ORDER BY place`,
})

export async function storeMessages(
  queries: Queries,
  chunks: readonly (readonly LoggedMessage[])[],
): Promise<undefined[]> {
  await insertMessages(queries, chunks.flat().map(messageRow))
  return chunks.map(() => undefined)
}

function messageRow(message: LoggedMessage): MessageRow {
  return {
    station_id: message.stationId,
    at: message.at,
    direction: message.direction,
    kind: message.kind,
    action: word(message.action),
    message_id: word(message.messageId),
    frame: storableText(message.frame),
    note: word(message.note),
  }
}

function word(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text.slice(0, LONGEST_WORD))
}
