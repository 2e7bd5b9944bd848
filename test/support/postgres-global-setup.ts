import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { silentLogger } from '#kernel'
import { type BundledPostgres, startBundledPostgres } from '#storage'

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
    dataDir = await mkdtemp(join(tmpdir(), 'chargewright-test-'))
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

/** These databases live for one run; tests of durability start a server of their own. */
const QUICK = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  autovacuum: 'off',
}
