import { once } from 'node:events'
import { statSync } from 'node:fs'
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { acknowledged, ask, bundledBench, kill } from '#test/bundled-server'
import { type BundledPostgres, startBundledPostgres } from './bundled-postgres.ts'

const bench = bundledBench({ prepared: false })
const SLEEPING = "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'"

test('the server is ours alone: loopback, password, durable, and its secrets readable by nobody else', async () => {
  const { url } = await bench.start()
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
  expect((await stat(join(bench.dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(bench.dataDir, 'postgres'))).mode & 0o777).toBe(0o700)
})

test('what was stored is there after a stop and a second start, which tells nobody to wait', async () => {
  const sentences: string[] = []
  const onProgress = (sentence: string) => void sentences.push(sentence)
  const first = await startBundledPostgres({ dataDir: bench.dataDir, logger: silentLogger, onProgress })
  await ask(first.url, "CREATE TABLE kept AS SELECT 'still here' AS word")
  await first.stop()
  await first.stop()
  expect(sentences).toEqual(['Preparing the database for the first time'])
  const second = await startBundledPostgres({ dataDir: bench.dataDir, logger: silentLogger, onProgress })
  expect(await ask(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'still here' }])
  await second.stop()
  expect(sentences).toHaveLength(1)
})

test('a stop cuts off who is still connected, and takes that for no error', async () => {
  const errors: unknown[] = []
  const logger = { ...silentLogger, error: (...error: unknown[]) => void errors.push(error) }
  const server = await startBundledPostgres({ dataDir: bench.dataDir, logger })
  const asking = ask(server.url, 'SELECT pg_sleep(600)')
  asking.catch(() => {})
  await expect.poll(() => ask(server.url, SLEEPING)).toHaveLength(1)
  await server.stop()
  await expect(asking).rejects.toThrow('administrator command')
  expect(errors).toEqual([])
})

test('a second start on the same folder is a conflict that names folder and process', async () => {
  const { child, first } = await bench.startWriter()
  expect(first).toMatchObject({ type: 'ready' })
  await expect(bench.start()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`pid ${child.pid}`),
    details: { folder: join(bench.dataDir, 'postgres') },
  })
})

test('the port of last time is used again, another one when it is taken', async () => {
  const portOf = ({ url }: BundledPostgres) => Number(new URL(url).port)
  const first = await bench.start()
  await first.stop()
  const second = await bench.start()
  expect(portOf(second)).toBe(portOf(first))
  await second.stop()
  const squatter = createServer().listen(portOf(first), '127.0.0.1')
  await once(squatter, 'listening')
  const third = await bench.start()
  expect(portOf(third)).not.toBe(portOf(first))
  squatter.close()
})

test('a folder whose preparation was cut short is prepared again', async () => {
  await mkdir(join(bench.dataDir, 'postgres', 'cluster.new'), { recursive: true })
  await writeFile(join(bench.dataDir, 'postgres', 'cluster.new', 'PG_VERSION'), '18')
  await writeFile(join(bench.dataDir, 'postgres', 'password'), 'of an earlier try')
  const { url } = await bench.start()
  expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a cluster of another PostgreSQL is refused and left as it is', async () => {
  await (await bench.start()).stop()
  const version = join(bench.dataDir, 'postgres', 'cluster', 'PG_VERSION')
  await writeFile(version, '12\n')
  await expect(bench.start()).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('PostgreSQL 12'),
  })
  expect(await readFile(version, 'utf8')).toBe('12\n')
})

describe('whoever runs it', () => {
  // Root can be anybody who may come here: itself, an ordinary user, and one without a name, as containers have.
  const users = process.getuid?.() === 0 && isOpenToAll(import.meta.dirname) ? [undefined, 65534, 54321] : [undefined]
  test.each(users)('as user %s it starts, in a folder only that user can reach', async (uid) => {
    await mkdir(bench.dataDir, { mode: 0o700 })
    if (uid !== undefined) {
      await chown(bench.parent, uid, uid)
      await chown(bench.dataDir, uid, uid)
    }
    await acknowledged(await bench.startWriter(uid === undefined ? {} : { uid }), 50)
  })

  test('it starts where nobody may make a user namespace, and stays startable where one may', async () => {
    const writer = await bench.startWriter({ path: await bench.pathOf('setpriv', 'sh', 'true') })
    await acknowledged(writer, 50)
    await kill(writer.child)
    const { url } = await bench.start()
    const [count] = await ask(url, 'SELECT count(*)::int AS notes FROM note')
    expect(count?.notes).toBeGreaterThanOrEqual(writer.acknowledged.length)
  })
})

function isOpenToAll(folder: string): boolean {
  const above = dirname(folder)
  return (statSync(folder).mode & 0o001) !== 0 && (above === folder || isOpenToAll(above))
}
