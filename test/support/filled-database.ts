import { silentLogger } from '#kernel'
import { migrate, readMigrations } from '#storage'
import { type TestDatabase, testDatabase } from './database.ts'

type Row = Readonly<Record<string, unknown>>

/** Two operators who share an installation. */
export const PARTIES = ['default', 'other'] as const
export type Party = (typeof PARTIES)[number]

/** A database as it was before a migration, to be filled with what an installation had then. */
export interface FormerDatabase {
  /** Puts rows into a table: what they do not say is as the table has it. */
  put(table: string, ...rows: readonly Row[]): Promise<void>
  /** The same for each of both parties. */
  putForEach(table: string, rowsOf: (party: Party) => readonly Row[]): Promise<void>
  /**
   * Runs this migration and all that came after it, and says what is no more: rows of which a column that is still there has
   * another value now, by the table. What is changed on purpose is named as `table.column`.
   */
  migrate(changing?: readonly string[]): Promise<Readonly<Record<string, readonly Row[]>>>
  read(sql: string, values?: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** Everything up to a migration, that one not, in a database of its own; with some of all that stations do for both parties. */
export async function databaseBefore(migration: string): Promise<FormerDatabase> {
  const migrations = await readMigrations()
  const at = migrations.findIndex(({ name }) => name === migration)
  if (at < 1) throw new Error(`There is no migration ${migration}`)
  const database = await testDatabase({ unmigrated: true })
  await migrate(database, silentLogger, migrations.slice(0, at))
  const put = async (table: string, ...rows: readonly Row[]) => {
    for (const row of rows) await insert(database, table, row)
  }
  const former: FormerDatabase = {
    put,
    async putForEach(table, rowsOf) {
      for (const party of PARTIES) await put(table, ...rowsOf(party))
    },
    async migrate(changing = []) {
      const before = await contents(database)
      await migrate(database, silentLogger)
      return missing(before, await contents(database), changing)
    },
    read: async (sql, values = []) => (await database.pool.query<Row>(sql, [...values])).rows,
    close: () => database.close(),
  }
  await fill(former)
  return former
}

async function insert({ pool }: TestDatabase, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ')
  await pool.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_record(NULL::"${table}", $1::json)`,
    [JSON.stringify(row)],
  )
}

type Contents = ReadonlyMap<string, { readonly columns: readonly string[]; readonly rows: readonly Row[] }>

async function contents({ pool }: TestDatabase): Promise<Contents> {
  const { rows: tables } = await pool.query<{ name: string; columns: string[] }>(
    `SELECT table_name AS name, array_agg(column_name::text ORDER BY column_name) AS columns
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_migration' GROUP BY 1`,
  )
  const found: [string, { columns: string[]; rows: Row[] }][] = []
  for (const { name, columns } of tables) {
    const { rows } = await pool.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM "${name}" t`)
    found.push([name, { columns, rows: rows.map(({ row }) => row) }])
  }
  return new Map(found)
}

function missing(before: Contents, after: Contents, changing: readonly string[]): Record<string, readonly Row[]> {
  const lost: [string, readonly Row[]][] = []
  for (const [table, { columns, rows }] of before) {
    if (rows.length === 0) continue
    const now = after.get(table)
    if (now === undefined) {
      if (!changing.includes(table)) lost.push([table, rows])
      continue
    }
    const kept = columns.filter((column) => now.columns.includes(column) && !changing.includes(`${table}.${column}`))
    const gone = columns.filter((column) => !now.columns.includes(column) && !changing.includes(`${table}.${column}`))
    if (gone.length > 0) lost.push([`${table} (${gone.join(', ')})`, rows])
    const textOf = (row: Row) => JSON.stringify(kept.map((column) => row[column]))
    const there = new Set(now.rows.map(textOf))
    const absent = rows.filter((row) => !there.has(textOf(row)))
    if (absent.length > 0) lost.push([table, absent])
  }
  return Object.fromEntries(lost)
}

const AT = '2026-03-01T12:00:00+00:00'

/** What every installation has: places, stations, drivers, what they charged, and what was asked of stations. */
async function fill({ put, putForEach }: FormerDatabase): Promise<void> {
  await put('party', { id: 'other', name: 'Another operator' })
  await putForEach('location', (party) => [{ id: `L-${party}`, party_id: party, name: 'Yard', city: 'Utrecht' }])
  await putForEach('station', (party) => [
    { ...stationOf(party), name: 'By the gate', vendor: 'Acme', model: 'One', booted_at: AT, security_profile: 2 },
    { ...stationOf(party, 2), admission: 'waiting', registration: 'pending' },
  ])
  await putForEach('station_presence', (party) => [
    { station_id: `CS-${party}`, epoch: 7, node: 'a', connected: true, ocpp_version: 'ocpp1.6' },
  ])
  await putForEach('connector', (party) => [
    {
      station_id: `CS-${party}`,
      evse_id: 1,
      connector_id: 1,
      status: 'faulted',
      status_at: AT,
      ordered_at: AT,
      received_at: AT,
    },
  ])
  await putForEach('token', (party) => [
    { id: `T-${party}`, party_id: party, value: `CARD-${party}`, kind: 'rfid', label: 'Blue' },
    { id: `T2-${party}`, party_id: party, value: 'SHARED', kind: 'rfid', status: 'blocked', concurrent_limit: 3 },
  ])
  await putForEach('transaction', (party) => [
    transactionOf(party, 'running', { status: 'active' }),
    transactionOf(party, 'over', { status: 'ended', ended_at: AT, energy_wh: 4_200, stop_reason: 'local' }),
  ])
  await putForEach('transaction_event', (party) => [
    {
      transaction_id: `${party}-over`,
      event_key: 'k',
      station_id: `CS-${party}`,
      kind: 'start',
      at: AT,
      received_at: AT,
      details: '{}',
    },
  ])
  await putForEach('command', (party) => [commandOf(party, 'done', 'answered'), commandOf(party, 'open', 'sent')])
  await putForEach('station_event', (party) => [
    {
      ...{ id: `E-${party}`, station_id: `CS-${party}`, party_id: party, kind: 'security', event_key: 'k' },
      ...{ type: 'ConnectionRefused', at: AT, received_at: AT, facts: '{}' },
    },
  ])
  await putForEach('tariff', (party) => [
    { id: `F-${party}`, party_id: party, currency: 'EUR', content: '{"energy":{}}', created_at: AT },
  ])
  await putForEach('token_tariff', (party) => [{ token_id: `T-${party}`, tariff_id: `F-${party}` }])
  await putForEach('payment', (party) => [paymentOf(party, 'charging'), paymentOf(party, 'to-settle')])
  await putForEach('transaction_cost', (party) => [
    {
      ...{ station_id: `CS-${party}`, reference: 'over', party_id: party, final: true, told_at: AT, currency: 'EUR' },
      ...{ total_excl_tax: '12.34', total_incl_tax: '14.93', details: '{}' },
    },
  ])
}

const stationOf = (party: Party, number?: number) => ({
  ...{ id: number === undefined ? `CS-${party}` : `CS-${party}-${number}`, party_id: party, location_id: `L-${party}` },
})

const transactionOf = (party: Party, reference: string, change: Row) => ({
  ...{ id: `${party}-${reference}`, station_id: `CS-${party}`, party_id: party, reference, numbered: true, evse_id: 1 },
  ...{ token_value: `CARD-${party}`, first_event_at: AT, last_event_at: AT, received_at: AT, updated_at: AT },
  ...change,
})

/** A start of a transaction, by its name and how it stands. */
export const commandOf = (party: Party, name: string, state: string) => ({
  ...{ id: `C-${party}-${name}`, station_id: `CS-${party}`, party_id: party, kind: 'start-transaction', state },
  ...{ request: JSON.stringify({ token: `CARD-${party}`, evseId: 1 }), requested_by: 'K' },
  ...{ created_at: AT, expires_at: AT },
})

const paymentOf = (party: Party, state: string) => ({
  ...{ id: `P-${party}-${state}`, station_id: `CS-${party}`, party_id: party, reference: `psp-${state}`, state },
  ...{ settled_by: 'platform', amount: '5.50', currency: 'EUR', created_at: AT, updated_at: AT },
})
