import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { createAuthorization } from '#domain/authorization'
import { createCommands } from '#domain/commands'
import { everyParty, ManualClock, newId, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createPayments, PAYMENTS_A_DAY } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ clock, logger: silentLogger })
const authorization = createAuthorization({ database, clock })
const limits = { waitingPerStation: 100 }
const commands = createCommands({ database, bus, clock, logger: silentLogger, secretKey: new Uint8Array(32), limits })
const payments = createPayments({ database, clock, logger: silentLogger, authorization, commands })
const north = { partyIds: ['north'] }
const south = { partyIds: ['south'] }

let count = 0
let stationId = ''
beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('north', 'North'), ('south', 'South')", [])
})
beforeEach(async () => {
  count += 1
  stationId = `N${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'north')", [stationId])
})

const transaction = () => ({ stationId, transactionReference: 'T1' })
const authorize = (more: object = {}) =>
  payments.authorize(north, { stationId, reference: `P${count}`, requestedBy: 'test', ...more })
const only = async () => (await payments.list(north, { stationId }, { limit: 10 })).items[0]

describe('a payment authorized elsewhere', () => {
  test('may go as far the second time it is told of its start, and no other transaction may', async () => {
    await authorize({ limits: { maxCost: '10' } })
    expect(await payments.begun(transaction(), `p${count}`, 1)).toEqual({ maxCost: '10' })
    expect(await payments.begun(transaction(), `P${count}`, 1)).toEqual({ maxCost: '10' })
    expect(await payments.begun({ stationId, transactionReference: 'T2' }, `P${count}`, 1)).toEqual({})
    expect(await only()).toMatchObject({ state: 'charging', transactionReference: 'T1', settledBy: 'platform' })
  })

  test('is to be settled once, also when its end is told again after that', async () => {
    const { id } = await authorize()
    await payments.begun(transaction(), `P${count}`)
    const total = { amount: '4.20', currency: 'EUR' }
    expect(await payments.ended(transaction(), 'StopAuthorized', total)).toBeUndefined()
    expect(await only()).toMatchObject({ state: 'to-settle', amount: '4.20', currency: 'EUR' })
    await payments.settle(north, id, { state: 'settled' })
    await payments.ended(transaction(), 'StopAuthorized', { amount: '9', currency: 'EUR' })
    expect(await only()).toMatchObject({ state: 'settled', amount: '4.20' })
    await expect(payments.settle(north, id, { state: 'failed' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('that two programs settle at once is settled by one, and the other hears of it', async () => {
    const { id } = await authorize()
    const both = ['one', 'other'].map((receiptId) => payments.settle(north, id, { state: 'settled', receiptId }))
    const outcomes = await Promise.allSettled(both)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('that failed may be settled after all', async () => {
    const { id } = await authorize()
    await payments.settle(north, id, { state: 'failed', statusInfo: 'no line' })
    expect(await payments.settle(north, id, { state: 'settled', amount: '1' })).toMatchObject({ state: 'settled' })
  })

  test('is seen, settled and made by its party alone', async () => {
    const { id } = await authorize()
    await expect(payments.get(south, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(payments.settle(south, id, { state: 'settled' })).rejects.toMatchObject({ code: 'not-found' })
    expect((await payments.list(south, {}, { limit: 10 })).items).toEqual([])
    const foreign = { stationId, reference: 'X', requestedBy: 'test' }
    await expect(payments.authorize(south, foreign)).rejects.toMatchObject({ code: 'not-found' })
    const refused = await authorization.authorize('south', { value: 'X', kind: 'rfid' })
    expect(refused).toMatchObject({ status: 'refused' })
  })
})

test('C20.FR.03 a transaction of a card is not free while nobody knows what it delivered', async () => {
  await payments.begun(transaction(), 'CARD', 1)
  expect(await payments.ended(transaction(), 'EVConnectTimeout', undefined)).toBeUndefined()
  expect(await payments.ended({ stationId, transactionReference: 'none' }, 'StopAuthorized', undefined)).toBeUndefined()
})

test('a settlement of a station nobody knows is nobody’s; one of a card nobody knew is kept', async () => {
  const told = { reference: 'CARD', state: 'settled' } as const
  expect(await payments.settledByStation({ ...told, stationId: 'nowhere' })).toEqual({})
  // Without a public address there is a receipt, and no way to it.
  const { receiptId = '', receiptUrl } = await payments.settledByStation({ ...told, stationId, amount: '0.10' })
  expect(receiptUrl).toBeUndefined()
  expect(await payments.receipt(receiptId)).toMatchObject({ stationId, amount: '0.10' })
  await expect(payments.receipt('none')).rejects.toMatchObject({ code: 'not-found' })
})

describe('a station that pays without end', () => {
  const fill = (payments: number) =>
    database.query(
      '',
      `INSERT INTO payment (id, station_id, party_id, reference, state, settled_by, created_at, updated_at)
       SELECT $1 || n, $2, 'north', 'R' || n, 'charging', 'station', now(), now() FROM generate_series(1, $3) AS n`,
      [newId(clock.nowMs()), stationId, payments],
    )
  const told = (reference: string) => payments.settledByStation({ stationId, reference, state: 'settled', amount: '1' })
  const known = async (reference: string) => {
    const { rows } = await database.query('', 'SELECT FROM payment WHERE station_id = $1 AND reference = $2', [
      ...[stationId, reference],
    ])
    return rows.length === 1
  }

  test('is kept to a bound in a day, however it begins one; the next day it is heard again', async () => {
    await fill(PAYMENTS_A_DAY - 1)
    clock.advance(1)
    expect(await told('LAST')).toHaveProperty('receiptId')
    expect(await told('OVER')).toEqual({})
    expect(await payments.begun(transaction(), 'OVER', 1)).toEqual({})
    expect(await known('OVER')).toBe(false)
    clock.advance(86_400_000)
    expect(await told('OVER')).toHaveProperty('receiptId')
  })

  test('may still settle what is known, and so may programs begin', async () => {
    await fill(PAYMENTS_A_DAY)
    expect(await told('r7')).toHaveProperty('receiptId')
    expect(await authorize()).toMatchObject({ state: 'authorized' })
    await authorize({ reference: `Q${count}`, limits: { maxCost: '3' } })
    expect(await payments.begun(transaction(), `Q${count}`, 1)).toEqual({ maxCost: '3' })
  })
})

test('what is over goes after its time, counted from the last that was heard of it; what is to settle stays', async () => {
  const made = async (reference: string) => (await authorize({ reference: `${reference} ${count}` })).id
  const over = await made('over')
  const late = await made('late')
  await made('charging')
  await made('to-settle')
  await payments.settle(north, over, { state: 'settled' })
  await payments.begun({ stationId, transactionReference: 'C' }, `charging ${count}`)
  await payments.begun({ stationId, transactionReference: 'S' }, `to-settle ${count}`)
  await payments.ended({ stationId, transactionReference: 'S' }, 'StopAuthorized', { amount: '1', currency: 'EUR' })
  clock.advance(5_000)
  const between = new Date(clock.nowMs() - 1_000)
  await payments.settle(north, late, { state: 'failed' })
  while ((await payments.removeBefore(between, 2_000)) > 0);
  await expect(payments.get(north, over)).rejects.toMatchObject({ code: 'not-found' })
  const stay = async () => {
    const all = (await payments.list(north, { stationId }, { limit: 10 })).items
    return all.map(({ state }) => state).sort()
  }
  expect(await stay()).toEqual(['charging', 'failed', 'to-settle'])
  expect(await payments.removeBefore(new Date(clock.nowMs() + 1), 1)).toBe(1)
  expect(await stay()).toEqual(['charging', 'to-settle'])
})

test('a validator of one’s own is asked instead', async () => {
  const asked: string[] = []
  const validateVat = (vatNumber: string) => {
    asked.push(vatNumber)
    return { isValid: true, company: { name: 'Acme', address1: '1 Road', city: 'Town', country: 'DE' } }
  }
  const own = createPayments({ database, clock, logger: silentLogger, authorization, commands, validateVat })
  expect(await own.validateVat('nonsense')).toMatchObject({ isValid: true, company: { name: 'Acme' } })
  expect(asked).toEqual(['nonsense'])
  expect((await payments.list(everyParty, { state: 'rejected' }, { limit: 1 })).items).toEqual([])
})
