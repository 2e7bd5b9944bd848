import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { createAuthorization } from '#domain/authorization'
import { createCommands } from '#domain/commands'
import { ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createPayments } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ clock, logger: silentLogger })
const authorization = createAuthorization({ database, clock })
const limits = { waitingPerStation: 100 }
const commands = createCommands({ database, bus, clock, logger: silentLogger, secretKey: new Uint8Array(32), limits })
const payments = createPayments({ database, clock, logger: silentLogger, authorization, commands })
const north = { partyIds: ['north'] }

let count = 0
let stationId = ''
beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('north', 'North')", [])
  await database.query(
    '',
    `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM 1; RETURN NEW; END $$`,
    [],
  )
})
beforeEach(async () => {
  count += 1
  stationId = `N${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'north')", [stationId])
})
const TABLES = ['token', 'payment', 'command'] as const
afterEach(async () => {
  for (const table of TABLES) await database.query('', `DROP TRIGGER IF EXISTS killer ON ${table}`, [])
})

const authorize = () => payments.authorize(north, { stationId, reference: `P${count}`, requestedBy: 'test' })
/** What there is of the payment: tokens, payments, commands. */
async function traces(): Promise<number[]> {
  const { rows } = await database.query<{ count: number }>(
    '',
    `SELECT count(*)::int FROM token WHERE value = $1 UNION ALL SELECT count(*)::int FROM payment WHERE reference = $1
     UNION ALL SELECT count(*)::int FROM command WHERE station_id = $2`,
    [`P${count}`, stationId],
  )
  return rows.map((row) => row.count)
}

const MOMENTS = [
  ...TABLES.flatMap((table) => ['BEFORE', 'AFTER'].map((when) => [`${when} INSERT ON ${table}`, ''] as const)),
  ['AFTER INSERT ON command', 'DEFERRABLE INITIALLY DEFERRED'],
] as const

test.each(MOMENTS)('a crash at %s %s leaves nothing, and whoever asks again begins', async (moment, deferred) => {
  const kind = deferred === '' ? 'TRIGGER' : 'CONSTRAINT TRIGGER'
  const killer = (on: string) => `CREATE ${kind} killer ${on} ${deferred} FOR EACH ROW EXECUTE FUNCTION die()`
  await database.query('', killer(moment), [])
  await expect(authorize()).rejects.toMatchObject({ code: 'unavailable' })
  for (const table of TABLES) await database.query('', `DROP TRIGGER IF EXISTS killer ON ${table}`, [])
  expect(await traces()).toEqual([0, 0, 0])
  expect(await authorize()).toMatchObject({ state: 'authorized', commandId: expect.any(String) })
  expect(await traces()).toEqual([1, 1, 1])
})

test('whoever asks again because the answer was lost is told of the payment there is', async () => {
  const { id } = await authorize()
  await expect(authorize()).rejects.toMatchObject({ code: 'conflict', details: { paymentId: id } })
  expect(await traces()).toEqual([1, 1, 1])
})

test('of several who ask at once one begins', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, authorize))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await traces()).toEqual([1, 1, 1])
})

test('a reference that a card of the station has used leaves no token behind', async () => {
  const transaction = { stationId, transactionReference: 'T1' }
  await payments.begun(transaction, `P${count}`, 1)
  await expect(authorize()).rejects.toMatchObject({ code: 'conflict' })
  expect(await traces()).toEqual([0, 1, 0])
})
