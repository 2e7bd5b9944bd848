import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createReservations, type NewReservation, type ReservationName } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const reservations = createReservations({ database, clock })

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const expiresAt = () => new Date(clock.nowMs() + 60_000)
async function asked(change: Partial<NewReservation> = {}): Promise<ReservationName> {
  const name = await reservations.next()
  const wanted = { stationId, partyId: 'default', commandId: 'c1', token: 'ALICE', tokenKind: 'rfid' }
  await reservations.asked(name, { ...wanted, expiresAt: expiresAt(), ...change })
  return name
}
const state = async ({ id }: ReservationName) => (await reservations.get(everyParty, id)).state
const answered = ({ number }: ReservationName, accepted: boolean) =>
  reservations.answered(stationId, number, accepted, accepted ? 'Accepted' : 'Occupied')

/** A transaction that says it was started for this number. */
async function transaction(number: number): Promise<string> {
  count += 1
  const id = `t-${count}`
  const text = `INSERT INTO transaction (id, station_id, party_id, reference, numbered, status, first_event_at,
    last_event_at, received_at, updated_at, reservation_id)
    VALUES ($1, $2, 'default', $1, false, 'active', $3, $3, $3, $3, $4)`
  await database.query('', text, [id, stationId, new Date(clock.nowMs()), number])
  return id
}

test('numbers are positive, within int32, and never given twice', async () => {
  const names = await Promise.all(Array.from({ length: 20 }, () => reservations.next()))
  for (const { number } of names) expect(number).toBeGreaterThan(0)
  expect(new Set(names.map(({ number }) => number)).size).toBe(20)
  await database.query('', "SELECT setval('reservation_number', 2147483647)", [])
  expect((await reservations.next()).number).toBe(1)
})

test('2.x H01.FR.16 the end of one whose number cannot be ours is nobody’s concern', async () => {
  const held = await asked()
  await reservations.ended(stationId, 2 ** 31, 'removed', 'Removed')
  expect(await state(held)).toBe('asked')
})

describe('a reservation', () => {
  test('may be held as soon as it is asked for, and is or is not once it is answered', async () => {
    const [yes, no] = [await asked(), await asked()]
    expect(await state(yes)).toBe('asked')
    await answered(yes, true)
    await answered(no, false)
    expect([await state(yes), await state(no)]).toEqual(['active', 'refused'])
    expect(await reservations.get(everyParty, no.id)).toMatchObject({ status: 'Occupied' })
  })

  test('is over when its time is, also where no station tells so; one that was refused stays refused', async () => {
    const [held, unanswered, refused] = [await asked(), await asked(), await asked()]
    await answered(held, true)
    await answered(refused, false)
    clock.advance(59_999)
    expect([await state(held), await state(unanswered)]).toEqual(['active', 'asked'])
    clock.advance(1)
    expect([await state(held), await state(unanswered), await state(refused)]).toEqual([
      'expired',
      'expired',
      'refused',
    ])
    const { items } = await reservations.list(everyParty, { stationId, state: 'expired' }, { limit: 10 })
    expect(items.map(({ id }) => id).sort()).toEqual([held.id, unanswered.id].sort())
  })

  test('H01.FR.15 is used once a transaction bears its number, whenever that is told and whatever else was', async () => {
    const name = await asked()
    await answered(name, true)
    await reservations.ended(stationId, name.number, 'expired', 'Expired')
    const first = await transaction(name.number)
    await transaction(name.number)
    expect(await reservations.get(everyParty, name.id)).toMatchObject({ state: 'used', transactionId: first })
  })

  test('is not used by a transaction of another station with that number', async () => {
    const name = await asked()
    await answered(name, true)
    stationId = 'CS-elsewhere'
    await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-elsewhere', 'default')", [])
    await transaction(name.number)
    expect(await state(name)).toBe('active')
  })

  test.each([
    ['removed', 'answered', 'removed'],
    ['removed', 'cancelled', 'cancelled'],
    ['cancelled', 'removed', 'cancelled'],
    ['expired', 'removed', 'expired'],
    ['withdrawn', 'answered', 'refused'],
  ] as const)('that was %s and then %s is %s', async (first, second, expected) => {
    const name = await asked()
    const tell = (what: typeof first | typeof second) => {
      if (what === 'answered') return answered(name, true)
      if (what === 'cancelled') return reservations.cancelled(stationId, name.number)
      if (what === 'withdrawn') return reservations.withdrawn(stationId, name.number)
      return reservations.ended(stationId, name.number, what, 'Said')
    }
    await tell(first)
    await tell(second)
    expect(await state(name)).toBe(expected)
  })

  test('H01.FR.02 that is asked for again under its name is another one in its place', async () => {
    const name = await asked()
    await answered(name, true)
    const other = {
      ...{ stationId, partyId: 'default', commandId: 'c2', token: 'BOB', tokenKind: 'central' },
      ...{ evseId: 2, expiresAt: expiresAt() },
    }
    await reservations.asked(name, other)
    const found = await reservations.get(everyParty, name.id)
    expect(found).toMatchObject({ state: 'asked', token: 'BOB', evseId: 2, commandId: 'c2', number: name.number })
    expect(found.status).toBeUndefined()
  })

  test('H01.FR.02 that a station has changed is held in the same breath: no crash leaves it asked for', async () => {
    const name = await asked()
    await answered(name, true)
    const bob = { stationId, partyId: 'default', commandId: 'c2', token: 'BOB', tokenKind: 'central' }
    await reservations.changed(name, { ...bob, expiresAt: expiresAt() }, 'Accepted')
    expect(await reservations.get(everyParty, name.id)).toMatchObject({
      ...{ state: 'active', token: 'BOB', status: 'Accepted', commandId: 'c2', number: name.number },
    })
  })
})

test('reservations are seen by their party alone, and found by token in any case, page by page', async () => {
  const first = await asked({ token: 'Zoe' })
  clock.advance(1)
  const second = await asked({ token: 'ZOE' })
  const filter = { token: 'zoe' }
  const page = await reservations.list(everyParty, filter, { limit: 1 })
  const rest = await reservations.list(everyParty, filter, { limit: 1, cursor: page.nextCursor ?? '' })
  expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([second.id, first.id])
  const other = { partyIds: ['other'] }
  await expect(reservations.get(other, first.id)).rejects.toMatchObject({ code: 'not-found' })
  expect((await reservations.list(other, filter, { limit: 10 })).items).toEqual([])
})
