import type { TestDatabase } from './database.ts'

/** What every frame changes: the log of messages, who is connected and when they were last heard of. */
const PASSING = /^(?:message_log.*|station_presence|bus_.*|api_key|sign_in)$/

/** One text for everything the database holds but what passes: the same text, the same contents. */
export async function fingerprint({ pool }: TestDatabase): Promise<string> {
  const { rows } = await pool.query<{ tablename: string }>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  )
  const prints: string[] = []
  for (const { tablename } of rows) {
    if (PASSING.test(tablename)) continue
    const { rows: found } = await pool.query<{ count: string; sum: string | null }>(
      `SELECT count(*) AS count, md5(string_agg(row::text, ',' ORDER BY row::text)) AS sum FROM "${tablename}" AS row`,
    )
    prints.push(`${tablename} ${found[0]?.count} ${found[0]?.sum}`)
  }
  if (prints.length === 0) throw new Error('The database has no tables')
  return prints.join('\n')
}
