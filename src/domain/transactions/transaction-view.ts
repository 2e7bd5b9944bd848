import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { TokenKind } from '#domain/authorization'
import { AppError, decodeCursor, inScope, isTimeKey, type Page, type PageRequest, type Scope } from '#kernel'
import type { Database, DatabaseSchema } from '#storage'
import { listEvents } from './event-list.ts'
import { momentOf } from './moment.ts'
import { eachEntry } from './projection-store.ts'
import { unpackSamples } from './sample-layout.ts'
import type {
  ReadingFilter,
  ReadingRow,
  Transaction,
  TransactionFilter,
  TransactionFlag,
  TransactionMoment,
  Transactions,
} from './transaction.ts'

type Reads = Pick<Transactions, 'get' | 'find' | 'list' | 'listEvents' | 'listReadings' | 'moments'>
type Row = Selectable<DatabaseSchema['transaction']>

/** Reading transactions: every query asks whose they are. */
export function transactionView(database: Database): Reads {
  const { kysely } = database
  const visible = async (scope: Scope, row: Row | undefined) => {
    if (row === undefined || !inScope(scope, row.party_id))
      throw new AppError('not-found', 'There is no such transaction')
    return row
  }
  const byId = (id: string) => kysely.selectFrom('transaction').selectAll().where('id', '=', id).executeTakeFirst()
  return {
    async get(scope, transactionId) {
      return transactionOf(await visible(scope, await byId(transactionId)))
    },

    async find(scope, stationId, name) {
      const onTheWire = await kysely
        .selectFrom('transaction')
        .selectAll()
        .where('station_id', '=', stationId)
        .where('reference', '=', name)
        .orderBy('first_event_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      const row = onTheWire ?? (await byId(name))
      return transactionOf(await visible(scope, row?.station_id === stationId ? row : undefined))
    },

    async list(scope, filter, page) {
      const rows = await filtered(kysely.selectFrom('transaction').selectAll(), scope, filter, page).execute()
      return pageOf(rows.map(transactionOf), page.limit, ({ firstEventAt, id }) => [firstEventAt.toISOString(), id])
    },

    async listEvents(scope, transactionId, page) {
      const { station_id: stationId } = await visible(scope, await byId(transactionId))
      return listEvents(database, { id: transactionId, stationId }, page)
    },

    async moments(transactionId, stationId) {
      const moments: TransactionMoment[] = []
      await eachEntry(database, [{ id: transactionId, stationId }], (_, entry) => {
        if (entry.kind !== 'superseded') moments.push(momentOf(entry))
      })
      return moments
    },

    async listReadings(scope, filter, page) {
      const rows = await readings(database, scope, filter, page)
      const found = pageOf(rows, page.limit, ({ at, digest }) => [at.toISOString(), String(digest)])
      const asked = filter.samples ?? true
      return { ...found, items: found.items.map((row) => readingOf(row, asked)) }
    },
  }
}

function filtered<O>(
  query: SelectQueryBuilder<DatabaseSchema, 'transaction', O>,
  scope: Scope,
  filter: TransactionFilter,
  page: PageRequest,
) {
  const { stationId, status, token, flag, startedFrom, startedTo, endedFrom, endedTo } = filter
  const after = cursorOf(page.cursor, /^/)
  return (
    query
      .$if(!('all' in scope), (q) => q.where('party_id', 'in', 'all' in scope ? [] : ['', ...scope.partyIds]))
      .$if(stationId !== undefined, (q) => q.where('station_id', '=', stationId ?? ''))
      .$if(status !== undefined, (q) => q.where('status', '=', status ?? 'active'))
      .$if(token !== undefined, (q) => q.where(sql<boolean>`lower(token_value) = lower(${token ?? ''})`))
      .$if(flag !== undefined, (q) => q.where(sql<boolean>`flags <> '{}' AND ${flag ?? ''} = ANY(flags)`))
      .$if(startedFrom !== undefined, (q) => q.where('started_at', '>=', startedFrom ?? null))
      .$if(startedTo !== undefined, (q) => q.where('started_at', '<', startedTo ?? null))
      // Only what has ended has an end; the index over ends holds nothing else.
      .$if(endedFrom !== undefined || endedTo !== undefined, (q) => q.where('status', '=', 'ended'))
      .$if(endedFrom !== undefined, (q) => q.where('ended_at', '>=', endedFrom ?? null))
      .$if(endedTo !== undefined, (q) => q.where('ended_at', '<', endedTo ?? null))
      .$if(after !== undefined, (q) =>
        q.where(sql<boolean>`(first_event_at, id) < (${after?.[0] ?? ''}::timestamptz, ${after?.[1] ?? ''})`),
      )
      .orderBy('first_event_at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
  )
}

function readings({ kysely }: Database, scope: Scope, filter: ReadingFilter, page: PageRequest) {
  const { stationId, transactionId, evseId, from, to } = filter
  const after = cursorOf(page.cursor, /^-?\d{1,16}$/)
  return (
    kysely
      .selectFrom('meter_reading as m')
      .innerJoin('station as s', 's.id', 'm.station_id')
      .leftJoin('sample_layout as l', 'l.id', 'm.layout_id')
      // What a stop has yet to put on record is nothing to ask for.
      .leftJoin('transaction as t', 't.id', 'm.transaction_id')
      .selectAll('m')
      .select(['l.layout', 't.id as on_record'])
      .where('m.station_id', '=', stationId)
      .$if(!('all' in scope), (q) => q.where('s.party_id', 'in', 'all' in scope ? [] : ['', ...scope.partyIds]))
      .$if(transactionId !== undefined, (q) => q.where('m.transaction_id', '=', transactionId ?? ''))
      .$if(evseId !== undefined, (q) => q.where('m.evse_id', '=', evseId ?? 0))
      .$if(from !== undefined, (q) => q.where('m.at', '>=', from ?? new Date(0)))
      .$if(to !== undefined, (q) => q.where('m.at', '<', to ?? new Date(0)))
      .$if(after !== undefined, (q) =>
        q.where(sql<boolean>`(m.at, m.digest) > (${after?.[0] ?? ''}::timestamptz, ${after?.[1] ?? '0'}::bigint)`),
      )
      .orderBy('m.at')
      .orderBy('m.digest')
      .limit(page.limit + 1)
      .execute()
  )
}

function transactionOf(row: Row): Transaction {
  return {
    id: row.id,
    stationId: row.station_id,
    partyId: row.party_id,
    reference: row.reference,
    status: row.status,
    firstEventAt: row.first_event_at,
    lastEventAt: row.last_event_at,
    energyWh: row.energy_wh,
    complete: row.complete,
    flags: row.flags as TransactionFlag[],
    updatedAt: row.updated_at,
    ...(row.token_value === null
      ? {}
      : { token: { value: row.token_value, kind: (row.token_kind ?? 'unknown') as TokenKind } }),
    ...known({
      evseId: row.evse_id,
      connectorId: row.connector_id,
      tokenRefused: row.token_refused,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      startRegisterWh: decimal(row.start_register_wh),
      lastRegisterWh: decimal(row.last_register_wh),
      powerW: row.power_w,
      currentA: row.current_a,
      voltageV: row.voltage_v,
      stateOfCharge: row.state_of_charge,
      chargingState: row.charging_state,
      stopReason: row.stop_reason,
      stopToken: row.stop_token_value,
      remoteStartId: row.remote_start_id,
      reservationId: row.reservation_id,
    }),
  }
}

type RowOfReading = Selectable<DatabaseSchema['meter_reading']> & {
  readonly layout: string | null
  readonly on_record: string | null
}

function readingOf(row: RowOfReading, withSamples: boolean): ReadingRow {
  return {
    stationId: row.station_id,
    at: row.at,
    receivedAt: row.received_at,
    ...(withSamples ? { samples: unpackSamples(row.layout, row.samples) } : {}),
    ...known({
      evseId: row.evse_id,
      transactionId: row.on_record,
      context: row.context,
      registerWh: decimal(row.register_wh),
      powerW: row.power_w,
      currentA: row.current_a,
      voltageV: row.voltage_v,
      stateOfCharge: row.state_of_charge,
    }),
  }
}

function decimal(text: string | null): number | null {
  return text === null ? null : Number(text)
}

type Known<T> = { [K in keyof T]?: NonNullable<T[K]> }

/** Absent where the table has NULL. */
function known<T extends Record<string, unknown>>(columns: T): Known<T> {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null)) as Known<T>
}

function pageOf<T>(items: readonly T[], limit: number, keyOf: (item: T) => readonly [string, string]): Page<T> {
  const last = items[limit - 1]
  if (items.length <= limit || last === undefined) return { items }
  return { items: items.slice(0, limit), nextCursor: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') }
}

/** @throws AppError `invalid` for a cursor that this list never gave. */
function cursorOf(cursor: string | undefined, second: RegExp): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined
  const [at = '', key = ''] = decodeCursor(cursor, 2)
  if (isTimeKey(at) && second.test(key)) return [at, key]
  throw new AppError('invalid', 'The cursor is not one of this list', { field: 'cursor' })
}
