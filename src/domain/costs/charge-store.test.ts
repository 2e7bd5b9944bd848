import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '#test/database'
import { appendCharge, type Bill } from './charge-store.ts'
import { loadPriced } from './pricing-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const at = new Date('2026-03-01T12:00:00Z')

/** A transaction of a token that is prepaid with 100 SEK. */
async function prepaid(id: string): Promise<void> {
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [id])
  await database.query('', "INSERT INTO token (id, party_id, value, kind) VALUES ($1, 'default', $1, 'rfid')", [id])
  await database.query(
    '',
    "INSERT INTO token_balance (token_id, party_id, currency, amount) VALUES ($1, 'default', 'SEK', 100)",
    [id],
  )
  await database.query(
    '',
    `INSERT INTO transaction (id, station_id, party_id, reference, numbered, status, first_event_at, last_event_at,
       received_at, updated_at, ended_at) VALUES ($1, $1, 'default', 'T', false, 'ended', $2, $2, $2, $2, $2)`,
    [id, at],
  )
  await database.query(
    '',
    `INSERT INTO transaction_pricing (transaction_id, station_id, reference, party_id, is_own_tariff, token_id, created_at)
     VALUES ($1, $1, 'T', 'default', false, $1, $2)`,
    [id, at],
  )
}

async function charge(id: string, currency: string, total: string): Promise<void> {
  const priced = await loadPriced(database, id)
  if (priced === undefined) throw new Error('the transaction is not counted')
  const bill: Bill = {
    ...{ countedBy: 'station', type: 'normal', currency, totalExclTax: total, totalInclTax: total },
    ...{ parts: [], periods: [], explanation: [] },
  }
  await appendCharge(database, priced, bill, false, at)
}

async function balance(id: string): Promise<string | undefined> {
  const { rows } = await database.query<{ amount: string }>(
    '',
    'SELECT amount FROM token_balance WHERE token_id = $1',
    [id],
  )
  return rows[0]?.amount
}

test('a correction into the currency of the balance takes all of it, not what it differs by from another money', async () => {
  await prepaid('INTO')
  await charge('INTO', 'EUR', '30')
  expect(await balance('INTO')).toBe('100')
  await charge('INTO', 'SEK', '40')
  expect(await balance('INTO')).toBe('60')
  await charge('INTO', 'SEK', '45')
  expect(await balance('INTO')).toBe('55')
})

test('a correction out of it gives back what was taken', async () => {
  await prepaid('OUT')
  await charge('OUT', 'SEK', '40')
  await charge('OUT', 'EUR', '4')
  expect(await balance('OUT')).toBe('100')
})
