import { AppError } from '#kernel'
import type { Database } from './database.ts'

export interface PartitionPlan {
  /** How much time one partition holds, in UTC. */
  readonly by: 'day' | 'month'
  /** Partitions to have ready beyond the present one. */
  readonly ahead: number
  /** How long rows are kept; partitions that ended earlier are dropped. Undefined: for ever. */
  readonly retainMs?: number
}

/**
 * Rows are added and hardly ever changed, and are found by key whatever the statistics say: a young partition that fills quickly is not
 * gone through again every few seconds, at the expense of those that fill it. From some million rows on PostgreSQL's own shares of the
 * table decide (documentation §24.1.6).
 */
const SELDOM_TIDIED = 'autovacuum_analyze_threshold = 1000000, autovacuum_vacuum_insert_threshold = 5000000'

/**
 * When a partition is gone through after all, 300 times as many rows are looked at (documentation, ALTER TABLE, SET STATISTICS). Of the usual
 * 30,000 the server makes a second's work while everybody's commits wait beside it.
 */
const STATISTICS_TARGET = 10

interface Span {
  readonly name: string
  readonly from: Date
  readonly until: Date
}

/**
 * Keeps a range-partitioned table in partitions: makes those of the present and the near future, drops those past
 * retention. Rows whose time lies in none of them go to a default partition, so that no row is ever refused; those in the
 * way of a partition that is made move into it.
 *
 * Partition by the time rows were received, never by a time a station said.
 *
 * @throws what PostgreSQL said (55P03) when somebody keeps the table for too long; nothing is changed then.
 * @returns the names of the partitions that were made and dropped
 */
export async function ensurePartitions(
  database: Database,
  table: string,
  plan: PartitionPlan,
  nowMs: number = Date.now(),
): Promise<{ made: string[]; dropped: string[] }> {
  return await database.transaction(async ({ query }) => {
    // Two nodes take turns. Writers queue behind us while a long reader keeps us from the table, so we do not wait for one:
    // partitions are made ahead, and the next run will do.
    await query('partition-lock', 'SELECT pg_advisory_xact_lock(hashtext($1))', [`partitions of ${table}`])
    await query('partition-patience', "SET LOCAL lock_timeout = '500ms'", [])
    const { rows } = await query<{ name: string }>(
      'partition-list',
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = $1::text::regclass`,
      [table],
    )
    const present = new Set(rows.map((row) => row.name))
    const run = async (sql: string) => {
      await query('', sql, [])
    }
    const column = await partitionColumn(query, table)
    const rest = `${table}_default`
    if (!present.has(rest)) await run(`CREATE TABLE ${rest} PARTITION OF ${table} DEFAULT`)
    const made: string[] = []
    for (const span of wantedSpans(table, plan, nowMs)) {
      if (present.has(span.name)) continue
      await makePartition(run, { table, rest, column, columns: await columnNames(query, table), span })
      made.push(span.name)
    }
    const dropped = await dropOld(run, { table, rest, column, plan, present, nowMs })
    return { made, dropped }
  })
}

type Run = (sql: string) => Promise<void>

async function partitionColumn(query: Database['query'], table: string): Promise<string> {
  const { rows } = await query<{ name: string }>(
    'partition-column',
    `SELECT a.attname AS name FROM pg_partitioned_table p
     JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
     WHERE p.partrelid = $1::text::regclass AND p.partstrat = 'r'`,
    [table],
  )
  const [found] = rows
  if (found === undefined) throw new AppError('internal', `The table ${table} is not partitioned by range`)
  return found.name
}

async function columnNames(query: Database['query'], table: string): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    'partition-columns',
    `SELECT quote_ident(attname) AS name FROM pg_attribute
     WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  )
  return rows.map(({ name }) => name)
}

interface NewPartition {
  readonly table: string
  readonly rest: string
  /** By which the table is partitioned. */
  readonly column: string
  readonly columns: readonly string[]
  readonly span: Span
}

async function makePartition(run: Run, { table, rest, column, columns, span }: NewPartition): Promise<void> {
  const range = `${column} >= '${span.from.toISOString()}' AND ${column} < '${span.until.toISOString()}'`
  await run(`CREATE TABLE ${span.name} (LIKE ${table} INCLUDING ALL EXCLUDING IDENTITY) WITH (${SELDOM_TIDIED})`)
  const lookedAt = columns.map((name) => `ALTER COLUMN ${name} SET STATISTICS ${STATISTICS_TARGET}`)
  await run(`ALTER TABLE ${span.name} ${lookedAt.join(', ')}`)
  await run(
    `WITH moved AS (DELETE FROM ${rest} WHERE ${range} RETURNING *) INSERT INTO ${span.name} SELECT * FROM moved`,
  )
  await run(
    `ALTER TABLE ${table} ATTACH PARTITION ${span.name}
     FOR VALUES FROM ('${span.from.toISOString()}') TO ('${span.until.toISOString()}')`,
  )
}

async function dropOld(
  run: Run,
  context: { table: string; rest: string; column: string; plan: PartitionPlan; present: Set<string>; nowMs: number },
): Promise<string[]> {
  const { table, rest, column, plan, present, nowMs } = context
  if (plan.retainMs === undefined) return []
  const keepFrom = nowMs - plan.retainMs
  const dropped: string[] = []
  for (const name of [...present].sort()) {
    const span = spanOfName(table, plan.by, name)
    if (span === undefined || span.until.getTime() > keepFrom) continue
    await run(`DROP TABLE ${name}`)
    dropped.push(name)
  }
  await run(`DELETE FROM ${rest} WHERE ${column} < '${new Date(keepFrom).toISOString()}'`)
  return dropped
}

function wantedSpans(table: string, plan: PartitionPlan, nowMs: number): Span[] {
  return Array.from({ length: plan.ahead + 1 }, (_, step) => spanAt(table, plan.by, nowMs, step))
}

/** The span `step` spans after the one that holds `ms`. */
function spanAt(table: string, by: 'day' | 'month', ms: number, step: number): Span {
  const at = new Date(ms)
  const year = at.getUTCFullYear()
  const month = at.getUTCMonth()
  const day = at.getUTCDate()
  const from = new Date(by === 'month' ? Date.UTC(year, month + step) : Date.UTC(year, month, day + step))
  const until = new Date(by === 'month' ? Date.UTC(year, month + step + 1) : Date.UTC(year, month, day + step + 1))
  const label = from.toISOString().slice(0, by === 'month' ? 7 : 10)
  return { name: `${table}_${label.replaceAll('-', '_')}`, from, until }
}

/** The span a partition of ours was made for; undefined for a table somebody else named. */
function spanOfName(table: string, by: 'day' | 'month', name: string): Span | undefined {
  if (!name.startsWith(`${table}_`)) return undefined
  const label = name.slice(table.length + 1).replaceAll('_', '-')
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(label)) return undefined
  const ms = Date.parse(`${label.length === 7 ? `${label}-01` : label}T00:00:00Z`)
  if (Number.isNaN(ms)) return undefined
  return spanAt(table, label.length === 7 ? 'month' : by, ms, 0)
}
