import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import {
  type ChargingProfile,
  createSmartCharging,
  type NewChargingProfile,
  type ProfileReport,
  type SubmitProfile,
  type WantedProfile,
} from './index.ts'
import { MAX_PROFILES } from './profile-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const submitted: Parameters<SubmitProfile>[0][] = []
const smartCharging = createSmartCharging({
  ...{ database, clock, logger: silentLogger },
  submit: async (profile) => submitted.push(profile),
})
const now = () => new Date(clock.nowMs())

let stationId = ''
let count = 0
beforeEach(async () => {
  clock.advance(1_000)
  submitted.length = 0
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const profile = (change: Partial<NewChargingProfile> = {}, limit = '16'): NewChargingProfile => ({
  ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
  schedules: [{ rateUnit: 'A', startAt: '2026-03-01T00:00:00Z', periods: [{ startS: 0, limit }] }],
  ...change,
})
let commands = 0
const wanted = (change: Partial<WantedProfile> = {}): WantedProfile => {
  commands += 1
  return { stationId, commandId: `command-${commands}`, evseId: 1, profile: profile(), ...change }
}
async function install(change: Partial<WantedProfile> = {}): Promise<number> {
  const one = wanted(change)
  const { profileId } = await smartCharging.prepare(one)
  await smartCharging.settle(stationId, one.commandId, 'accepted')
  return profileId
}
const listed = () => smartCharging.listProfiles(everyParty, stationId)
const ids = async () => (await listed()).map(({ profileId }) => profileId)

interface Run {
  readonly evseId?: number
  readonly startNumber?: number
  readonly numbered?: boolean
  readonly token?: string
}

async function run(reference: string, { evseId = 1, startNumber, numbered = false, token = 'ALICE' }: Run = {}) {
  await database.query(
    '',
    `INSERT INTO transaction (id, station_id, party_id, reference, numbered, status, evse_id, started_at, first_event_at,
       last_event_at, received_at, updated_at, remote_start_id, token_value)
     VALUES ($1, $2, 'default', $3, $4, 'active', $5, $6, $6, $6, $6, $6, $7, $8)`,
    [`${stationId}-${reference}`, stationId, reference, numbered, evseId, now(), startNumber ?? null, token],
  )
}
const end = (reference: string) =>
  database.query('', "UPDATE transaction SET status = 'ended' WHERE station_id = $1 AND reference = $2", [
    stationId,
    reference,
  ])

describe('F-01: a profile that is sent', () => {
  test('is noted before it goes out, with an id of its own, and stands when the station accepts it', async () => {
    const one = wanted()
    expect(await smartCharging.prepare(one)).toEqual({ profileId: 1, evseId: 1, profile: one.profile })
    expect(await listed()).toMatchObject([{ profileId: 1, standing: 'sent', source: 'operator', sentAt: now() }])
    await smartCharging.settle(stationId, one.commandId, 'accepted')
    expect(await listed()).toMatchObject([{ profileId: 1, standing: 'accepted', sent: one.profile }])
    expect(await install({ evseId: 2 })).toBe(2)
  })

  test('K01.FR.06 under an id of its own it is no duplicate of one that is there; without one it takes its place', async () => {
    const first = await install()
    await expect(smartCharging.prepare(wanted({ profileId: 7 }))).rejects.toMatchObject({
      ...{ code: 'conflict', details: { profileId: first } },
    })
    expect(await install({ profile: profile({}, '10') })).toBe(first)
    expect(await install({ profileId: first })).toBe(first)
    expect(await install({ profile: profile({ stackLevel: 1 }) })).toBe(2)
    expect(await ids()).toEqual([1, 2])
  })

  test('K01.FR.52 K01.FR.53 a default of one EVSE stands in the way of one for all', async () => {
    await install({ evseId: 2 })
    await expect(smartCharging.prepare(wanted({ evseId: 0 }))).rejects.toMatchObject({ code: 'conflict' })
  })

  test('K01.FR.39 two of one transaction need two stack levels', async () => {
    await run('T1')
    const of = { transactionReference: 'T1', profile: profile({ purpose: 'transaction' }) }
    const first = await install(of)
    await expect(smartCharging.prepare(wanted({ ...of, profileId: 9 }))).rejects.toMatchObject({ code: 'conflict' })
    expect(await install(of)).toBe(first)
    expect(await install({ ...of, profile: profile({ purpose: 'transaction', stackLevel: 1 }) })).toBe(2)
  })

  test('of two at once the second is judged after the first', async () => {
    const outcomes = await Promise.allSettled([5, 6].map((profileId) => smartCharging.prepare(wanted({ profileId }))))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('K01.FR.05 K01.FR.80 never takes the place or the id of a constraint from outside', async () => {
    await smartCharging.reported(report([{ profileId: 30, profile: outside }]))
    const station = { evseId: 0, profile: profile({ purpose: 'station-max' }) }
    await expect(smartCharging.prepare(wanted({ ...station, profileId: 30 }))).rejects.toMatchObject({
      code: 'conflict',
    })
    await tell('MaxExternalConstraintsId', '100')
    await expect(smartCharging.prepare(wanted({ ...station, profileId: 100 }))).rejects.toMatchObject({
      code: 'invalid',
    })
    expect(await install(station)).toBe(101)
  })

  test('a rule it breaks is told and nothing is noted', async () => {
    await expect(
      smartCharging.prepare(wanted({ evseId: 1, profile: profile({ purpose: 'station-max' }) })),
    ).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching('EVSE 0'),
    })
    await tell('RateUnit', 'W')
    await expect(smartCharging.prepare(wanted())).rejects.toMatchObject({ code: 'invalid' })
    expect(await listed()).toEqual([])
  })
})

const tell = (name: string, value: string) =>
  database.query(
    '',
    `INSERT INTO variable (station_id, component, name, attribute, value, updated_at)
     VALUES ($1, 'SmartChargingCtrlr', $2, 'Actual', $3, now())`,
    [stationId, name, value],
  )

describe('what becomes of it', () => {
  test('refused: it is gone, and what it was to replace is back', async () => {
    await install({ profile: profile({}, '10') })
    const before = await listed()
    const one = wanted({ profile: profile({}, '32') })
    await smartCharging.prepare(one)
    expect(await listed()).toMatchObject([{ standing: 'sent', sent: one.profile }])
    await smartCharging.settle(stationId, one.commandId, 'refused')
    expect(await listed()).toEqual(before)
    const other = wanted({ evseId: 2 })
    await smartCharging.prepare(other)
    await smartCharging.settle(stationId, other.commandId, 'unsent')
    expect(await listed()).toEqual(before)
  })

  test('unsure: it counts, until the station tells', async () => {
    const one = wanted()
    await smartCharging.prepare(one)
    await smartCharging.settle(stationId, one.commandId, 'unsure')
    expect(await listed()).toMatchObject([{ standing: 'unsure' }])
    await expect(smartCharging.prepare(wanted({ profileId: 9 }))).rejects.toMatchObject({ code: 'conflict' })
  })

  test('tried again, it is the same profile and still brings back what was before all tries', async () => {
    await install({ profile: profile({}, '10') })
    const before = await listed()
    const one = wanted({ profile: profile({}, '32') })
    for (const _ of [1, 2]) expect(await smartCharging.prepare(one)).toMatchObject({ profileId: 1 })
    await smartCharging.settle(stationId, one.commandId, 'refused')
    expect(await listed()).toEqual(before)
  })

  test('an older command settles nothing of a newer one', async () => {
    const [older, newer] = [wanted(), wanted({ profile: profile({}, '8') })]
    await smartCharging.prepare(older)
    await smartCharging.prepare(newer)
    await smartCharging.settle(stationId, older.commandId, 'refused')
    expect(await listed()).toMatchObject([{ standing: 'sent', sent: newer.profile }])
  })

  test('K02.FR.05 one of a transaction is gone with it; one that went along with a start follows what it began', async () => {
    const ofStart = { startNumber: 77, profile: profile({ purpose: 'transaction' }) }
    await install(ofStart)
    expect(await listed()).toHaveLength(1)
    await run('T1', { startNumber: 77 })
    expect(await listed()).toMatchObject([{ transactionReference: 'T1' }])
    await end('T1')
    expect(await listed()).toEqual([])
    await install(ofStart)
    clock.advance(3_600_001)
    expect(await listed()).toEqual([])
  })

  test('D-16 in 1.6, which does not tell what began by which start, it is the first of its token at that EVSE', async () => {
    await run('1', { numbered: true })
    await end('1')
    clock.advance(1)
    await install({ startNumber: 77, startToken: 'Alice', profile: profile({ purpose: 'transaction' }) })
    await run('2', { numbered: true, evseId: 2 })
    await run('other', { numbered: true, token: 'BOB' })
    expect(await listed()).toMatchObject([{ evseId: 1 }])
    expect((await listed())[0]).not.toHaveProperty('transactionReference')
    clock.advance(1)
    await run('3', { numbered: true })
    clock.advance(1)
    await run('4', { numbered: true })
    expect(await listed()).toMatchObject([{ transactionReference: '3' }])
    await end('3')
    expect(await listed()).toEqual([])
  })

  test('D-16 in 1.6 a start that is waited for no longer begins nothing, whenever somebody looks', async () => {
    await install({ startNumber: 77, startToken: 'ALICE', profile: profile({ purpose: 'transaction' }) })
    clock.advance(3_600_000)
    await run('late', { numbered: true })
    clock.advance(1)
    expect(await listed()).toEqual([])
  })

  test('cleared: by its id, or by all that is said of it, but never what others impose (2.1 K10.FR.08)', async () => {
    for (const evseId of [1, 2]) await install({ evseId })
    await install({ evseId: 2, profile: profile({ stackLevel: 1 }) })
    await smartCharging.reported(report([{ profileId: -1, profile: outside }]))
    await smartCharging.cleared(stationId, { profileId: 1 })
    expect((await ids()).sort()).toEqual([-1, 2, 3])
    await smartCharging.cleared(stationId, { evseId: 2, stackLevel: 1 })
    expect((await ids()).sort()).toEqual([-1, 2])
    await smartCharging.cleared(stationId, { stackLevel: 0 })
    expect(await ids()).toEqual([-1])
  })

  test.each([
    ['accepts', 'accepted', [{ profileId: 1, standing: 'accepted', sent: profile({}, '10') }]],
    ['refuses', 'refused', []],
  ] as const)('cleared: not what is on its way behind the clearing, which the station %s', async (_, outcome, left) => {
    await install()
    const askedAt = now()
    clock.advance(1)
    const next = wanted({ profile: profile({}, '10') })
    await smartCharging.prepare(next)
    await smartCharging.cleared(stationId, { evseId: 1 }, askedAt)
    await smartCharging.settle(stationId, next.commandId, outcome)
    expect(await listed()).toMatchObject(left)
    expect(await listed()).toHaveLength(left.length)
  })

  test('a station keeps so many profiles and no more', async () => {
    await database.query(
      '',
      `INSERT INTO charging_profile (station_id, profile_id, evse_id, purpose, stack_level, source, standing)
       SELECT $1, n, 1, 'transaction-default', n, 'operator', 'accepted' FROM generate_series(1, $2::int) n`,
      [stationId, MAX_PROFILES],
    )
    await expect(smartCharging.prepare(wanted())).rejects.toMatchObject({ code: 'too-many' })
    await smartCharging.reported(report([{ profileId: 9_999, profile: outside }]))
    expect(await ids()).not.toContain(9_999)
  })
})

const outside: ChargingProfile = { ...profile({}, '20'), purpose: 'external-constraints' }

function report(profiles: ProfileReport['profiles'], change: Partial<ProfileReport> = {}): ProfileReport {
  return {
    ...{ stationId, requestId: 5, evseId: 0, source: 'energy-management', toBeContinued: false },
    ...{ profiles, receivedAt: now() },
    ...change,
  }
}

describe('K09: what a station reports of its profiles', () => {
  test('stands beside what was sent, whatever the parts it comes in', async () => {
    const sent = await install({ evseId: 1 })
    clock.advance(1_000)
    await smartCharging.asked(stationId, 5, {})
    const differing: ChargingProfile = profile({}, '15.9')
    await smartCharging.reported(
      report([{ profileId: sent, profile: differing }], { evseId: 1, source: 'operator', toBeContinued: true }),
    )
    expect(await listed()).toHaveLength(1)
    await smartCharging.reported(report([{ profileId: 40, profile: outside }]))
    expect(await listed()).toMatchObject([
      { profileId: 40, standing: 'reported', source: 'energy-management', evseId: 0, reported: outside },
      { profileId: sent, standing: 'accepted', sent: profile(), reported: differing, reportedAt: now() },
    ])
  })

  test('that is complete, what it does not contain of what was asked for is not there', async () => {
    for (const evseId of [1, 2]) await install({ evseId })
    clock.advance(1_000)
    await smartCharging.asked(stationId, 5, { evseId: 1 })
    await smartCharging.reported(report([], { toBeContinued: true }))
    expect(await ids()).toEqual([1, 2])
    await smartCharging.reported(report([]))
    expect(await ids()).toEqual([2])
    await smartCharging.asked(stationId, 6, { purpose: 'transaction-default' })
    await smartCharging.reportedNone(stationId, 6)
    expect(await ids()).toEqual([])
  })

  test('what was sent while it was under way stays', async () => {
    await smartCharging.asked(stationId, 5, {})
    clock.advance(1)
    await install()
    await smartCharging.reported(report([]))
    expect(await ids()).toEqual([1])
  })

  test('that nobody has asked for takes nothing away', async () => {
    await install()
    clock.advance(1)
    await smartCharging.reported(report([], { requestId: 99 }))
    await smartCharging.reportedNone(stationId, 99)
    expect(await ids()).toEqual([1])
  })

  test('it makes sure of what was not', async () => {
    const one = wanted()
    const { profileId } = await smartCharging.prepare(one)
    await smartCharging.settle(stationId, one.commandId, 'unsure')
    await smartCharging.reported(report([{ profileId, profile: one.profile }]))
    expect(await listed()).toMatchObject([{ standing: 'accepted' }])
  })

  test('K09 of the old profile after a replacement that was not answered: that one stands, not the new one', async () => {
    await install({ profile: profile({}, '10') })
    const [before] = await listed()
    const one = wanted({ profile: profile({}, '32') })
    const { profileId } = await smartCharging.prepare(one)
    await smartCharging.settle(stationId, one.commandId, 'unsure')
    await smartCharging.reported(report([{ profileId, profile: profile({}, '10.0') }]))
    expect(await listed()).toMatchObject([{ ...before, standing: 'accepted', reported: profile({}, '10.0') }])
    // What was settled settles nothing more.
    await smartCharging.settle(stationId, one.commandId, 'accepted')
    expect(await listed()).toMatchObject([{ sent: before?.sent }])
  })

  test('K09 of the new one makes sure of it; of another it leaves things open', async () => {
    await install({ profile: profile({}, '10') })
    const one = wanted({ profile: profile({}, '32') })
    const { profileId } = await smartCharging.prepare(one)
    await smartCharging.settle(stationId, one.commandId, 'unsure')
    await smartCharging.reported(report([{ profileId, profile: profile({}, '20') }]))
    expect(await listed()).toMatchObject([{ standing: 'unsure', sent: one.profile, reported: profile({}, '20') }])
    await smartCharging.reported(report([{ profileId, profile: one.profile }]))
    expect(await listed()).toMatchObject([{ standing: 'accepted', sent: one.profile }])
  })

  test('K09 while a replacement is on its way: the old one is no sign that it will not arrive', async () => {
    await install({ profile: profile({}, '10') })
    const one = wanted({ profile: profile({}, '32') })
    const { profileId } = await smartCharging.prepare(one)
    await smartCharging.reported(report([{ profileId, profile: profile({}, '10') }]))
    expect(await listed()).toMatchObject([{ standing: 'sent', sent: one.profile }])
    await smartCharging.settle(stationId, one.commandId, 'accepted')
    expect(await listed()).toMatchObject([{ standing: 'accepted', sent: one.profile }])
  })

  test('a profile whose command came to its end without us, as when a node dies, is unsure', async () => {
    const one = wanted()
    await smartCharging.prepare(one)
    await database.query(
      '',
      `INSERT INTO command (id, station_id, party_id, kind, request, state, requested_by, created_at, expires_at)
       VALUES ($1, $2, 'default', 'set-charging-profile', '{}', 'lost', 'platform', now(), now())`,
      [one.commandId, stationId],
    )
    expect(await listed()).toMatchObject([{ standing: 'unsure' }])
  })

  test('of a station that is gone, or of any size, it is taken all the same', async () => {
    const periods = Array.from({ length: 20_000 }, (_, startS) => ({ startS, limit: '1.5' }))
    const huge = { ...outside, schedules: [{ rateUnit: 'A' as const, periods }] }
    await smartCharging.reported(report([{ profileId: 1, profile: huge }]))
    await smartCharging.reported(report([{ profileId: 1, profile: outside }], { stationId: 'CS-gone' }))
    expect(await listed()).toEqual([])
  })
})

test('another party sees nothing of it', async () => {
  const scope = { partyIds: ['other'] }
  const gone = { code: 'not-found' }
  await expect(smartCharging.listProfiles(scope, stationId)).rejects.toMatchObject(gone)
  await expect(smartCharging.listLimits(scope, stationId)).rejects.toMatchObject(gone)
  await expect(smartCharging.listNeeds(scope, stationId)).rejects.toMatchObject(gone)
  await expect(smartCharging.needsRule(scope, stationId)).rejects.toMatchObject(gone)
  await expect(smartCharging.changeNeedsRule(scope, stationId, { decides: 'never' })).rejects.toMatchObject(gone)
  await expect(smartCharging.schedules(scope, stationId, { evseId: 1, durationS: 60 })).rejects.toMatchObject(gone)
})
