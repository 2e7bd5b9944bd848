import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { silentLogger } from '#kernel'
import { type BundledPostgres, startBundledPostgres } from '#storage'
import { quickFolder } from '#test/quick-folder'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the address of the run's PostgreSQL, which the first question starts. */
    postgresDoor: string
  }
}

/** One PostgreSQL for a whole test run, started when the first test asks for it: many runs need none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<BundledPostgres> | undefined
  let dataDir: string | undefined
  const start = async () => {
    const folder = await quickFolder()
    await removeAbandoned(folder)
    dataDir = await mkdtemp(join(folder, `${PREFIX}${process.pid}-`))
    return await startBundledPostgres({ dataDir, logger: silentLogger, settings: QUICK })
  }
  const door = createServer((_, response) => {
    running ??= start()
    running.then(
      ({ url }) => response.end(url),
      (cause) => response.writeHead(500).end(String(cause)),
    )
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)
  return async () => {
    door.closeAllConnections()
    door.close()
    const postgres = await running?.catch(() => undefined)
    await postgres?.stop()
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true })
  }
}

const PREFIX = 'chargewright-test-'

/** Removes the folders of runs that were killed; their names tell the process. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : Number.NaN)
    if (Number.isInteger(pid) && !isRunning(pid)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}

/** These databases live for one run; tests of durability start a server of their own. */
const QUICK = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  autovacuum: 'off',
}
