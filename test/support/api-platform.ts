import { type Api, type ApiOptions, type ApiServices, type ApiSettings, createApi } from '#api'
import { memoryBus } from '#bus'
import type { Accounts, Principal, Role } from '#domain/accounts'
import { versionsOfCommand } from '#gateway'
import { type Bus, ManualClock, noMetrics, silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { testDomain } from '#test/domain'

export interface ApiPlatform {
  readonly api: Api
  readonly database: TestDatabase
  readonly services: ApiServices
  readonly accounts: Accounts
  readonly bus: Bus
  readonly clock: ManualClock
  /** The header of a program with a key for this party and role. */
  keyFor(partyId: string, role: Role): Promise<{ authorization: string }>
  /** The headers of a browser in which somebody with these memberships has signed in. */
  signIn(memberships: Principal['memberships']): Promise<{ cookie: string; 'x-chargewright': string }>
  close(): Promise<void>
}

/** The API over a database of its own, with the parties `default`, `north` and `south`. */
export async function apiPlatform(
  settings: Partial<ApiSettings> = {},
  options: Partial<Pick<ApiOptions, 'consoleDir' | 'readiness' | 'stationAddresses' | 'operationsOnly'>> = {},
): Promise<ApiPlatform> {
  const database = await testDatabase()
  const clock = new ManualClock('2026-11-15T12:00:00Z')
  const bus = memoryBus({ clock, logger: silentLogger })
  const domain = await testDomain({ database, bus, clock })
  const { services } = domain
  const api = await createApi({
    services,
    bus,
    clock,
    logger: silentLogger,
    metrics: noMetrics,
    settings: { host: '127.0.0.1', port: 0, version: '1.2.3', ...settings },
    versionsOfCommand,
    consoleDir: '/nonexistent',
    metricsText: async () => 'up 1\n',
    readiness: async () => [{ name: 'database', ready: true }],
    ...options,
  })
  let people = 0
  await database.pool.query("INSERT INTO party (id, name) VALUES ('north', 'North'), ('south', 'South')")
  return {
    api,
    database,
    services,
    accounts: services.accounts,
    bus,
    clock,
    async keyFor(partyId, role) {
      const { secret } = await services.accounts.createKey({ name: `${role} of ${partyId}`, partyId, role })
      return { authorization: `Bearer ${secret}` }
    },
    async signIn(memberships) {
      people += 1
      const person = { name: `Person ${people}`, email: `person-${people}@example.org`, memberships }
      const { id } = await services.accounts.create(person)
      const { session } = await services.accounts.signIn({ link: await services.accounts.createLink(id, 60) })
      return { cookie: `chargewright_session=${session}`, 'x-chargewright': '1' }
    },
    async close() {
      await api.close()
      await domain.close()
      await bus.close()
      await database.close()
    },
  }
}
