import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createSmartCharging } from './index.ts'
import { MOST_NEEDS } from './needs-store.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const smartCharging = createSmartCharging({ database, clock, logger: silentLogger, submit: async () => undefined })
beforeAll(() => database.query('', "INSERT INTO station (id, party_id) VALUES ('CS', 'default')", []))
afterAll(() => database.close())

test('K15 of the needs of vehicles those told last are kept, and of no more EVSEs than a station can have', async () => {
  for (let evseId = 1; evseId <= MOST_NEEDS + 2; evseId += 1) {
    const neededAt = new Date(clock.nowMs() + evseId)
    await smartCharging.needs({ stationId: 'CS', partyId: 'default', evseId, needs: { transfer: 'dc' }, neededAt })
  }
  const kept = await smartCharging.listNeeds(everyParty, 'CS')
  expect(kept).toHaveLength(MOST_NEEDS)
  expect(kept[0]?.evseId).toBe(3)
})
