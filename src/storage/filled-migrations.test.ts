import { afterEach, expect, test } from 'vitest'
import { commandOf, databaseBefore, type FormerDatabase, type Party } from '#test/filled-database'

/** Each migration meets a database that two operators have filled, and costs neither of them anything. */
let database: FormerDatabase
afterEach(() => database.close())

const AT = '2026-03-01T12:00:00+00:00'
const refused = (put: Promise<unknown>) => expect(put).rejects.toMatchObject({ code: expect.stringMatching(/^23/) })

test('0100 counts what was charged from now on: tariffs, payments and what stations said it cost are as they were', async () => {
  database = await databaseBefore('0100-costs')
  expect(await database.migrate()).toEqual({})
  await database.putForEach('transaction_pricing', (party) => [pricingOf(party, 'over')])
  await database.putForEach('transaction_charge', (party) => [chargeOf(party, 1), chargeOf(party, 2)])
  await refused(database.put('transaction_charge', chargeOf('default', 2)))
  await refused(database.put('transaction_charge', { ...chargeOf('default', 3), counted_by: 'nobody' }))
  await refused(
    database.put('token_balance', { token_id: 'T-gone', party_id: 'default', currency: 'EUR', amount: '1' }),
  )
  await refused(
    database.put('station_tariff', { station_id: 'CS-other', evse_id: 0, party_id: 'other', tariff_id: 'F-no' }),
  )
  const settling = await database.read("SELECT id FROM payment WHERE state = 'to-settle' ORDER BY id")
  expect(settling).toEqual([{ id: 'P-default-to-settle' }, { id: 'P-other-to-settle' }])
})

test('0110 takes no security profile for one that somebody has set, and awaits none', async () => {
  database = await databaseBefore('0110-security')
  expect(await database.migrate()).toEqual({})
  const stations = await database.read('SELECT DISTINCT profile_set, awaited_profiles FROM station')
  expect(stations).toEqual([{ profile_set: false, awaited_profiles: [] }])
  expect(await database.read('SELECT DISTINCT sealed_request FROM command')).toEqual([{ sealed_request: null }])
})

test('0120 lets every token charge everywhere and everyhow, as before', async () => {
  database = await databaseBefore('0120-token-limits')
  expect(await database.migrate()).toEqual({})
  const tokens = await database.read('SELECT DISTINCT places, evse_kind, transfers FROM token')
  expect(tokens).toEqual([{ places: null, evse_kind: null, transfers: null }])
  const token = { id: 'T-new', party_id: 'other', value: 'NEW', kind: 'rfid' }
  await refused(database.put('token', { ...token, evse_kind: 'steam' }))
  await database.put('token', { ...token, evse_kind: 'dc' })
})

test('0140 goes on with changes of the configuration as campaigns, each station where it was', async () => {
  database = await databaseBefore('0140-one-kind-of-campaign')
  await fillCampaigns(database)
  const dropped = ['configuration_change', 'configuration_change_station', 'report_part']
  expect(await database.migrate(dropped)).toEqual({})

  const campaigns = await database.read(
    `SELECT id, party_id, name, kind, template_id, wanted, state, at_once, wait_hours, requested_by_name, wave,
       created_at = started_at AS started, finished_at IS NOT NULL AS finished
     FROM campaign WHERE party_id = 'other' AND kind = 'configuration' ORDER BY id`,
  )
  const change = {
    party_id: 'other',
    name: 'Quieter',
    kind: 'configuration',
    wanted: '[1]',
    at_once: 5,
    wait_hours: 48,
  }
  const kept = { ...change, template_id: 'CT-other', requested_by_name: 'Kim', wave: 0, started: true }
  expect(campaigns).toEqual([
    { ...kept, id: 'CC-other-canceled', state: 'canceled', finished: true },
    { ...kept, id: 'CC-other-finished', state: 'finished', finished: true },
    { ...kept, id: 'CC-other-paused', state: 'paused', finished: false },
    { ...kept, id: 'CC-other-running', state: 'running', finished: false },
  ])
  const stations = await database.read(
    `SELECT number, station_id, wave, state, attempts, command_id, reboot_required, results
     FROM campaign_station WHERE campaign_id = 'CC-other-running' ORDER BY number`,
  )
  expect(stations).toEqual([
    { ...changedOf('other', 1), wave: 0, state: 'ordered' },
    { ...changedOf('other', 2), wave: 0, state: 'succeeded' },
  ])
  const former = await database.read("SELECT kind, at_once, canary_size FROM campaign WHERE id LIKE 'K-%'")
  expect(former).toEqual([
    { kind: 'reboot', at_once: 1_000, canary_size: 1 },
    { kind: 'reboot', at_once: 1_000, canary_size: 1 },
  ])
  await database.put('campaign', { ...campaignOf('default', 'new'), canary_size: 0, at_once: 1 })
  await refused(database.put('campaign', { ...campaignOf('default', 'b'), at_once: 0 }))
  await refused(database.put('campaign', campaignOf('default', 'c')))
  await refused(database.put('campaign', { ...campaignOf('default', 'd'), at_once: 1, kind: 'dance' }))
})

test('0140 notes the parts of reports of variables as of any other, and how publications ended', async () => {
  database = await databaseBefore('0140-one-kind-of-campaign')
  await fillCampaigns(database)
  await database.migrate(['report_part'])
  const reports = await database.read(
    `SELECT r.station_id, r.kind, r.request_id, r.whole, extract(epoch FROM r.last_part_at - r.first_part_at)::int AS took_s,
       array_agg(p.seq_no ORDER BY p.seq_no) AS parts, bool_or(p.last) AS ended
     FROM station_report r JOIN station_report_part p USING (station_id, kind, request_id)
     GROUP BY 1, 2, 3 ORDER BY 1, 2`,
  )
  const report = { request_id: 9, whole: false }
  expect(reports).toEqual(
    ['CS-default', 'CS-other'].flatMap((station_id) => [
      { ...report, station_id, kind: 'monitors', took_s: null, parts: [0], ended: true },
      { ...report, station_id, kind: 'variables', took_s: 60, parts: [0, 1], ended: true },
    ]),
  )
  const published = await database.read(
    `SELECT status, outcome, finished_at = status_at AS finished FROM firmware_publication WHERE party_id = 'other'
     ORDER BY status`,
  )
  expect(published).toEqual([
    { status: 'checksum-invalid', outcome: 'failed', finished: true },
    { status: 'downloading', outcome: 'running', finished: null },
    { status: 'published', outcome: 'published', finished: true },
    { status: 'unpublished', outcome: 'unpublished', finished: true },
  ])
})

test('0150 knows when a scheduled control is over, and of a default or an endless one nothing', async () => {
  database = await databaseBefore('0150-der-controls-end')
  const scheduled = { startAt: '2026-03-02T00:00:00.000Z', durationS: 90.5 }
  await database.putForEach('der_control', (party) => [
    controlOf(party, 'scheduled', scheduled),
    controlOf(party, 'endless', { startAt: scheduled.startAt }),
    controlOf(party, 'without beginning', { durationS: 60 }),
    { ...controlOf(party, 'default', scheduled), is_default: true },
  ])
  expect(await database.migrate()).toEqual({})
  const ends = await database.read(
    "SELECT control_id, ends_at FROM der_control WHERE station_id = 'CS-other' ORDER BY 1",
  )
  expect(ends).toEqual([
    { control_id: 'default', ends_at: null },
    { control_id: 'endless', ends_at: null },
    { control_id: 'scheduled', ends_at: new Date('2026-03-02T00:01:30.500Z') },
    { control_id: 'without beginning', ends_at: null },
  ])
})

test('0145 what a station told of ends that no calendar knows keeps nobody from going on', async () => {
  database = await databaseBefore('0145-ends-within-reach')
  const startAt = '2026-03-02T00:00:00.000Z'
  await database.putForEach('der_control', (party) => [
    controlOf(party, 'sound', { startAt, durationS: 60, priority: 1 }),
    controlOf(party, 'long', { startAt, durationS: 1e13, priority: 1 }),
    controlOf(party, 'longer', { startAt, durationS: 1e300, priority: 1 }),
    controlOf(party, 'far', { startAt: '+275760-09-13T00:00:00.000Z', durationS: 60, priority: 1 }),
    controlOf(party, 'past', { startAt: '0000-01-01T00:00:00.000Z', durationS: 60 }),
  ])
  expect(await database.migrate(['der_control.control'])).toEqual({})
  const told = await database.read(
    "SELECT control_id, control, ends_at IS NOT NULL AS ends FROM der_control WHERE station_id = 'CS-other' ORDER BY 1",
  )
  const kept = { kind: 'fixed-var', startAt, priority: 1 }
  expect(told.map(({ control, ...rest }) => ({ ...rest, control: JSON.parse(String(control)) }))).toEqual([
    { control_id: 'far', ends: false, control: { ...kept, startAt: '+275760-09-13T00:00:00.000Z' } },
    { control_id: 'long', ends: false, control: kept },
    { control_id: 'longer', ends: false, control: kept },
    { control_id: 'past', ends: false, control: { kind: 'fixed-var', startAt: '0000-01-01T00:00:00.000Z' } },
    { control_id: 'sound', ends: true, control: { ...kept, durationS: 60 } },
  ])
})

test('0165 a token of a remote start that is no text keeps nobody from going on', async () => {
  database = await databaseBefore('0165-readable-tokens')
  const odd = { ...commandOf('other', 'odd', 'sent'), request: JSON.stringify({ token: 'a\0b\ud800c', evseId: 1 }) }
  await database.put('command', odd)
  const start = { standing: 'sent', command_id: odd.id, start_number: 7 }
  await database.put('charging_profile', profileOf('other', 1, start))
  expect(await database.migrate(['command.request'])).toEqual({})
  const tokens = await database.read('SELECT start_token FROM charging_profile')
  expect(tokens).toEqual([{ start_token: 'a\ufffdb\ufffdc' }])
  const others = await database.read("SELECT DISTINCT request FROM command WHERE id <> $1 AND party_id = 'other'", [
    odd.id,
  ])
  expect(others).toEqual([{ request: commandOf('other', 'done', 'sent').request }])
})

test('0230 keeps each limit of others as it was, and room for what the same source generates', async () => {
  database = await databaseBefore('0230-generation-beside-limit')
  const limitOf = (party: Party, source: string, generates?: boolean | null) => ({
    ...{ station_id: `CS-${party}`, evse_id: 1, source, schedules: '[]', notified_at: AT },
    ...(generates === undefined ? {} : { local_generation: generates }),
  })
  await database.putForEach('charging_limit', (party) => [
    limitOf(party, 'EMS', null),
    limitOf(party, 'SO', true),
    limitOf(party, 'other', false),
  ])
  expect(await database.migrate(['charging_limit.local_generation'])).toEqual({})
  await database.put('charging_limit', limitOf('other', 'EMS', true))
  await refused(database.put('charging_limit', limitOf('other', 'EMS')))
  const limits = await database.read(
    "SELECT source, local_generation FROM charging_limit WHERE station_id = 'CS-other' AND source IN ('EMS', 'SO', 'other') ORDER BY 1, 2",
  )
  expect(limits).toEqual([
    { source: 'EMS', local_generation: false },
    { source: 'EMS', local_generation: true },
    { source: 'SO', local_generation: true },
    { source: 'other', local_generation: false },
  ])
})

test('0160 counts one renegotiation where there was one', async () => {
  database = await databaseBefore('0160-renegotiations')
  const needs = { needs: '{}', answer: 'accepted', needed_at: AT }
  await database.putForEach('charging_needs', (party) => [
    { ...needs, station_id: `CS-${party}`, evse_id: 1, renegotiated: true },
    { ...needs, station_id: `CS-${party}`, evse_id: 2, renegotiated: false },
  ])
  expect(await database.migrate(['charging_needs.renegotiated'])).toEqual({})
  const counted = await database.read('SELECT evse_id, renegotiations FROM charging_needs ORDER BY station_id, evse_id')
  const ofEach = [
    { evse_id: 1, renegotiations: 1 },
    { evse_id: 2, renegotiations: 0 },
  ]
  expect(counted).toEqual([...ofEach, ...ofEach])
})

test('0170 is unsure of profiles whose command is over or gone, and knows whose the remote starts were', async () => {
  database = await databaseBefore('0170-unsure-profiles')
  await database.putForEach('charging_profile', (party) => [
    profileOf(party, 1, { standing: 'sent', command_id: `C-${party}-open`, start_number: 7 }),
    profileOf(party, 2, { standing: 'sent', command_id: `C-${party}-done` }),
    profileOf(party, 3, { standing: 'sent', command_id: 'C-gone', start_number: 8 }),
    profileOf(party, 4, { standing: 'accepted' }),
    profileOf(party, 5, { standing: 'reported', sent: null }),
  ])
  await database.putForEach('der_control', (party) => [controlOf(party, 'default', {})])
  expect(await database.migrate(['charging_profile.standing'])).toEqual({})
  const profiles = await database.read(
    "SELECT profile_id, standing, start_token FROM charging_profile WHERE station_id = 'CS-other' ORDER BY 1",
  )
  expect(profiles).toEqual([
    { profile_id: 1, standing: 'sent', start_token: 'CARD-other' },
    { profile_id: 2, standing: 'unsure', start_token: null },
    { profile_id: 3, standing: 'unsure', start_token: null },
    { profile_id: 4, standing: 'accepted', start_token: null },
    { profile_id: 5, standing: 'reported', start_token: null },
  ])
  expect(await database.read('SELECT DISTINCT report_id FROM der_control')).toEqual([{ report_id: null }])
  await refused(database.put('charging_profile', profileOf('default', 6, { standing: 'lost' })))
})

test('0180 takes the drivers of what was counted before for known, of whoever', async () => {
  database = await databaseBefore('0180-late-drivers')
  await database.putForEach('transaction_pricing', (party) => [
    { ...pricingOf(party, 'running'), token_id: `T-${party}` },
    { ...pricingOf(party, 'over'), tariff_id: null, is_final: true },
  ])
  await database.putForEach('transaction_charge', (party) => [chargeOf(party, 1)])
  expect(await database.migrate()).toEqual({})
  const known = await database.read('SELECT driver_known, count(*)::int AS count FROM transaction_pricing GROUP BY 1')
  expect(known).toEqual([{ driver_known: true, count: 4 }])
})

test('0250 puts the words of what there was into its indexes', async () => {
  database = await databaseBefore('0250-words-of-a-large-fleet')
  expect(await database.migrate()).toEqual({})
  const filled = await database.read(
    "SELECT relname FROM pg_class WHERE relname IN ('station_words', 'token_words') AND reltuples > 0 ORDER BY 1",
  )
  expect(filled).toEqual([{ relname: 'station_words' }, { relname: 'token_words' }])
})

const pricingOf = (party: Party, reference: string) => ({
  ...{ transaction_id: `${party}-${reference}`, station_id: `CS-${party}`, reference, party_id: party },
  ...{ tariff_id: `F-${party}`, is_own_tariff: true, created_at: AT },
})
const chargeOf = (party: Party, revision: number) => ({
  ...{ transaction_id: `${party}-over`, revision, counted_by: 'platform', currency: 'EUR', content: '{}' },
  ...{ total_excl_tax: '10', total_incl_tax: '12.10', charged_at: AT },
})
const controlOf = (party: Party, name: string, schedule: object) => ({
  ...{ station_id: `CS-${party}`, control_id: name, kind: 'fixed-var', is_default: false, superseded: false },
  ...{ control: JSON.stringify({ kind: 'fixed-var', ...schedule }), told_at: AT },
})
const profileOf = (party: Party, profileId: number, change: object) => ({
  ...{ station_id: `CS-${party}`, profile_id: profileId, evse_id: 1, purpose: 'transaction', stack_level: profileId },
  ...{ source: 'operator', sent: '{}', sent_at: AT, ...change },
})
const campaignOf = (party: Party, name: string) => ({
  ...{ id: `K-${party}-${name}`, party_id: party, name, kind: 'reboot', state: 'running', canary_size: 1 },
  ...{ wave_size: 10, failure_limit_percent: 20, quiet_hours: true, timeout_minutes: 60, wait_hours: 24 },
  ...{ requested_by: 'K', requested_by_name: 'Kim', created_at: AT },
})
/** A station of a change of the configuration, in the columns that a campaign has too. */
const changedOf = (party: Party, number: number) => ({
  ...{ number, station_id: number === 1 ? `CS-${party}` : `CS-${party}-${number}`, attempts: number },
  ...{ command_id: `C-${party}-done`, reboot_required: number === 2, results: '[{"status":"accepted"}]' },
})

/** Campaigns, changes of the configuration in every state, reports and publications. */
async function fillCampaigns({ put, putForEach }: FormerDatabase): Promise<void> {
  await putForEach('campaign', (party) => [campaignOf(party, 'old')])
  await putForEach('campaign_station', (party) => [
    { campaign_id: `K-${party}-old`, number: 1, station_id: `CS-${party}`, wave: 1, state: 'ordered', quiet: '0' },
  ])
  await putForEach('configuration_template', (party) => [
    { id: `CT-${party}`, party_id: party, name: 'Quiet', wanted: '[1]', created_at: AT, updated_at: AT },
  ])
  await putForEach('configuration_change', (party) =>
    ['running', 'paused', 'finished', 'canceled'].map((state) => ({
      ...{
        id: `CC-${party}-${state}`,
        party_id: party,
        name: 'Quieter',
        template_id: `CT-${party}`,
        wanted: '[1]',
        state,
      },
      ...{ at_once: 5, wait_hours: 48, requested_by: 'K', requested_by_name: 'Kim', created_at: AT },
      ...(['finished', 'canceled'].includes(state) && { finished_at: AT }),
    })),
  )
  await putForEach('configuration_change_station', (party) => [
    { change_id: `CC-${party}-running`, ...changedOf(party, 1), state: 'ordered', ordered_at: AT },
    { change_id: `CC-${party}-running`, ...changedOf(party, 2), state: 'succeeded', settled_at: AT },
  ])
  await putForEach('report_part', (party) => [
    { station_id: `CS-${party}`, request_id: 9, seq_no: 0, last: false, received_at: AT },
    { station_id: `CS-${party}`, request_id: 9, seq_no: 1, last: true, received_at: '2026-03-01T12:01:00+00:00' },
  ])
  await putForEach('station_report', (party) => [{ station_id: `CS-${party}`, kind: 'monitors', request_id: 9 }])
  await putForEach('station_report_part', (party) => [
    { station_id: `CS-${party}`, kind: 'monitors', request_id: 9, seq_no: 0, last: true },
  ])
  for (const status of ['downloading', 'published', 'unpublished', 'checksum-invalid']) {
    await putForEach('firmware_publication', (party) => [
      {
        ...{
          id: `FP-${party}-${status}`,
          station_id: `CS-${party}`,
          party_id: party,
          command_id: `FP-${party}-${status}`,
        },
        ...{ request_id: 3, checksum: 'abc', status, requested_at: AT, status_at: AT, expires_at: AT },
      },
    ])
  }
  await put('command', commandOf('default', 'another', 'queued'))
}
