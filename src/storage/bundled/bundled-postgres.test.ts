import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import type { WriterMessage } from '#test/durable-writer'
import { openDatabase } from '../database.ts'
import { type BundledPostgres, startBundledPostgres } from './bundled-postgres.ts'
import { processKind } from './left-behind.ts'

const WRITER = resolve(import.meta.dirname, '../../../test/support/durable-writer.ts')
const isRoot = process.getuid?.() === 0

let parent: string
let dataDir: string
const children = new Set<ChildProcess>()
const servers = new Set<BundledPostgres>()

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'chargewright-bundled-'))
  dataDir = join(parent, 'a folder with späces')
})

afterEach(async () => {
  for (const child of children) await kill(child)
  for (const server of servers) await server.stop()
  servers.clear()
  await expect.poll(() => serverKind(), { timeout: 30_000 }).not.toBe('postmaster')
  await rm(parent, { recursive: true, force: true })
})

async function start(): Promise<BundledPostgres> {
  const server = await startBundledPostgres({ dataDir, logger: silentLogger })
  servers.add(server)
  return server
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const clusterFile = (name: string) => join(dataDir, 'postgres', 'cluster', name)

/** What the process is that the cluster's pid file names. */
async function serverKind(): Promise<string> {
  const text = await readFile(clusterFile('postmaster.pid'), 'utf8').catch(() => undefined)
  return text === undefined
    ? 'gone'
    : await processKind(Number.parseInt(text, 10), join(dataDir, 'postgres', 'cluster'))
}

/** A writer in a process of its own, once it writes; `acknowledged` grows as it goes on. */
async function startWriter(options: { uid?: number; path?: string } = {}) {
  const { uid, path = process.env.PATH } = options
  const child = fork(WRITER, [dataDir], {
    env: { ...process.env, PATH: path },
    execArgv: [],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  children.add(child)
  const acknowledged: string[] = []
  child.on('message', (message: WriterMessage) => {
    if (message.type === 'acknowledged') acknowledged.push(...message.ids)
  })
  const [first]: [WriterMessage] = (await once(child, 'message')) as [WriterMessage]
  return { child, first, acknowledged }
}

async function written(acknowledged: readonly string[], atLeast: number): Promise<void> {
  await expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 5 }).toBeGreaterThanOrEqual(atLeast)
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** A PATH on which only these programs are found. */
async function pathOf(...programs: string[]): Promise<string> {
  const folder = join(parent, 'bin')
  await mkdir(folder)
  for (const program of programs) {
    const found = (await Promise.all(['/usr/bin', '/bin'].map((at) => exists(join(at, program))))).find(Boolean)
    if (found !== undefined) await symlink(found, join(folder, program))
  }
  return folder
}

async function exists(path: string): Promise<string | undefined> {
  return await stat(path).then(
    () => path,
    () => undefined,
  )
}

test('the server is ours alone: loopback, password, durable, and its secrets readable by nobody else', async () => {
  const { url } = await start()
  const { hostname, password } = new URL(url)
  expect(hostname).toBe('127.0.0.1')
  const rows = await ask(
    url,
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit', 'server_encoding', 'data_checksums')`,
  )
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    server_encoding: 'UTF8',
    data_checksums: 'on',
  })
  await expect(ask(url.replace(password, 'wrong'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700)
})

test('what was stored is there after a stop and a second start, which tells nobody to wait', async () => {
  const sentences: string[] = []
  const begin = () =>
    startBundledPostgres({ dataDir, logger: silentLogger, onProgress: (sentence) => sentences.push(sentence) })
  const first = await begin()
  await ask(first.url, "CREATE TABLE kept AS SELECT 'still here' AS word")
  await first.stop()
  await first.stop()
  expect(sentences).toEqual(['Preparing the database for the first time'])
  const second = await begin()
  servers.add(second)
  expect(await ask(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'still here' }])
  expect(sentences).toHaveLength(1)
})

test('a second start on the same folder is a conflict that names folder and process', async () => {
  const { child, first } = await startWriter()
  expect(first).toMatchObject({ type: 'ready' })
  await expect(start()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`pid ${child.pid}`),
    details: { folder: join(dataDir, 'postgres') },
  })
})

test('the port of last time is used again, another one when it is taken', async () => {
  const first = await start()
  const portOf = ({ url }: BundledPostgres) => Number(new URL(url).port)
  await first.stop()
  const second = await start()
  expect(portOf(second)).toBe(portOf(first))
  await second.stop()
  const squatter = createServer().listen(portOf(first), '127.0.0.1')
  await once(squatter, 'listening')
  const third = await start()
  expect(portOf(third)).not.toBe(portOf(first))
  squatter.close()
})

describe('whoever runs it', () => {
  const users = isRoot ? [undefined, 65534, 54321] : [undefined]
  test.each(users)('as user %s it starts, in a folder only that user can reach', async (uid) => {
    await mkdir(dataDir, { mode: 0o700 })
    if (uid !== undefined) {
      await chown(parent, uid, uid)
      await chown(dataDir, uid, uid)
    }
    const { first, acknowledged } = await startWriter(uid === undefined ? {} : { uid })
    expect(first).toMatchObject({ type: 'ready' })
    await written(acknowledged, 50)
  })

  test('it starts where the kernel lets nobody make a user namespace, and stays startable where it does', async () => {
    const { child, first, acknowledged } = await startWriter({ path: await pathOf('setpriv', 'sh', 'true') })
    expect(first).toMatchObject({ type: 'ready' })
    await written(acknowledged, 50)
    await kill(child)
    const { url } = await start()
    const [count] = await ask(url, 'SELECT count(*)::int AS notes FROM note')
    expect(count?.notes).toBeGreaterThanOrEqual(acknowledged.length)
  })
})

describe('when our process is killed', () => {
  test('the server stops, and nothing that was acknowledged is lost, again and again', async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < 3; round++) {
      const writer = await startWriter()
      await written(writer.acknowledged, 500)
      await kill(writer.child)
      acknowledged.push(...writer.acknowledged)
      await expect.poll(() => serverKind(), { timeout: 30_000 }).not.toBe('postmaster')
    }
    const { url } = await start()
    const stored = (await ask(url, 'SELECT id FROM note')).map(({ id }) => String(id))
    expect(new Set(stored).size).toBe(stored.length)
    const present = new Set(stored)
    expect(acknowledged.filter((id) => !present.has(id))).toEqual([])
    expect(acknowledged.length).toBeGreaterThanOrEqual(1_500)
  })

  test('the server stops also where the kernel cannot tell it', async () => {
    const { child, first, acknowledged } = await startWriter({ path: await pathOf('unshare', 'sh', 'true') })
    expect(first).toMatchObject({ type: 'ready' })
    await written(acknowledged, 50)
    await kill(child)
    await expect.poll(() => serverKind(), { timeout: 30_000 }).not.toBe('postmaster')
  })

  test('a start right after it takes over while the old server is still stopping', async () => {
    const { child, acknowledged } = await startWriter()
    await written(acknowledged, 200)
    child.kill('SIGSTOP')
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
    const { url } = await start()
    const [count] = await ask(url, 'SELECT count(*)::int AS notes FROM note')
    expect(count?.notes).toBeGreaterThanOrEqual(acknowledged.length)
  })
})

describe('what an earlier run left behind does not stop the next', () => {
  test.each([
    ['a pid file that names a process that is not the server', async () => process.pid],
    ['a pid file that names a zombie', zombie],
    ['a pid file that names nobody', goneProcess],
  ])('%s', async (_, makePid) => {
    await (await start()).stop()
    const cluster = join(dataDir, 'postgres', 'cluster')
    await writeFile(clusterFile('postmaster.pid'), `${await makePid()}\n${cluster}\n1700000000\n1\n\n127.0.0.1\n`)
    const { url } = await start()
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('a folder whose preparation was cut short', async () => {
    await mkdir(join(dataDir, 'postgres', 'cluster.new'), { recursive: true })
    await writeFile(join(dataDir, 'postgres', 'cluster.new', 'PG_VERSION'), '18')
    await writeFile(join(dataDir, 'postgres', 'password'), 'of an earlier try')
    const { url } = await start()
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('but a cluster of another PostgreSQL is refused and left as it is', async () => {
    await (await start()).stop()
    await writeFile(clusterFile('PG_VERSION'), '12\n')
    await expect(start()).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('PostgreSQL 12'),
    })
    expect(await readFile(clusterFile('PG_VERSION'), 'utf8')).toBe('12\n')
  })

  async function zombie(): Promise<number> {
    // The shell starts a child and becomes a program that never asks how it ended.
    const stale = spawn('sh', ['-c', 'true & echo $!; exec sleep 3600'], { stdio: ['ignore', 'pipe', 'ignore'] })
    children.add(stale)
    const [line] = await once(stale.stdout, 'data')
    const pid = Number(String(line))
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
    const server = await start()
    const database = openDatabase({ url: server.url, poolSize: 2, logger: silentLogger })
    const select = () => database.query<{ one: number }>('one', 'SELECT 1 AS one', [])
    await select()
    for (let round = 0; round < 2; round++) {
      const killed = server.pid
      process.kill(killed, 'SIGKILL')
      const outcomes = new Set<string>()
      while (server.pid === killed || !outcomes.has('answered')) {
        outcomes.add(
          await select().then(
            () => (server.pid === killed ? 'answered before' : 'answered'),
            (failure) => failure.code,
          ),
        )
      }
      expect(
        [...outcomes].filter((outcome) => !['answered', 'answered before', 'unavailable'].includes(outcome)),
      ).toEqual([])
      expect(server.pid).not.toBe(killed)
    }
    await database.close()
  })
})
