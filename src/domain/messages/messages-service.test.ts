import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty, ManualClock, type Metrics, noMetrics, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createMessages, LONGEST_FRAME, type LoggedMessage, type Messages, type MessagesOptions } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const messagesWith = (options: Partial<MessagesOptions> = {}) =>
  createMessages({ database, clock, logger: silentLogger, ...options })

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
  await database.query(
    '',
    `INSERT INTO station (id, party_id)
     SELECT 'CS-' || n, 'default' FROM generate_series(1, 9) n UNION SELECT 'CS-other', 'other'`,
    [],
  )
})

const said = (stationId: string, change: Partial<LoggedMessage> = {}): LoggedMessage => ({
  stationId,
  at: new Date(clock.nowMs()),
  direction: 'in',
  kind: 'call',
  action: 'Heartbeat',
  messageId: 'm-1',
  frame: '[2,"m-1","Heartbeat",{}]',
  ...change,
})

/** Hands a message over as the gateway does. */
function log(messages: Messages, { stationId, at, ...record }: LoggedMessage): void {
  messages.log(stationId, at.getTime(), record)
}

/** Metrics that remember what was counted, by the label. */
function counting(): { metrics: Metrics; counted: Map<string, number> } {
  const counted = new Map<string, number>()
  const count = (by: number, labels: object) => {
    for (const reason of Object.values(labels)) counted.set(reason, (counted.get(reason) ?? 0) + by)
  }
  return { counted, metrics: { ...noMetrics, counter: () => ({ add: (by = 1, labels) => count(by, labels ?? {}) }) } }
}

test('what was said is kept as it was said, newest first, also within one millisecond', async () => {
  const messages = messagesWith()
  const call = said('CS-1')
  const result = said('CS-1', { direction: 'out', kind: 'result', frame: '[3,"m-1",{}]', note: 'late' })
  log(messages, call)
  log(messages, result)
  await messages.flush()
  expect(await messages.list(everyParty, { stationId: 'CS-1' }, { limit: 10 })).toEqual({ items: [result, call] })
})

test('it is written without anybody waiting: a moment after the first, or as soon as many have gathered', async () => {
  const messages = messagesWith({ perStationPerSecond: 1_000 })
  log(messages, said('CS-2'))
  clock.advance(100)
  for (let count = 0; count < 500; count++) log(messages, said('CS-2'))
  await messages.flush()
  expect((await messages.list(everyParty, { stationId: 'CS-2' }, { limit: 1_000 })).items).toHaveLength(501)
})

test('A-15: no password, no key is stored', async () => {
  const messages = messagesWith()
  const payload = { key: 'AuthorizationKey', value: '0123456789abcdef0123' }
  log(messages, said('CS-3', { frame: JSON.stringify([2, '1', 'ChangeConfiguration', payload]) }))
  await messages.flush()
  const { rows } = await database.query<{ frame: string }>(
    '',
    "SELECT frame FROM message_log WHERE station_id = 'CS-3'",
    [],
  )
  expect(rows).toEqual([{ frame: '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"***"}]' }])
})

test('a frame of any length and any characters is kept by its beginning', async () => {
  const messages = messagesWith()
  log(messages, said('CS-4', { frame: 'x\0'.repeat(LONGEST_FRAME), action: 'A'.repeat(5_000), note: 'n\0' }))
  await messages.flush()
  const [found] = (await messages.list(everyParty, { stationId: 'CS-4' }, { limit: 1 })).items
  expect(found?.frame).toMatch(/… \(16384 more characters\)$/)
  expect(found?.frame.length).toBeLessThan(LONGEST_FRAME + 40)
  expect(found).toMatchObject({ note: 'n\uFFFD', action: 'A'.repeat(255) })
})

test('what stations write in other letters is kept to the last of them, one message beside the other', async () => {
  const messages = messagesWith()
  const frames = ['é'.repeat(5_000), '\u{1F50C}'.repeat(8_000), '中'.repeat(16_000), 'a\ud800', '']
  for (const frame of frames) log(messages, said('CS-9', { frame, note: 'ü\u{1F50C}', action: '充电' }))
  await messages.flush()
  const { items } = await messages.list(everyParty, { stationId: 'CS-9' }, { limit: 10 })
  const kept = items.map(({ frame, note, action }) => ({ frame, note, action })).reverse()
  expect(kept).toEqual(frames.map((frame) => ({ frame: frame.toWellFormed(), note: 'ü\u{1F50C}', action: '充电' })))
})

test('beyond the budgets messages are dropped and counted, and no flood silences others', async () => {
  const { metrics, counted } = counting()
  const messages = messagesWith({ metrics, perSecondBudget: 6, perStationPerSecond: 4, maxQueued: 8 })
  const flood = (stationId: string) => {
    for (let count = 0; count < 5; count++) log(messages, said(stationId))
  }
  clock.advance(1_000)
  flood('CS-5')
  flood('CS-6')
  expect(counted).toEqual(
    new Map([
      ['station-budget', 1],
      ['budget', 3],
    ]),
  )
  clock.advance(50)
  clock.advance(950)
  await messages.flush()
  for (const _ of Array(3)) flood('CS-5')
  await messages.flush()
  const kept = async (stationId: string) =>
    (await messages.list(everyParty, { stationId }, { limit: 100 })).items.length
  expect([await kept('CS-5'), await kept('CS-6')]).toEqual([8, 2])
})

test('while the database is behind, a bounded number waits', async () => {
  const { metrics, counted } = counting()
  const messages = messagesWith({ metrics, maxQueued: 3 })
  for (let count = 0; count < 5; count++) log(messages, said('CS-7'))
  expect(counted).toEqual(new Map([['queue', 2]]))
  await messages.flush()
  log(messages, said('CS-7'))
  await messages.flush()
  expect((await messages.list(everyParty, { stationId: 'CS-7' }, { limit: 10 })).items).toHaveLength(4)
})

test('messages are found by time, action and text, page by page, each once', async () => {
  const messages = messagesWith()
  const from = new Date(clock.nowMs())
  for (const name of ['Authorize', 'StatusNotification', 'Authorize', 'Authorize']) {
    log(messages, said('CS-8', { action: name, frame: `[2,"1","${name}",{"note":"100%"}]` }))
  }
  clock.advance(1_000)
  const to = new Date(clock.nowMs())
  log(messages, said('CS-8', { action: 'Authorize' }))
  await messages.flush()
  const filter = { stationId: 'CS-8', from, to, action: 'Authorize', search: '100%' }
  const first = await messages.list(everyParty, filter, { limit: 2 })
  const rest = await messages.list(everyParty, filter, { limit: 2, cursor: first.nextCursor ?? '' })
  expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, undefined])
  const cursor = Buffer.from('["x","y"]').toString('base64url')
  await expect(messages.list(everyParty, filter, { limit: 2, cursor })).rejects.toMatchObject({ code: 'invalid' })
})

test('another party cannot read them', async () => {
  const scope = { partyIds: ['other'] }
  await expect(messagesWith().list(scope, { stationId: 'CS-1' }, { limit: 1 })).rejects.toMatchObject({
    code: 'not-found',
  })
})
