import type { Logger } from '#kernel'
import { AppError, everyParty, newId } from '#kernel'
import { type DemoSite, demoFleet, demoSites, demoTokens } from '#simulator'
import type { Platform } from './platform.ts'
import { DEFAULT_PARTY, type Services } from './services.ts'

export interface Demo {
  stop(): Promise<void>
}

/** Enters the demo's sites, stations and cards, where they are not there yet, and lets its cars come. */
export async function startDemo(platform: Platform, logger: Logger): Promise<Demo> {
  const { services, ocppUrl } = platform
  for (const site of demoSites) await enterSite(services, site)
  for (const { value, holder, blocked } of demoTokens) {
    const status = blocked === true ? 'blocked' : 'active'
    await unlessThere(
      services.authorization.create({
        partyId: DEFAULT_PARTY,
        value,
        kind: 'rfid',
        label: holder,
        status,
        concurrentLimit: 0,
      }),
    )
  }
  // Other fates at every start: stations of 2.x make up the ids of their transactions, and those of the last start are taken.
  const fleet = demoFleet(ocppUrl, { logger: logger.child({ part: 'demo' }), seed: newId() })
  await fleet.start()
  return { stop: async () => fleet.stop() }
}

async function enterSite(services: Services, site: DemoSite): Promise<void> {
  const { kind, stations, ...place } = site
  const locationId = `demo-${kind}`
  await unlessThere(services.locations.create({ id: locationId, partyId: DEFAULT_PARTY, ...place }))
  for (const { id, needsLimitW: maxPowerW } of stations) {
    const isNew = await unlessThere(services.stations.create({ id, partyId: DEFAULT_PARTY, locationId }))
    // Only then: what an operator has made of it since stays.
    if (!isNew || maxPowerW === undefined) continue
    await services.smartCharging.changeNeedsRule(everyParty, id, { decides: 'automatically', maxPowerW })
  }
}

/** False when it was there. */
async function unlessThere(made: Promise<unknown>): Promise<boolean> {
  try {
    await made
    return true
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'conflict')) throw thrown
    return false
  }
}
