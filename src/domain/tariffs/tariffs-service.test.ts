import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createTariffs, type NewTariff, type TransactionCost } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const tariffs = createTariffs({ database, clock, bus: memoryBus({ clock, logger: silentLogger }) })
beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('north', 'North'), ('south', 'South')", [])
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('N1', 'north')", [])
  await database.query('', "INSERT INTO token (id, party_id, value, kind) VALUES ('t', 'north', 'Alice', 'rfid')", [])
})
const north = { partyIds: ['north'] }
const south = { partyIds: ['south'] }
const simple: NewTariff = { partyId: 'north', currency: 'EUR', energy: { prices: [{ price: '0.250' }] } }

test('a tariff comes back as it was given, page by page, to its own party', async () => {
  const given = {
    ...{ ...simple, name: 'Night', validFrom: new Date('2026-04-01T00:00:00Z'), texts: [{ text: 'cheap' }] },
    fixedFee: { prices: [{ price: '1', when: { paymentBrand: 'Visa' } }], taxes: [{ name: 'vat', percent: '7.5' }] },
  }
  const first = await tariffs.create(given)
  expect(await tariffs.get(north, first.id)).toEqual({ id: first.id, createdAt: new Date(clock.nowMs()), ...given })
  clock.advance(1)
  const second = await tariffs.create(simple)
  const page = await tariffs.list(north, { limit: 1 })
  const rest = await tariffs.list(north, { limit: 1, cursor: page.nextCursor ?? '' })
  expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([second.id, first.id])
  await expect(tariffs.get(south, first.id)).rejects.toMatchObject({ code: 'not-found' })
  await expect(tariffs.remove(south, first.id)).rejects.toMatchObject({ code: 'not-found' })
  expect((await tariffs.list(south, { limit: 10 })).items).toEqual([])
})

test('a driver is found whatever the case of the token, by the party alone; what is taken away is gone', async () => {
  const { id } = await tariffs.create(simple)
  expect(await tariffs.assign(north, 't', id)).toEqual({ tokenId: 't', partyId: 'north', tariffId: id })
  expect(await tariffs.forDriver('north', 'N1', 'ALICE')).toMatchObject({ id })
  expect(await tariffs.forDriver('south', 'N1', 'Alice')).toBeUndefined()
  await expect(tariffs.remove(north, id)).rejects.toMatchObject({ code: 'conflict' })
  await expect(tariffs.assign(south, 't', null)).rejects.toMatchObject({ code: 'not-found' })
  const foreign = await tariffs.create({ ...simple, partyId: 'south' })
  await expect(tariffs.assign(everyParty, 't', foreign.id)).rejects.toMatchObject({ code: 'not-found' })
  expect(await tariffs.assign(north, 't', null)).toEqual({ tokenId: 't', partyId: 'north' })
  expect(await tariffs.forDriver('north', 'N1', 'Alice')).toBeUndefined()
  await tariffs.remove(north, id)
  await expect(tariffs.get(north, id)).rejects.toMatchObject({ code: 'not-found' })
})

test('the latest cost counts, and the final one whatever comes after', async () => {
  const at = (seconds: number) => new Date(clock.nowMs() + seconds * 1000)
  const told: TransactionCost = {
    ...{ stationId: 'N1', partyId: 'north', reference: 'T', final: false, at: at(10), currency: 'EUR' },
    ...{ totalExclTax: '0.10', details: { totalCost: { currency: 'EUR' } } },
  }
  const seen = async () => (await tariffs.cost(north, 'N1', 'T')).totalExclTax
  await tariffs.recordCost(told)
  expect(await tariffs.cost(north, 'N1', 'T')).toEqual(told)
  await tariffs.recordCost({ ...told, at: at(5), totalExclTax: '0.05' })
  expect(await seen()).toBe('0.10')
  await tariffs.recordCost({ ...told, final: true, at: at(8), totalExclTax: '12345678901234567890.01' })
  await tariffs.recordCost({ ...told, at: at(99), totalExclTax: '7' })
  expect(await seen()).toBe('12345678901234567890.01')
  await expect(tariffs.cost(south, 'N1', 'T')).rejects.toMatchObject({ code: 'not-found' })
})

test('of two final costs the later one counts, whichever comes first', async () => {
  const at = (seconds: number) => new Date(clock.nowMs() + seconds * 1000)
  const told = { stationId: 'N1', partyId: 'north', reference: 'F', final: true, currency: 'EUR', details: {} }
  await tariffs.recordCost({ ...told, at: at(10), totalInclTax: '3' })
  await tariffs.recordCost({ ...told, at: at(5), totalInclTax: '2' })
  expect(await tariffs.cost(north, 'N1', 'F')).toMatchObject({ totalInclTax: '3' })
  await tariffs.recordCost({ ...told, at: at(20), totalInclTax: '4' })
  expect(await tariffs.cost(north, 'N1', 'F')).toMatchObject({ totalInclTax: '4' })
})

test('a breakdown that is too long is left out, and its sums are not', async () => {
  const details = { chargingPeriods: 'x'.repeat(100_001) }
  const cost = { stationId: 'N1', partyId: 'north', reference: 'L', final: true, at: new Date(clock.nowMs()), details }
  await tariffs.recordCost({ ...cost, currency: 'EUR', totalInclTax: '3' })
  expect(await tariffs.cost(north, 'N1', 'L')).toMatchObject({ totalInclTax: '3', details: {} })
})

test('costs go after their time, by the clock of the platform; one by which a payment is to be settled stays', async () => {
  const cost = { stationId: 'N1', partyId: 'north', final: true, at: new Date(0), currency: 'EUR', details: {} }
  const seen = (reference: string) => tariffs.cost(north, 'N1', reference)
  await database.query('', 'DELETE FROM transaction_cost', [])
  await tariffs.recordCost({ ...cost, reference: 'old' })
  await tariffs.recordCost({ ...cost, reference: 'owed' })
  await database.query(
    '',
    `INSERT INTO payment
       (id, station_id, party_id, reference, state, settled_by, transaction_reference, created_at, updated_at)
     VALUES ('p', 'N1', 'north', 'card', 'to-settle', 'platform', 'owed', now(), now())`,
    [],
  )
  clock.advance(1_000)
  const between = new Date(clock.nowMs())
  await tariffs.recordCost({ ...cost, reference: 'young' })
  expect(await tariffs.removeCostsBefore(between, 10)).toBe(1)
  await expect(seen('old')).rejects.toMatchObject({ code: 'not-found' })
  expect([await seen('owed'), await seen('young')]).toMatchObject([{ reference: 'owed' }, { reference: 'young' }])
  await database.query('', "UPDATE payment SET state = 'settled' WHERE id = 'p'", [])
  expect(await tariffs.removeCostsBefore(between, 10)).toBe(1)
  await expect(seen('owed')).rejects.toMatchObject({ code: 'not-found' })
})
