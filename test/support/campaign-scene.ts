import { memoryBus } from '#bus'
import { createAuthorization } from '#domain/authorization'
import {
  type Campaign,
  type Campaigns,
  type CampaignsOptions,
  createCampaigns,
  type NewCampaign,
} from '#domain/campaigns'
import { createCommands } from '#domain/commands'
import { createTransactions } from '#domain/transactions'
import { everyParty, ManualClock, noMetrics, silentLogger } from '#kernel'
import { testDatabase } from './database.ts'
import { testFiling } from './filing.ts'

/** Campaigns with stations that do as they are told, from a Monday at noon on. */
export async function campaignScene() {
  const database = await testDatabase()
  const clock = new ManualClock('2026-03-02T12:00:00Z')
  const bus = memoryBus({ logger: silentLogger })
  const filing = await testFiling({ database, bus, clock })
  const { firmware } = filing
  const shared = { database, bus, clock, logger: silentLogger }
  const secretKey = new Uint8Array(32).fill(7)
  const commands = createCommands({ ...shared, secretKey, limits: { waitingPerStation: 100 } })
  const authorization = createAuthorization({ database, clock })
  const transactions = createTransactions({ ...shared, metrics: noMetrics, authorization })
  /** Campaigns of another node. */
  const makeWith = (other: Partial<CampaignsOptions>) =>
    createCampaigns({ ...shared, commands, firmware, secretKey, ...other })
  const campaigns: Campaigns = makeWith({})
  let imageId = ''
  let vendors = 0

  /** Stations of a vendor of their own, connected, and an image for them. */
  async function fleet(count: number): Promise<{ vendor: string; ids: string[] }> {
    vendors += 1
    const vendor = `V${vendors}`
    const ids = Array.from({ length: count }, (_, n) => `${vendor}-${String(n + 1).padStart(3, '0')}`)
    for (const id of ids) {
      const station = "INSERT INTO station (id, party_id, vendor, firmware_version) VALUES ($1, 'default', $2, '1.0')"
      await database.query('', station, [id, vendor])
      await database.query('', 'INSERT INTO station_presence (station_id, connected) VALUES ($1, true)', [id])
    }
    const image = { partyId: 'default', vendor, version: '2.0', location: 'https://acme.example/2.bin' }
    imageId = (await firmware.images.create(image)).id
    return { vendor, ids }
  }

  function plan(vendor: string, more: Partial<NewCampaign> = {}): NewCampaign {
    const about = { partyId: 'default', name: 'Spring', kind: 'firmware', imageId, group: { vendor } } as const
    const manner = { canarySize: 1, waveSize: 3, failureLimitPercent: 30, quietHours: false }
    return { ...about, ...manner, requestedBy: 'me', requestedByName: 'Me', ...more }
  }

  async function started(vendor: string, more: Partial<NewCampaign> = {}): Promise<Campaign> {
    const { id } = await campaigns.create(plan(vendor, more))
    return await campaigns.start(everyParty, id)
  }

  async function members(id: string) {
    return (await campaigns.members(everyParty, id, {}, { limit: 100 })).items
  }

  return {
    ...{ database, clock, bus, commands, firmware, campaigns, makeWith, fleet, plan, started, members },
    make: () => makeWith({}),
    /** Stations that have been ordered and have not ended. */
    async ordered(id: string): Promise<string[]> {
      return (await members(id)).filter(({ state }) => state === 'ordered').map(({ stationId }) => stationId)
    },
    /** Why those that wait do. */
    async waits(id: string) {
      return (await members(id)).flatMap(({ wait }) => wait ?? [])
    },
    /** Somebody charges at a station, until they have ended. */
    async charged(stationId: string, reference: string, from: Date, to?: Date): Promise<void> {
      const said = { stationId, partyId: 'default', reference, readings: [] } as const
      const facts = { evseId: 1, token: { value: 'ALICE', kind: 'rfid' } } as const
      await transactions.report({ ...said, kind: 'started', seqNo: 0, facts, at: from, receivedAt: from })
      if (to === undefined) return
      await transactions.report({ ...said, kind: 'ended', seqNo: 1, facts: {}, at: to, receivedAt: to })
    },
    /** A station does as it was told, up to this. */
    async answer(stationId: string, status: 'installed' | 'installation-failed'): Promise<void> {
      const [command] = (await commands.list(everyParty, { stationId, kind: 'update-firmware' }, { limit: 1 })).items
      if (command === undefined) throw new Error(`${stationId} was told nothing`)
      await firmware.prepareUpdate({ command, requestId: 1, signed: false })
      await commands.move(command.id, { state: 'answered', result: { status: 'Accepted' } })
      await firmware.report({ stationId, status, at: new Date(clock.nowMs()) })
    },
    async workUntilStill(): Promise<void> {
      for (let round = 0; round < 4; round += 1) await campaigns.work()
    },
    async close(): Promise<void> {
      await transactions.close()
      await authorization.close()
      await filing.close()
      await database.close()
    },
  }
}
