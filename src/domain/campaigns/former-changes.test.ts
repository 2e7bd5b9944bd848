import { expect, test } from 'vitest'
import { everyParty, silentLogger } from '#kernel'
import { migrate, readMigrations } from '#storage'
import { testDatabase } from '#test/database'
import { viewCampaign } from './campaign-view.ts'
import { viewMembers } from './member-view.ts'

test('a configuration change that was under way goes on as a campaign, where it was', async () => {
  const database = await testDatabase({ unmigrated: true })
  const migrations = await readMigrations()
  const ours = migrations.findIndex(({ name }) => name === '0140-one-kind-of-campaign')
  await migrate(database, silentLogger, migrations.slice(0, ours))
  await database.pool.query(`
    INSERT INTO party (id, name) VALUES ('p', 'P') ON CONFLICT DO NOTHING;
    INSERT INTO station (id, party_id) VALUES ('one', 'p'), ('two', 'p');
    INSERT INTO configuration_change (id, party_id, name, wanted, state, at_once, wait_hours, requested_by,
      requested_by_name, created_at)
    VALUES ('c', 'p', 'Spring', '[{"component":"C","name":"V","value":"1"}]', 'paused', 3, 5, 'me', 'Me', '2026-03-01Z');
    INSERT INTO configuration_change_station (change_id, number, station_id, state, reboot_required, attempts, results,
      settled_at)
    VALUES ('c', 1, 'one', 'succeeded', true, 1, '[{"component":"C","name":"V","status":"RebootRequired"}]', now()),
      ('c', 2, 'two', 'waiting', false, 0, NULL, NULL)`)
  await migrate(database, silentLogger, migrations)
  const campaign = await viewCampaign(database, everyParty, 'c')
  expect(campaign).toMatchObject({
    ...{ kind: 'configuration', name: 'Spring', state: 'paused', atOnce: 3, waitHours: 5, wave: 0, waves: 1 },
    ...{ wanted: [{ component: 'C', name: 'V', value: '1' }], rebootsRequired: 1, requestedByName: 'Me' },
    progress: { waiting: 1, succeeded: 1 },
  })
  const viewed = { ...campaign, interrupts: false }
  expect((await viewMembers(database, viewed, {}, { limit: 9 }, new Date())).items).toMatchObject([
    { stationId: 'one', rebootRequired: true, results: [{ status: 'RebootRequired' }] },
    { stationId: 'two', state: 'waiting', attempts: 0, wait: { reason: 'paused' } },
  ])
  await database.close()
})
