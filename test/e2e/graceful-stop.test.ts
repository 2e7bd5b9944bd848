import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { TOLD_EVENTS } from '#test/transactions'
import { TellingStation } from './answered-ledger.ts'

const STATIONS = 200
const PROGRAM = resolve(import.meta.dirname, '../../src/main/start.ts')
/** What every station has been answered before the program is stopped. */
const ANSWERS = 5

let database: TestDatabase
let dir: string
let program: ChildProcess | undefined
beforeAll(async () => {
  database = await testDatabase()
  dir = await mkdtemp(join(tmpdir(), 'chargewright-stop-'))
})
afterAll(async () => {
  program?.kill('SIGKILL')
  await database.close()
  await rm(dir, { recursive: true, force: true })
})

/** Starts the program as a user does; resolves with the addresses it greets with, ready. */
async function start(): Promise<{ apiUrl: string; ocppUrl: string }> {
  program = spawn(process.execPath, [PROGRAM, '--no-demo', '--data', dir], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      CHARGEWRIGHT_DATABASE_URL: database.url,
      CHARGEWRIGHT_HTTP_PORT: '0',
      CHARGEWRIGHT_OCPP_PORT: '0',
      CHARGEWRIGHT_OCPP_TLS_PORT: '0',
      CHARGEWRIGHT_OCPP_UNKNOWN_STATIONS: 'accept',
      CHARGEWRIGHT_LOG_LEVEL: 'error',
    },
  })
  const said: string[] = []
  if (program.stdout === null) throw new Error('the program has no output')
  const lines = createInterface(program.stdout)
  for await (const line of lines) {
    said.push(line)
    if (line.includes('Ctrl-C')) break
  }
  const [apiUrl] = /http:\S+/.exec(said.join('\n')) ?? []
  const [ocppUrl] = /ws:\S+(?=\/<station id>)/.exec(said.join('\n')) ?? []
  if (apiUrl === undefined || ocppUrl === undefined) throw new Error(`the program said: ${said.join('\n')}`)
  return { apiUrl, ocppUrl }
}

test('SIGTERM under load: every station is told goodbye, what was taken is answered and kept, and the program ends in time', async () => {
  const { apiUrl, ocppUrl } = await start()
  expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200)
  const stations = Array.from({ length: STATIONS }, (_, n) => new TellingStation(`G-${n}`))
  const told = stations.map((station) => station.tell(ocppUrl))
  while (stations.some(({ answered }) => answered.seqNos.size < ANSWERS)) {
    await new Promise((proceed) => setImmediate(proceed))
  }

  const exit = once(program as ChildProcess, 'exit')
  program?.kill('SIGTERM')
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
