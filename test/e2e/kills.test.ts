import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { openDatabase, startBundledPostgres } from '#storage'
import { TOLD_EVENTS } from '#test/transactions'
import { TellingStation } from './answered-ledger.ts'

const STATIONS = 40
const ANSWERS_BETWEEN_KILLS = 3_000

let dir: string
let child: ChildProcess | undefined
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chargewright-kills-'))
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true, maxRetries: 20 })
})

async function startChild(): Promise<string> {
  child = fork(new URL('./platform-child.ts', import.meta.url), [dir], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return url
}

/** Resolves once the stations together have had so many more answers. */
async function answers(stations: readonly TellingStation[], more: number): Promise<void> {
  const total = () => stations.reduce((sum, { answered }) => sum + answered.seqNos.size, 0)
  const goal = total() + more
  while (total() < goal) await pause(5)
}

async function killPlatform(): Promise<void> {
  const gone = once(child as ChildProcess, 'exit')
  child?.kill('SIGKILL')
  await gone
}

async function killDatabase(): Promise<void> {
  const [pid] = (await readFile(join(dir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

test('what was answered is in the database exactly once, however often program and database are killed under load', async () => {
  const stations = Array.from({ length: STATIONS }, (_, n) => new TellingStation(`K-${n}`))
  for (const victim of ['platform', 'database', 'platform', 'database', 'platform'] as const) {
    const url = await startChild()
    const told = Promise.allSettled(stations.map((station) => station.tell(url)))
    await answers(stations, ANSWERS_BETWEEN_KILLS)
    if (victim === 'database') {
      await killDatabase()
      // It comes back by itself, and the stations are served again without the program being started anew.
      await answers(stations, ANSWERS_BETWEEN_KILLS)
    }
    await killPlatform()
    for (const { status } of await told) expect(status).toBe('fulfilled')
  }

  const postgres = await startBundledPostgres({ dataDir: dir, logger: silentLogger })
  const database = openDatabase({ url: postgres.url, poolSize: 1, logger: silentLogger })
  const { rows } = await database.pool.query<{ station_id: string; seq_nos: number[]; readings: number }>(
    `SELECT station_id, array_agg(seq_no ORDER BY seq_no) AS seq_nos,
            (SELECT count(*) FROM meter_reading m WHERE m.station_id = e.station_id) AS readings
     FROM (${TOLD_EVENTS}) e GROUP BY station_id`,
  )
  await database.close()
  await postgres.stop()
  expect(rows).toHaveLength(STATIONS)
  for (const { station_id, seq_nos, readings } of rows) {
    const answered = stations.find((station) => station.answered.stationId === station_id)?.answered.seqNos ?? new Set()
    expect(new Set(seq_nos).size).toBe(seq_nos.length)
    expect([...answered].filter((seqNo) => !seq_nos.includes(seqNo))).toEqual([])
    // At most the one that was on its way is there without having been answered.
    expect(seq_nos.length - answered.size).toBeLessThanOrEqual(1)
    expect(readings).toBe(seq_nos.length)
  }
})
