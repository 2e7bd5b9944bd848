import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, silentLogger, systemClock } from '#kernel'
import { loadSettings, type Overrides, type Platform, startPlatform } from '#main'
import { type TestDatabase, testDatabase } from '#test/database'

/** The whole platform in this process, on a database of its own. */
export interface TestPlatform extends Platform {
  readonly database: TestDatabase
  /** An API key of an owner of everything. */
  readonly ownerKey: string
  /** Asks the API as that owner. */
  api(path: string, init?: RequestInit): Promise<Response>
}

/**
 * Settings of a platform without a worker: what it does now and then, the test does by hand when it wants it done, and
 * nobody has it in hand beside the test.
 */
export const WITHOUT_WORKER = { roles: ['gateway', 'api'] } as const satisfies Overrides

/**
 * Starts it with any free ports; stations nobody announced are accepted unless the overrides say otherwise. With a clock
 * of the test's own, time passes for the platform when the test says so. `consoleDir` is the console it shows.
 */
export async function testPlatform(
  overrides: Overrides = {},
  clock: Clock = systemClock,
  consoleDir?: string,
): Promise<TestPlatform> {
  const database = await testDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'chargewright-test-'))
  const settings = loadSettings({
    overrides: {
      ...overrides,
      data: { dir },
      database: { url: database.url, poolSize: 4 },
      http: { port: 0, ...overrides.http },
      ocpp: { port: 0, tlsPort: 0, unknownStations: 'accept', reconnectsPerHour: 0, ...overrides.ocpp },
      demo: { enabled: false },
    },
  })
  const platform = await startPlatform({
    settings,
    logger: silentLogger,
    clock,
    ...(consoleDir === undefined ? {} : { consoleDir }),
  })
  const { secret } = await platform.services.accounts.createKey({ name: 'test', partyId: '', role: 'owner' })
  return {
    ...platform,
    database,
    ownerKey: secret,
    api: (path, init = {}) =>
      fetch(`${platform.apiUrl}/api/v1${path}`, {
        ...init,
        headers: {
          Authorization: `Bearer ${secret}`,
          ...(init.body ? { 'Content-Type': 'application/json' } : {}),
          ...init.headers,
        },
      }),
    async stop() {
      await platform.stop()
      await database.close()
      await rm(dir, { recursive: true })
    },
  }
}
