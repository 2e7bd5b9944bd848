import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { liveSubject } from '#domain/live'
import { everyParty, ManualClock, silentLogger, subjectWord } from '#kernel'
import { testDatabase } from '#test/database'
import { COMMAND_SUBJECT, type CommandMove, createCommands, type NewCommand } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const bus = memoryBus({ logger: silentLogger })
const clock = new ManualClock('2026-03-01T12:00:00Z')
const WAITING_LIMIT = 5
const secretKey = new Uint8Array(32).fill(7)
const commands = createCommands({
  database,
  bus,
  clock,
  logger: silentLogger,
  secretKey,
  limits: { waitingPerStation: WAITING_LIMIT },
})

let stationId = ''
let count = 0
async function newStation() {
  count += 1
  stationId = `CS.${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
}
beforeEach(async () => {
  await database.query('', 'DELETE FROM command', [])
  await newStation()
})

const reset = (change: Partial<NewCommand> = {}): NewCommand => ({
  stationId,
  kind: 'reset',
  request: { when: 'when-idle' },
  requestedBy: 'ada',
  ...change,
})
const submit = (change: Partial<NewCommand> = {}) => commands.submit(everyParty, reset(change))
const answered: CommandMove = { state: 'answered', result: { status: 'Accepted' } }

/** A node that holds the station: what it is asked to send. */
function holdStation() {
  const asked: unknown[] = []
  const subscription = bus.answer(COMMAND_SUBJECT(subjectWord(stationId)), async ({ commandId }) => {
    asked.push(commandId)
    return { version: 1 }
  })
  return { asked, stop: () => subscription.stop() }
}

async function connect(at: Date) {
  await database.query(
    '',
    `INSERT INTO station_presence (station_id, epoch, connected, connected_at) VALUES ($1, 1, true, $2)
     ON CONFLICT (station_id) DO UPDATE SET connected = true, connected_at = excluded.connected_at`,
    [stationId, at],
  )
}

describe('F-07: a command that is submitted', () => {
  test('is stored, and handed to the node that holds the station', async () => {
    const node = holdStation()
    const command = await submit()
    node.stop()
    expect(node.asked).toEqual([command.id])
    expect(await commands.get(everyParty, command.id)).toEqual(command)
    expect(command).toMatchObject({
      state: 'queued',
      kind: 'reset',
      request: { when: 'when-idle' },
      partyId: 'default',
    })
  })

  test('waits for a station that is away, oldest first, until it expires', async () => {
    const first = await submit({ expiresInS: 60 })
    clock.advance(1)
    const second = await submit({ expiresInS: 600 })
    expect(await commands.waiting(stationId)).toEqual([first.id, second.id])
    clock.advance(60_000)
    expect(await commands.waiting(stationId)).toEqual([second.id])
    expect(await commands.sweep()).toBe(1)
    expect(await commands.get(everyParty, first.id)).toMatchObject({
      state: 'expired',
      result: { error: { code: 'expired' } },
    })
  })

  test('expires at once when it is for now or never and nobody holds the station', async () => {
    expect(await submit({ expiresInS: 0 })).toMatchObject({ state: 'expired', result: { error: { code: 'expired' } } })
  })

  test('stays queued when it is for now and somebody holds the station', async () => {
    const node = holdStation()
    const command = await submit({ expiresInS: 0 })
    node.stop()
    clock.advance(2_000)
    expect(await commands.sweep()).toBe(0)
    expect(await commands.get(everyParty, command.id)).toMatchObject({ state: 'queued' })
  })

  test.each([-1, 604_801, Number.NaN])('cannot wait %d seconds', async (expiresInS) => {
    await expect(submit({ expiresInS })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is sent although the platform would not advise it, and says so', async () => {
    const request = { evseId: 7, token: 'nobody' }
    expect(await submit({ kind: 'start-transaction', request })).toMatchObject({
      state: 'queued',
      warnings: ['The station is not connected.', 'The station has never told of EVSE 7.', 'The token is not known.'],
    })
    expect(await submit({ kind: 'stop-transaction', request: { reference: 'gone' } })).toMatchObject({
      warnings: ['The station is not connected.', 'The transaction is not known at this station.'],
    })
  })

  test('is not warned of where all is as it should be', async () => {
    await connect(new Date(clock.nowMs()))
    await database.query(
      '',
      `INSERT INTO connector (station_id, evse_id, connector_id, status, status_at, ordered_at, received_at)
       VALUES ($1, 1, 1, 'available', now(), now(), now())`,
      [stationId],
    )
    await database.query('', "INSERT INTO token (id, party_id, value, kind) VALUES ($1, 'default', $1, 'rfid')", [
      stationId,
    ])
    const request = { evseId: 1, token: stationId.toLowerCase() }
    expect(await submit({ kind: 'start-transaction', request })).toMatchObject({ warnings: [] })
  })

  test('is bounded in number: one more than may wait is refused, and waiting makes room again', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: WAITING_LIMIT + 3 }, () => submit()))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(WAITING_LIMIT)
    await expect(submit()).rejects.toMatchObject({ code: 'too-many', details: { limit: WAITING_LIMIT } })
    clock.advance(60_000)
    await expect(submit()).resolves.toMatchObject({ state: 'queued' })
  })
})

describe('an idempotency key', () => {
  const key = () => ({ idempotencyKey: `key-${stationId}` })

  test('gives the same command again, also at the same time, and sends it once', async () => {
    const node = holdStation()
    const made = await Promise.all([submit(key()), submit(key()), submit(key())])
    node.stop()
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(node.asked).toEqual([made[0]?.id])
  })

  test('with another command is a conflict; somebody else may use it', async () => {
    const first = await submit(key())
    await expect(submit({ ...key(), request: { when: 'immediately' } })).rejects.toMatchObject({ code: 'conflict' })
    await expect(submit({ ...key(), kind: 'clear-cache', request: {} })).rejects.toMatchObject({ code: 'conflict' })
    expect((await submit({ ...key(), requestedBy: 'bob' })).id).not.toBe(first.id)
  })
})

describe('F-07: a command is settled exactly once', () => {
  test('by whatever comes first, whatever comes after', async () => {
    const moves: CommandMove[] = [
      { state: 'sent' },
      answered,
      { state: 'refused', result: { status: 'Rejected' } },
      { state: 'timed-out', result: {} },
      { state: 'lost', result: {} },
      { state: 'expired', result: {} },
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...moves), { minLength: 1, maxLength: 12 }), async (order) => {
        await newStation()
        const { id } = await submit()
        const took = await Promise.all(order.map((move) => commands.move(id, move)))
        const settling = order.filter((move, index) => took[index] && move.state !== 'sent')
        expect(settling.length).toBeLessThanOrEqual(1)
        const found = await commands.get(everyParty, id)
        expect(found.state).toBe(settling[0]?.state ?? (took.some(Boolean) ? 'sent' : 'queued'))
      }),
      { numRuns: 40 },
    )
  })

  test('what was sent can no longer expire', async () => {
    const { id } = await submit()
    expect(await commands.move(id, { state: 'sent' })).toBe(true)
    expect(await commands.move(id, { state: 'expired', result: {} })).toBe(false)
    expect(await commands.move(id, answered)).toBe(true)
    expect(await commands.get(everyParty, id)).toMatchObject({
      state: 'answered',
      result: { status: 'Accepted' },
      sentAt: new Date(clock.nowMs()),
      settledAt: new Date(clock.nowMs()),
    })
  })

  test('each move is told as it happens', async () => {
    const told: unknown[] = []
    const subject = liveSubject('default', stationId, 'command')
    const subscription = bus.subscribe(subject, (payload) => told.push([payload.state, payload.status]))
    const { id } = await submit()
    for (const move of [{ state: 'sent' } as const, answered, answered]) await commands.move(id, move)
    subscription.stop()
    expect(told).toEqual([
      ['queued', undefined],
      ['sent', undefined],
      ['answered', 'Accepted'],
    ])
  })

  test('a node that dies leaves what it sent behind: given up once its connection is gone', async () => {
    await connect(new Date(clock.nowMs()))
    const { id } = await submit({ expiresInS: 600 })
    await commands.move(id, { state: 'sent' })
    clock.advance(120_000)
    expect(await commands.sweep()).toBe(0)
    await connect(new Date(clock.nowMs()))
    expect(await commands.sweep()).toBe(1)
    expect(await commands.get(everyParty, id)).toMatchObject({ state: 'lost', result: { error: { code: 'lost' } } })
  })

  test('a result of any size keeps its status', async () => {
    const { id } = await submit()
    await commands.move(id, {
      state: 'answered',
      result: { status: 'Accepted', details: { text: 'x'.repeat(600_000) } },
    })
    expect(await commands.get(everyParty, id)).toMatchObject({
      result: { status: 'Accepted', details: { tooLong: expect.any(Number) } },
    })
  })
})

describe('A-15: a password that is set', () => {
  const password = 'a password of a station'
  const request = { variables: [{ component: 'SecurityCtrlr', name: 'BasicAuthPassword', value: password }] }
  const change = { kind: 'set-variables', request, idempotencyKey: 'set-password' } as const

  test('is seen by the node that sends it only, and forgotten once the command is settled', async () => {
    const command = await submit(change)
    expect(JSON.stringify(await commands.get(everyParty, command.id))).not.toContain(password)
    expect(JSON.stringify(await commands.list(everyParty, {}, { limit: 1_000 }))).not.toContain(password)
    expect(await commands.toSend(command.id)).toMatchObject({ request })
    await commands.move(command.id, answered)
    const { rows } = await database.query<{ text: string }>('', 'SELECT c::text AS text FROM command c', [])
    expect(rows.filter(({ text }) => text.includes(password))).toEqual([])
    expect((await submit(change)).id).toBe(command.id)
  })
})

describe('whose commands', () => {
  const scope = { partyIds: ['other'] }

  test('another party can neither see them nor command the station', async () => {
    const { id } = await submit()
    await expect(commands.get(scope, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(commands.submit(scope, reset())).rejects.toMatchObject({ code: 'not-found' })
    expect(await commands.list(scope, {}, { limit: 10 })).toEqual({ items: [] })
  })

  test('they are listed page by page, newest first, by station, state and kind', async () => {
    const made: string[] = []
    for (let index = 0; index < 3; index++) {
      clock.advance(1)
      made.unshift((await submit()).id)
    }
    const other = await submit({ kind: 'clear-cache', request: {} })
    await commands.move(other.id, answered)
    const filter = { stationId, state: 'queued', kind: 'reset' } as const
    const first = await commands.list(everyParty, filter, { limit: 2 })
    const rest = await commands.list(everyParty, filter, { limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(made)
    expect(rest.nextCursor).toBeUndefined()
  })
})

describe('A-15 secrets of a command', () => {
  const NEXT = 'the next password of it'
  const variables = [{ name: 'AuthorizationKey', value: NEXT }]
  const setting = () => ({ stationId, kind: 'set-variables', request: { variables }, requestedBy: 'me' }) as const
  const stored = async () => {
    const { rows } = await database.query<{ row: string }>('', 'SELECT c::text AS row FROM command c', [])
    return rows.map(({ row }) => row).join('\n')
  }

  test('are nowhere in the database to be read, while it waits and after it', async () => {
    await newStation()
    const { id } = await commands.submit(everyParty, { ...setting(), expiresInS: 600 })
    expect(await stored()).toContain('AuthorizationKey')
    expect(await stored()).not.toContain(NEXT)
    await commands.move(id, { state: 'sent' })
    await commands.move(id, { state: 'answered', result: { status: 'Accepted' } })
    expect(await stored()).not.toContain(NEXT)
    expect(await stored()).not.toContain('s1.')
  })

  test('go to the station as they were said, also over another process', async () => {
    await newStation()
    const { id } = await commands.submit(everyParty, { ...setting(), expiresInS: 600 })
    const options = { database, bus, clock, logger: silentLogger, secretKey, limits: { waitingPerStation: 5 } }
    expect(await createCommands(options).toSend(id)).toMatchObject({ request: { variables } })
    expect(JSON.stringify(await commands.get(everyParty, id))).not.toContain(NEXT)
  })

  test('tell a command from another with the same key while it is open', async () => {
    await newStation()
    const keyed = { ...setting(), expiresInS: 600, idempotencyKey: `secret of ${stationId}` }
    const { id } = await commands.submit(everyParty, keyed)
    expect(await commands.submit(everyParty, keyed)).toMatchObject({ id })
    const other = { ...keyed, request: { variables: [{ name: 'AuthorizationKey', value: 'another password' }] } }
    await expect(commands.submit(everyParty, other)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('under another key open no more, and nothing else is held up by that', async () => {
    await newStation()
    const { id } = await commands.submit(everyParty, { ...setting(), expiresInS: 600 })
    const plain = { stationId, kind: 'clear-cache', request: {}, requestedBy: 'me', expiresInS: 600 } as const
    clock.advance(1)
    const { id: next } = await commands.submit(everyParty, plain)
    const options = { database, bus, clock, logger: silentLogger, limits: { waitingPerStation: 5 } }
    const stranger = createCommands({ ...options, secretKey: new Uint8Array(32).fill(8) })
    await expect(stranger.toSend(id)).rejects.toMatchObject({ code: 'conflict' })
    expect(await stranger.waiting(stationId)).toEqual([id, next])
    expect(await stranger.toSend(next)).toMatchObject({ id: next })
  })
})
