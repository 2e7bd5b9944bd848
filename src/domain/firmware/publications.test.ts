import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import type { Command, CommandMove } from '#domain/commands'
import { everyParty, ManualClock, newId, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { testFiling } from '#test/filing'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const filing = await testFiling({ database, bus: memoryBus({ logger: silentLogger }), clock })
const { firmware } = filing
let imageId = ''
afterAll(async () => {
  await filing.close()
  await database.close()
})

beforeAll(async () => {
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('LC-1', 'default')", [])
  const image = { partyId: 'default', vendor: 'Acme', version: '2.0', location: 'https://acme.example/2.bin' }
  imageId = (await firmware.images.create({ ...image, md5: 'a'.repeat(32) })).id
})

const ANSWERED: CommandMove = { state: 'answered', result: { status: 'Accepted' } }
const REFUSED: CommandMove = { state: 'refused', result: { status: 'Rejected' } }

/** A publication that the local controller was told, and how it took it. */
async function told(requestId: number, answer?: CommandMove) {
  clock.advance(1_000)
  const at = new Date(clock.nowMs())
  const command: Command<'publish-firmware'> = {
    ...{ id: newId(clock.nowMs()), stationId: 'LC-1', partyId: 'default', kind: 'publish-firmware' },
    ...{ request: { imageId }, state: 'queued', warnings: [], requestedBy: 'me', createdAt: at, expiresAt: at },
  }
  await firmware.preparePublication({ command, requestId })
  if (answer !== undefined) await firmware.settle(command, answer)
  const { items } = await firmware.publications.list(everyParty, {}, { limit: 1 })
  return { command, id: items[0]?.id ?? '' }
}

const report = (status: 'published' | 'downloading', requestId?: number) =>
  firmware.reportPublication({
    ...{ stationId: 'LC-1', status, locations: [], at: new Date(clock.nowMs()) },
    ...(requestId !== undefined && { requestId }),
  })
const seen = (id: string) => firmware.publications.get(everyParty, id)

test('L03 a report without a number is not of a publication that was refused', async () => {
  const taken = await told(1, ANSWERED)
  const refused = await told(2, REFUSED)
  await report('published')
  expect(await seen(taken.id)).toMatchObject({ status: 'published' })
  expect(await seen(refused.id)).toMatchObject({ status: 'refused' })
})

test('a command that never reached its local controller ends the publication', async () => {
  const { command, id } = await told(3)
  const text = `INSERT INTO command (id, station_id, party_id, kind, request, state, requested_by, created_at, expires_at)
    VALUES ($1, 'LC-1', 'default', 'publish-firmware', '{}', 'expired', 'me', $2, $2)`
  await database.query('', text, [command.id, command.createdAt])
  expect(await firmware.sweep()).toBe(1)
  expect(await seen(id)).toMatchObject({ status: 'refused', outcome: 'failed', finishedAt: new Date(clock.nowMs()) })
  expect(await firmware.sweep()).toBe(0)
})

test('L03.FR.04 it goes forward only, and has ended when it was published, once', async () => {
  const { id } = await told(4, ANSWERED)
  await report('downloading', 4)
  expect(await seen(id)).toMatchObject({ status: 'downloading', outcome: 'running' })
  const publishedAt = new Date(clock.nowMs())
  await report('published', 4)
  clock.advance(60_000)
  await report('downloading', 4)
  await report('published', 4)
  expect(await seen(id)).toMatchObject({
    ...{ status: 'published', outcome: 'published', statusAt: publishedAt, finishedAt: publishedAt },
  })
})
