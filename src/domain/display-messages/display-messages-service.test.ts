import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { MAX_MESSAGES } from './display-message-store.ts'
import { createDisplayMessages, type ToldMessage } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const display = createDisplayMessages({ database, clock })

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const message = (id: number, change: Partial<ToldMessage> = {}): ToldMessage => ({
  ...{ id, priority: 'normal-cycle', wordings: [{ format: 'utf8', content: 'Hello' }] },
  ...change,
})
const now = () => new Date(clock.nowMs())
const set = (told: ToldMessage) => display.learn(stationId, { kind: 'set', message: told })
const part = (requestId: number, toBeContinued: boolean, ...messages: ToldMessage[]) =>
  display.recordPart({ stationId, requestId, toBeContinued, messages })
const answer = (requestId: number, change: { whole?: boolean; empty?: boolean; ids?: number[] } = {}) =>
  display.learn(stationId, { kind: 'report', requestId, whole: true, empty: false, ids: [], ...change })
const seen = () => display.get(everyParty, stationId)
const ids = async () => (await seen()).messages.map(({ id }) => id)

describe('a message', () => {
  test('is kept with all that was said, and replaced by one of the same id (O06.FR.01)', async () => {
    const full = message(1, {
      priority: 'in-front',
      state: 'charging',
      startsAt: new Date('2026-03-01T11:00:00Z'),
      endsAt: new Date('2026-03-02T12:00:00Z'),
      reference: 'tx-1',
      display: { component: 'Display', evseId: 1 },
      wordings: [
        { format: 'utf8', language: 'en', content: 'Hello' },
        { format: 'ascii', language: 'de', content: 'Hallo' },
      ],
    })
    await set(full)
    expect((await seen()).messages).toEqual([{ ...full, setAt: now() }])
    await set(message(1))
    expect((await seen()).messages).toEqual([{ ...message(1), setAt: now() }])
  })

  test('O01.FR.07: is gone past its end', async () => {
    await set(message(1, { endsAt: new Date(clock.nowMs() + 1_000) }))
    expect(await ids()).toEqual([1])
    clock.advance(1_000)
    expect(await ids()).toEqual([])
  })

  test('O01.FR.16: always in front is one only', async () => {
    await set(message(1, { priority: 'always-front' }))
    await set(message(2))
    await set(message(3, { priority: 'always-front' }))
    expect(await ids()).toEqual([2, 3])
  })

  test('O05: cleared is gone', async () => {
    await set(message(1))
    await display.learn(stationId, { kind: 'cleared', id: 1 })
    expect(await ids()).toEqual([])
  })

  test('of which there are too many, or that is too long, is bounded', async () => {
    await part(1, false, ...Array.from({ length: MAX_MESSAGES + 5 }, (_, id) => message(id)))
    expect(await ids()).toHaveLength(MAX_MESSAGES)
    const content = 'x'.repeat(30_000)
    await set(
      message(1, {
        wordings: [
          { format: 'utf8', content },
          { format: 'utf8', content },
        ],
      }),
    )
    const [, long] = (await seen()).messages
    expect(long?.wordings).toEqual([{ format: 'utf8', content: content.slice(0, 1_024) }])
  })

  test('is not seen by another party', async () => {
    await expect(display.get({ partyIds: ['north'] }, stationId)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('what the station tells of its messages', () => {
  test('O03: comes in parts without numbers; what a whole report leaves out is gone once it is complete', async () => {
    await set(message(9))
    clock.advance(1_000)
    await answer(7)
    expect(await part(7, true, message(1))).toMatchObject({ complete: false, missing: [] })
    expect(await ids()).toEqual([1, 9])
    expect(await part(7, false, message(2))).toMatchObject({ complete: true, parts: 2 })
    expect(await ids()).toEqual([1, 2])
  })

  test('O03.FR.06, O04.FR.02: none at all, or none of those that were asked for', async () => {
    await set(message(1))
    await set(message(2))
    clock.advance(1_000)
    await answer(7, { whole: false, empty: true, ids: [1] })
    expect(await ids()).toEqual([2])
    await answer(8, { empty: true })
    expect(await ids()).toEqual([])
  })

  test('O04: with criteria takes nothing away', async () => {
    await set(message(1))
    clock.advance(1_000)
    await answer(7, { whole: false })
    await part(7, false, message(2))
    expect(await ids()).toEqual([1, 2])
  })
})
