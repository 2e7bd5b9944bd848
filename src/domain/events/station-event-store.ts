import type { Selectable } from 'kysely'
import { known, leastIdOf, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, newestFirst, type Queries, storableText, unnestStatement, withinScope } from '#storage'
import { eventKey } from './event-key.ts'
import { type NewStationEvent, STATION_EVENT_KINDS, type StationEvent, type StationEventKind } from './station-event.ts'

/** The longest text an event's facts may take; what is longer is kept by its beginning. */
export const LONGEST_FACTS = 20_000
const LONGEST_TYPE = 255

export interface NumberedEvent {
  readonly id: string
  readonly event: NewStationEvent
}

/** Stores events, each once; the ids of those that were new. Events of stations that are gone are left out. */
export async function storeEvents(queries: Queries, events: readonly NumberedEvent[]): Promise<Set<string>> {
  const rows = new Map<string, EventRow>()
  for (const { id, event } of events) {
    const row = eventRow(id, event)
    const key = `${row.kind} ${row.event_key} ${row.station_id}`
    if (!rows.has(key)) rows.set(key, row)
  }
  const stored = await insertEvents(queries, [...rows.values()])
  return new Set(stored.map((row) => String(row.id)))
}

type EventRow = ReturnType<typeof eventRow>

function eventRow(id: string, event: NewStationEvent) {
  const at = Number.isNaN(event.at.getTime()) ? event.receivedAt : event.at
  return {
    id,
    station_id: event.stationId,
    kind: event.kind,
    event_key: eventKey({ ...event, at }),
    type: storableText(event.type.slice(0, LONGEST_TYPE)),
    at,
    received_at: event.receivedAt,
    severity: severityOf(event),
    facts: factsText(event.facts),
  }
}

const insertEvents = unnestStatement<EventRow>({
  name: 'station-events',
  columns: {
    id: 'text',
    station_id: 'text',
    kind: 'text',
    event_key: 'text',
    type: 'text',
    at: 'timestamptz',
    received_at: 'timestamptz',
    severity: 'integer',
    facts: 'text',
  },
  // Sorted by key, so that batches of several nodes wait for each other in one direction only.
  text: (rows) => `
    INSERT INTO station_event (id, station_id, party_id, kind, event_key, type, at, received_at, severity, facts)
    SELECT sent.id, s.id, s.party_id, kind, event_key, type, at, received_at, severity, facts
    FROM ${rows} JOIN station s ON s.id = station_id
    ORDER BY s.id, kind, event_key
    ON CONFLICT (station_id, kind, event_key) DO NOTHING
    RETURNING id`,
})

/** A page of events, newest first. */
export async function loadEvents(
  queries: Queries,
  scope: Scope,
  filter: { stationId?: string; kind?: StationEventKind },
  page: PageRequest,
): Promise<Page<StationEvent>> {
  let query = queries.kysely.selectFrom('station_event').selectAll().where(withinScope(scope, 'party_id'))
  if (filter.stationId !== undefined) query = query.where('station_id', '=', filter.stationId)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  return newestFirst(query, 'id', page, readEvent)
}

/** Deletes what came before a time, found by its id, which grows with time; the oldest first. */
export async function deleteEvents({ kysely }: Queries, time: Date, atMost: number): Promise<number> {
  const { numDeletedRows } = await kysely
    .deleteFrom('station_event')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('station_event')
        .select('id')
        .where('id', '<', leastIdOf(time.getTime()))
        .orderBy('id')
        .limit(atMost),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

function readEvent(row: Selectable<DatabaseSchema['station_event']>): StationEvent {
  const facts: Record<string, unknown> = JSON.parse(row.facts)
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    kind: STATION_EVENT_KINDS.find((kind) => kind === row.kind) ?? 'monitoring',
    type: row.type,
    at: row.at,
    receivedAt: row.received_at,
    ...known({ severity: row.severity }),
    facts,
  }
}

function severityOf({ severity }: NewStationEvent): number | null {
  return severity !== undefined && Number.isInteger(severity) && severity >= 0 && severity <= 9 ? severity : null
}

function factsText(facts: NewStationEvent['facts']): string {
  const text = storableText(JSON.stringify(facts))
  return text.length <= LONGEST_FACTS ? text : JSON.stringify({ cut: text.slice(0, LONGEST_FACTS / 2) })
}
