import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '#test/database'
import { noteOrdered, noteSettled, noteUnheard } from './wave-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const at = new Date('2026-03-02T12:00:00Z')

test('what one node found of an order says nothing of the order another node has given since', async () => {
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-1', 'default')", [])
  await database.query(
    '',
    `INSERT INTO campaign (id, party_id, name, kind, state, canary_size, wave_size, at_once, failure_limit_percent,
       quiet_hours, timeout_minutes, wait_hours, requested_by, requested_by_name, created_at)
     VALUES ('C', 'default', 'C', 'reboot', 'running', 0, 1, 1, 100, false, 60, 1, 'me', 'Me', $1)`,
    [at],
  )
  await database.query(
    '',
    "INSERT INTO campaign_station (campaign_id, number, station_id, wave, state) VALUES ('C', 1, 'CS-1', 0, 'waiting')",
    [],
  )
  const member = async () =>
    (
      await database.query<{ state: string; command_id: string | null }>(
        '',
        'SELECT state, command_id FROM campaign_station',
        [],
      )
    ).rows[0]
  await noteOrdered(database, 'C', 1, { commandId: 'first', attempt: 1 }, at)
  const seen = { number: 1, command_id: 'first' }
  // One node finds it expired, and orders anew; the other one found the same.
  await noteUnheard(database, 'C', [seen])
  expect(await member()).toEqual({ state: 'waiting', command_id: null })
  await noteOrdered(database, 'C', 1, { commandId: 'second', attempt: 2 }, at)
  await noteUnheard(database, 'C', [seen])
  expect(await noteSettled(database, 'C', { number: 1, state: 'failed', reason: 'expired' }, seen, at)).toBe(false)
  expect(await member()).toEqual({ state: 'ordered', command_id: 'second' })
  const now = { number: 1, command_id: 'second' }
  expect(await noteSettled(database, 'C', { number: 1, state: 'succeeded' }, now, at)).toBe(true)
})
