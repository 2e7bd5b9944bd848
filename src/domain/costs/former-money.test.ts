import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { migrate, readMigrations } from '#storage'
import { testDatabase } from '#test/database'
import { createBalances } from './index.ts'

const FORMER = `
  INSERT INTO party (id, name) VALUES ('p', 'P');
  INSERT INTO station (id, party_id) VALUES ('S', 'p');
  INSERT INTO tariff (id, party_id, currency, content, created_at) VALUES ('kept', 'p', 'EUR', '{}', now()), ('gone', 'p', 'EUR', '{}', now());
  INSERT INTO token (id, party_id, value, kind, label) VALUES ('t', 'p', 'T', 'rfid', NULL),
    ('begun', 'p', 'PSP-1', 'direct-payment', 'Payment 1'), ('crashed', 'p', 'PSP-9', 'direct-payment', 'Payment 9');
  INSERT INTO token_balance (token_id, party_id, currency, amount) VALUES ('t', 'p', 'EUR', 6);
  INSERT INTO payment (id, station_id, party_id, reference, state, settled_by, amount, currency, created_at, updated_at)
  SELECT id, 'S', 'p', reference, state, 'platform', amount, 'EUR', now(), now() FROM (VALUES
    ('new', 'psp-1', 'to-settle', 2), ('told', 'psp-2', 'to-settle', 3), ('taken', 'psp-3', 'settled', 4)
  ) AS v (id, reference, state, amount);
  INSERT INTO payment_order (payment_id, party_id, attempts, next_at) VALUES ('told', 'p', 1, now()), ('taken', 'p', 1, now());
  INSERT INTO command (id, station_id, party_id, kind, request, state, requested_by, created_at, expires_at, settled_at)
  SELECT id, 'S', 'p', kind, request, state, 'me', now(), now(), now() - ago::interval FROM (VALUES
    ('1', 'set-default-tariff', '{"tariffId":"gone"}', 'answered', '3 days'), ('2', 'clear-tariffs', '{}', 'answered', '2 days'),
    ('3', 'set-default-tariff', '{"tariffId":"kept","evseId":2}', 'answered', '1 day'),
    ('4', 'set-default-tariff', '{"tariffId":"gone"}', 'refused', '1 hour')
  ) AS v (id, kind, request, state, ago);
`

test('money of before goes on: adjustments by their keys, orders as they were sent, tariffs that stations keep', async () => {
  const database = await testDatabase({ unmigrated: true })
  const migrations = await readMigrations()
  const ours = migrations.findIndex(({ name }) => name === '0190-money-told-once')
  await migrate(database, silentLogger, migrations.slice(0, ours))
  await database.pool.query(FORMER)
  const keyed = (key: string) => createHash('sha256').update(`t\n${key}`).digest('hex').slice(0, 32)
  for (const [id, amount, at] of [
    [keyed('K1'), 1, '2026-03-01T10:00:00.001Z'],
    ['019caaaa-0000-7000-8000-000000000000', 2, '2026-03-01T11:00:00Z'],
    [keyed('K2'), 3, '2026-03-05T10:00:00Z'],
  ]) {
    await database.pool.query(
      `INSERT INTO token_balance_entry (id, token_id, party_id, kind, amount, balance, made_at)
       VALUES ($1, 't', 'p', 'adjustment', $2, 0, $3)`,
      [id, amount, at],
    )
  }
  await migrate(database, silentLogger, migrations)

  const clock = new ManualClock('2026-03-06T12:00:00Z')
  const bus = memoryBus({ clock, logger: silentLogger })
  const balances = createBalances({ database, clock, bus, concern: () => {} })
  expect(await balances.adjust(everyParty, 't', { amount: '1', key: 'K1' })).toMatchObject({ amount: '6' })
  expect(await balances.adjust(everyParty, 't', { amount: '4', key: 'K4' })).toMatchObject({ amount: '10' })
  const { items } = await balances.entries(everyParty, 't', { limit: 9 })
  expect(items.map(({ amount }) => amount)).toEqual(['4', '3', '2', '1'])

  const rows = async (text: string) => (await database.pool.query(text)).rows
  expect(await rows('SELECT id, owed, due FROM payment ORDER BY id')).toEqual([
    { id: 'new', owed: true, due: '2' },
    { id: 'taken', owed: false, due: '4' },
    { id: 'told', owed: false, due: '3' },
  ])
  expect(await rows('SELECT payment_id, number, kind, amount, total FROM payment_order ORDER BY payment_id')).toEqual([
    { payment_id: 'taken', number: 1, kind: 'settle', amount: '4', total: '4' },
    { payment_id: 'told', number: 1, kind: 'settle', amount: '3', total: '3' },
  ])
  expect(await rows('SELECT evse_id, tariff_id FROM station_default_tariff')).toEqual([
    { evse_id: 2, tariff_id: 'kept' },
  ])
  expect(await rows('SELECT id FROM token ORDER BY id')).toEqual([{ id: 'begun' }, { id: 't' }])
  await database.close()
})
