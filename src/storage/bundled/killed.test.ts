import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { acknowledged, ask, bundledBench, kill } from '#test/bundled-server'
import { Batcher } from '../batcher.ts'
import { openDatabase } from '../database.ts'
import { unnestInsert } from '../unnest.ts'
import { findBinaries } from './binaries.ts'
import { Postmaster } from './postmaster.ts'
import { chooseRunner } from './run-as.ts'
import { BUNDLED_SETTINGS } from './settings.ts'

const bench = bundledBench({ prepared: true })
const clusterOf = (dataDir: string) => join(dataDir, 'postgres', 'cluster')

describe('when our process is killed', () => {
  test('the server stops, and nothing that was acknowledged is lost, again and again', async () => {
    const promised: string[] = []
    for (let round = 0; round < 3; round++) {
      const writer = await bench.startWriter()
      await acknowledged(writer, 500)
      await kill(writer.child)
      promised.push(...writer.acknowledged)
      await bench.serverGone()
    }
    const { url } = await bench.start()
    const stored = (await ask(url, 'SELECT id FROM note')).map(({ id }) => String(id))
    const present = new Set(stored)
    expect(present.size).toBe(stored.length)
    expect(promised.filter((id) => !present.has(id))).toEqual([])
  })

  test('the server stops also where the kernel cannot tell it', async () => {
    const path = await bench.pathOf('unshare', 'sh', 'true')
    const refusing = 'case "$*" in *pdeathsig*) exit 1;; esac; PATH=/usr/bin:/bin; exec setpriv "$@"'
    await writeFile(join(path, 'setpriv'), `#!/bin/sh\n${refusing}\n`, { mode: 0o755 })
    const writer = await bench.startWriter({ path })
    await acknowledged(writer, 50)
    await kill(writer.child)
    await bench.serverGone()
  })

  test('a start right after it works, whether or not the old server has stopped', async () => {
    const writer = await bench.startWriter()
    await acknowledged(writer, 200)
    await kill(writer.child)
    const { url } = await bench.start()
    const [count] = await ask(url, 'SELECT count(*)::int AS notes FROM note')
    expect(count?.notes).toBeGreaterThanOrEqual(writer.acknowledged.length)
  })
})

describe('what an earlier run left behind does not stop the next', () => {
  test('a server that still runs is stopped cleanly', async () => {
    const folder = join(bench.dataDir, 'postgres')
    const { postgres } = await findBinaries()
    const leftBehind = await Postmaster.start({
      postgres,
      cluster: clusterOf(bench.dataDir),
      port: Number(await readFile(join(folder, 'port'), 'utf8')),
      settings: BUNDLED_SETTINGS,
      runner: await chooseRunner({ binary: postgres, folder, clusterUid: process.getuid?.() }),
      logger: silentLogger,
    })
    const after = await bench.start()
    expect(await leftBehind.exited).toBe('exit 0')
    expect(await ask(after.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test.each([
    ['a process that is not the server', async () => process.pid],
    ['a zombie', zombie],
    ['nobody', goneProcess],
  ])('a pid file that names %s is seen through', async (_, makePid) => {
    const cluster = clusterOf(bench.dataDir)
    await writeFile(join(cluster, 'postmaster.pid'), `${await makePid()}\n${cluster}\n1700000000\n1\n\n127.0.0.1\n`)
    const { url } = await bench.start()
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  async function zombie(): Promise<number> {
    // The shell starts a child and becomes a program that never asks how it ended; only then the child may end.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 3600'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    })
    bench.endLater(parent)
    const [line] = parent.stdout === null ? [] : await once(parent.stdout, 'data')
    const pid = Number(String(line))
    await expect.poll(() => readFile(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n')
    parent.stdio[3]?.destroy()
    const state = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.[0]
    await expect.poll(state).toBe('Z')
    return pid
  }

  async function goneProcess(): Promise<number> {
    const child = spawn('true')
    await once(child, 'exit')
    return child.pid ?? 0
  }
})

describe('when the database process is killed', () => {
  test('it comes back by itself; until then statements are unavailable, and then they work on the same pool', async () => {
    const server = await bench.start()
    const database = openDatabase({ url: server.url, poolSize: 2, logger: silentLogger })
    const outcome = () =>
      database.query('one', 'SELECT 1 AS one', []).then(
        () => 'answered',
        ({ code }) => code,
      )
    expect(await outcome()).toBe('answered')
    for (let round = 0; round < 2; round++) {
      const killed = server.pid
      process.kill(killed, 'SIGKILL')
      const outcomes = new Set<string>()
      while (server.pid === killed) outcomes.add(await outcome())
      expect([...outcomes].filter((seen) => seen !== 'answered' && seen !== 'unavailable')).toEqual([])
      expect(await outcome()).toBe('answered')
    }
    await database.close()
  })

  test('a lane carries its items over: each is acknowledged and stored exactly once', async () => {
    const server = await bench.start()
    const database = openDatabase({ url: server.url, poolSize: 2, logger: silentLogger })
    await database.pool.query('CREATE TABLE note (id text PRIMARY KEY)')
    const insert = unnestInsert<{ id: string }>({
      name: 'note',
      table: 'note',
      columns: { id: 'text' },
      suffix: 'ON CONFLICT DO NOTHING',
    })
    const lane = new Batcher<{ id: string }>({
      name: 'note',
      retryForMs: 60_000,
      async flush(notes) {
        await insert(database, notes)
        return new Array<undefined>(notes.length)
      },
    })
    const ids = Array.from({ length: 3_000 }, (_, index) => String(index))
    const killAt = [500, 1_500]
    let killed = 0
    for (let from = 0; from < ids.length; from += 100) {
      const added = ids.slice(from, from + 100).map((id) => lane.add({ id }))
      if (killAt.includes(from)) {
        // A backend that is busy outlives its server for a moment, so the second kill waits for the second server.
        await expect.poll(() => server.pid).not.toBe(killed)
        killed = server.pid
        process.kill(killed, 'SIGKILL')
      }
      await Promise.all(added)
    }
    // All may have gone to backends that outlived their server.
    await expect.poll(() => server.pid).not.toBe(killed)
    const stored = await ask(server.url, 'SELECT id FROM note ORDER BY id::int')
    expect(stored.map(({ id }) => id)).toEqual(ids)
    await database.close()
  })
})
