import { type Queries, storableText, unnestStatement } from '#storage'
import type { ToldMessage } from './display-message.ts'

/** Messages one station may have; what it tells beyond is not kept. */
export const MAX_MESSAGES = 1_000
/** The longest text the wordings of one message may take; of one that takes more only the message itself is kept. */
const LONGEST_WORDINGS = 20_000

type Stamp = { readonly setAt: Date } | { readonly reportedAt: Date; readonly requestId: number }

interface MessageRow {
  readonly station_id: string
  readonly message_id: number
  readonly priority: string
  readonly state: string | null
  readonly starts_at: Date | null
  readonly ends_at: Date | null
  readonly transaction_reference: string | null
  readonly display: string | null
  readonly wordings: string
  readonly set_at: Date | null
  readonly reported_at: Date | null
  readonly report_request_id: number | null
}

/** Stores messages by their ids: one with the same id is replaced (O06.FR.01). */
export async function storeMessages(
  queries: Queries,
  stationId: string,
  messages: readonly ToldMessage[],
  stamp: Stamp,
): Promise<void> {
  const rows = new Map<number, MessageRow>()
  for (const message of messages) {
    if (Number.isSafeInteger(message.id) && message.id >= 0) rows.set(message.id, rowOf(stationId, message, stamp))
  }
  await upsertMessages(queries, [...rows.values()])
}

function rowOf(stationId: string, message: ToldMessage, stamp: Stamp): MessageRow {
  const reported = 'reportedAt' in stamp
  const { display, reference, wordings } = message
  return {
    station_id: stationId,
    message_id: message.id,
    priority: message.priority,
    state: message.state ?? null,
    starts_at: dated(message.startsAt),
    ends_at: dated(message.endsAt),
    transaction_reference: reference === undefined ? null : storableText(reference.slice(0, 255)),
    display: display === undefined ? null : storableText(JSON.stringify(display)),
    wordings: wordingsText(wordings),
    set_at: reported ? null : stamp.setAt,
    reported_at: reported ? stamp.reportedAt : null,
    report_request_id: reported ? stamp.requestId : null,
  }
}

const upsertMessages = unnestStatement<MessageRow>({
  name: 'display-messages',
  columns: {
    station_id: 'text',
    message_id: 'bigint',
    priority: 'text',
    state: 'text',
    starts_at: 'timestamptz',
    ends_at: 'timestamptz',
    transaction_reference: 'text',
    display: 'text',
    wordings: 'text',
    set_at: 'timestamptz',
    reported_at: 'timestamptz',
    report_request_id: 'bigint',
  },
  text: (rows) => `
    INSERT INTO display_message AS m (station_id, message_id, priority, state, starts_at, ends_at, transaction_reference,
      display, wordings, set_at, reported_at, report_request_id)
    SELECT s.id, message_id, priority, state, starts_at, ends_at, transaction_reference, display, wordings, set_at,
      reported_at, report_request_id
    FROM ${rows} JOIN station s ON s.id = station_id
    WHERE place <= ${MAX_MESSAGES} - (SELECT count(*) FROM display_message k WHERE k.station_id = s.id)
      OR EXISTS (SELECT FROM display_message k WHERE k.station_id = s.id AND k.message_id = sent.message_id)
    ORDER BY s.id, message_id
    ON CONFLICT (station_id, message_id) DO UPDATE SET
      priority = excluded.priority, state = excluded.state, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      transaction_reference = excluded.transaction_reference, display = excluded.display, wordings = excluded.wordings,
      set_at = CASE WHEN excluded.reported_at IS NULL THEN excluded.set_at ELSE m.set_at END,
      reported_at = excluded.reported_at, report_request_id = excluded.report_request_id`,
})

export async function removeMessages(queries: Queries, stationId: string, ids: readonly number[]): Promise<void> {
  await queries.query(
    'display-messages-remove',
    'DELETE FROM display_message WHERE station_id = $1 AND message_id = ANY($2::bigint[])',
    [stationId, [...ids]],
  )
}

export async function removeOthersInFront(queries: Queries, stationId: string, id: number): Promise<void> {
  await queries.query(
    'display-messages-front',
    "DELETE FROM display_message WHERE station_id = $1 AND priority = 'always-front' AND message_id <> $2",
    [stationId, id],
  )
}

function dated(at: Date | undefined): Date | null {
  return at === undefined || Number.isNaN(at.getTime()) ? null : at
}

function wordingsText(wordings: ToldMessage['wordings']): string {
  const text = storableText(JSON.stringify(wordings))
  if (text.length <= LONGEST_WORDINGS) return text
  const [first] = wordings
  const shortened = first && { ...first, content: first.content.slice(0, 1_024) }
  return storableText(JSON.stringify(shortened === undefined ? [] : [shortened]))
}
