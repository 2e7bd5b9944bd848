import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { CopyRowWriter } from './copy-rows.ts'
import { type Database, openDatabase } from './database.ts'
import { LAZY_COMMIT, lazyCommit } from './lazy-commit.ts'

let server: TestDatabase
let database: Database
beforeAll(async () => {
  server = await testDatabase({ unmigrated: true })
  // One connection that waits for the disk, as those of the platform do: what stays behind in it would show.
  const url = `${server.url}?options=-c%20synchronous_commit%3Don`
  database = openDatabase({ url, poolSize: 1, logger: silentLogger })
  await database.pool.query(`CREATE TABLE sample (key text, waits text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN NEW.waits := current_setting('synchronous_commit'); RETURN NEW; END $$;
    CREATE TRIGGER note BEFORE INSERT OR UPDATE ON sample FOR EACH ROW EXECUTE FUNCTION note()`)
})
afterAll(async () => {
  await database.close()
  await server.close()
})

const writer = new CopyRowWriter()
function row(key: string) {
  writer.begin(1, key.length)
  writer.text(key)
  return writer.end()
}

async function waits(key: string): Promise<string> {
  const { rows } = await database.query('', 'SELECT waits FROM sample WHERE key = $1', [key])
  return rows[0]?.waits
}

test('a COPY that nobody waits for commits lazily, and the next on the same connection does not', async () => {
  await database.copy(`${LAZY_COMMIT} COPY sample (key) FROM STDIN (FORMAT binary)`, [row('lazy')])
  await database.copy('COPY sample (key) FROM STDIN (FORMAT binary)', [row('awaited')])
  expect([await waits('lazy'), await waits('awaited')]).toEqual(['off', 'on'])
})

test('so does one statement, which is told of all its rows', async () => {
  const { from, where } = lazyCommit
  const change = `UPDATE sample s SET key = u.after FROM unnest($1::text[], $2::text[]) u(before, after), ${from}
    WHERE ${where} AND s.key = u.before RETURNING s.key, s.waits`
  await database.query('', `INSERT INTO sample VALUES ('a'), ('b')`, [])
  const { rows } = await database.query('', change, [
    ['a', 'b'],
    ['a2', 'b2'],
  ])
  expect(rows).toEqual([
    { key: 'a2', waits: 'off' },
    { key: 'b2', waits: 'off' },
  ])
  await database.query('', `UPDATE sample SET key = 'a3' WHERE key = 'a2'`, [])
  expect(await waits('a3')).toBe('on')
})
