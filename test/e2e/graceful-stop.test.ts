import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { type StartedProgram, startProgram } from '#test/started-program'
import { TOLD_EVENTS } from '#test/transactions'
import { TellingStation } from './answered-ledger.ts'

const STATIONS = 200
/** What every station has been answered before the program is stopped. */
const ANSWERS = 5

let database: TestDatabase
let dir: string
let program: StartedProgram | undefined
beforeAll(async () => {
  database = await testDatabase()
  dir = await mkdtemp(join(tmpdir(), 'chargewright-stop-'))
})
afterAll(async () => {
  program?.kill()
  await database.close()
  await rm(dir, { recursive: true, force: true })
})

test('SIGTERM under load: every station is told goodbye, what was taken is answered and kept, and the program ends in time', async () => {
  program = await startProgram({ dir, databaseUrl: database.url })
  const { apiUrl, ocppUrl } = program
  expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200)
  const stations = Array.from({ length: STATIONS }, (_, n) => new TellingStation(`G-${n}`))
  const told = stations.map((station) => station.tell(ocppUrl))
  while (stations.some(({ answered }) => answered.seqNos.size < ANSWERS)) {
    await new Promise((proceed) => setImmediate(proceed))
  }

  const exit = program.stop()
  // 1012: it comes back. Nobody is hung up on (1006), which happens only when the time is up.
  expect(new Set(await Promise.all(told))).toEqual(new Set([1012]))
  expect(await exit).toEqual([0, null])

  const { rows } = await database.pool.query<{ station_id: string; seq_nos: number[] }>(
    `SELECT station_id, array_agg(seq_no ORDER BY seq_no) AS seq_nos FROM (${TOLD_EVENTS}) e GROUP BY station_id`,
  )
  expect(rows).toHaveLength(STATIONS)
  for (const { station_id, seq_nos } of rows) {
    const answered = stations.find((station) => station.answered.stationId === station_id)?.answered.seqNos
    // Unlike after a kill, nothing was taken without being answered.
    expect(seq_nos).toEqual([...(answered ?? [])])
  }
  const connected = await database.pool.query('SELECT count(*) AS count FROM station_presence WHERE connected')
  expect(connected.rows).toEqual([{ count: 0 }])
})
