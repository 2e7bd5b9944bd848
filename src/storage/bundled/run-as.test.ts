import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLogger, systemClock } from '#kernel'
import { ask, bundledBench } from '#test/bundled-server'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { DATABASE_USER, prepareCluster } from './cluster.ts'
import { startOnFreePort } from './free-port.ts'
import { Postmaster } from './postmaster.ts'
import { chooseRunner } from './run-as.ts'
import { BUNDLED_SETTINGS } from './settings.ts'

const bench = bundledBench({ prepared: false })
let closed = ''
let binaries: PostgresBinaries

/** PostgreSQL's programs once more, below a folder that only we may enter. */
beforeEach(async () => {
  const found = await findBinaries()
  const native = dirname(dirname(found.postgres))
  closed = await mkdtemp(join(tmpdir(), 'chargewright-closed-'))
  await cp(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
  const at = (path: string) => join(closed, 'native', 'bin', basename(path))
  binaries = { ...found, postgres: at(found.postgres), initdb: at(found.initdb) }
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(closed, { recursive: true, force: true })
})

test('below a folder that only we may enter it runs also where nobody may make a user namespace', async () => {
  const folder = join(bench.dataDir, 'postgres')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  vi.stubEnv('PATH', await bench.pathOf('setpriv', 'sh', 'true'))
  const runner = await chooseRunner({ binary: binaries.postgres, folder, clusterUid: undefined })
  const password = await prepareCluster(folder, binaries, runner, () => {})
  const start = (port: number) =>
    Postmaster.start({
      postgres: binaries.postgres,
      cluster: join(folder, 'cluster'),
      port,
      settings: BUNDLED_SETTINGS,
      runner,
      logger: silentLogger,
    })
  const { port, started } = await startOnFreePort(folder, start)
  try {
    const url = `postgres://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  } finally {
    await started.stop(systemClock)
  }
})
