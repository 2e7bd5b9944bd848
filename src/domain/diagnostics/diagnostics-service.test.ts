import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import type { Command } from '#domain/commands'
import { everyParty, ManualClock, newId, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { testFiling } from '#test/filing'
import { createDiagnostics } from './index.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const filing = await testFiling({ database, bus: memoryBus({ logger: silentLogger }), clock })
const { diagnostics, files } = filing
afterAll(async () => {
  await filing.close()
  await database.close()
})

beforeAll(async () => {
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-1', 'default')", [])
})

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** A log that the station is asked for, with the ticket it may bring it by. */
async function asked() {
  clock.advance(1)
  const at = new Date(clock.nowMs())
  const command: Command<'get-log'> = {
    ...{ id: newId(clock.nowMs()), stationId: 'CS-1', partyId: 'default', kind: 'get-log', state: 'queued' },
    ...{ request: { log: 'security' }, warnings: [], requestedBy: 'me', createdAt: at, expiresAt: at },
  }
  const target = await diagnostics.prepare({ command, requestId: 1 })
  const { items } = await diagnostics.list(everyParty, {}, { limit: 1 })
  return { command, ticket: 'ticket' in target ? target.ticket : '', logId: items[0]?.id ?? '' }
}

test('the same command asked again is the same log, and its ticket the same', async () => {
  const { command, ticket, logId } = await asked()
  expect(await diagnostics.prepare({ command, requestId: 2 })).toEqual({ ticket })
  expect(await diagnostics.get(everyParty, logId)).toMatchObject({
    requestId: 2,
    kind: 'security',
    status: 'requested',
  })
})

test('a log whose upload broke off may come again; once it is here it may not', async () => {
  const { ticket, logId } = await asked()
  const broken = (async function* () {
    yield Buffer.from('half')
    throw new Error('hung up')
  })()
  await expect(diagnostics.receive(ticket, 'a.log', broken)).rejects.toThrow('hung up')
  expect(await diagnostics.expects(ticket)).toBe(true)
  await diagnostics.receive(ticket, undefined, pieces('whole'))
  expect(await diagnostics.expects(ticket)).toBe(false)
  await expect(diagnostics.receive(ticket, 'a.log', pieces('again'))).rejects.toMatchObject({ code: 'conflict' })
  expect(await diagnostics.get(everyParty, logId)).toMatchObject({ file: { name: `${logId}.log`, sizeBytes: 5 } })
})

test('one that was removed while its file came keeps nothing', async () => {
  const { ticket, logId } = await asked()
  const slow = (async function* () {
    yield Buffer.from('x')
    await diagnostics.remove(everyParty, logId)
  })()
  await expect(diagnostics.receive(ticket, 'a.log', slow)).rejects.toMatchObject({ code: 'not-found' })
  await expect(files.read('logs', logId)).rejects.toMatchObject({ code: 'not-found' })
})

test('a command that never reached its station ends the log', async () => {
  const { command, logId } = await asked()
  const text = `INSERT INTO command (id, station_id, party_id, kind, request, state, requested_by, created_at, expires_at)
    VALUES ($1, 'CS-1', 'default', 'get-log', '{}', 'expired', 'me', $2, $2)`
  await database.query('', text, [command.id, command.createdAt])
  expect(await diagnostics.sweep()).toBe(1)
  expect(await diagnostics.get(everyParty, logId)).toMatchObject({ status: 'refused', outcome: 'failed' })
  expect(await diagnostics.sweep()).toBe(0)
})

test('old logs go with their files, the oldest first and some at a time', async () => {
  const old = await asked()
  await diagnostics.receive(old.ticket, 'old.log', pieces('old'))
  clock.advance(86_400_000)
  const before = new Date(clock.nowMs())
  const fresh = await asked()
  await diagnostics.receive(fresh.ticket, 'new.log', pieces('new'))
  while ((await diagnostics.removeBefore(before, 2)) > 0);
  await expect(files.read('logs', old.logId)).rejects.toMatchObject({ code: 'not-found' })
  const { items } = await diagnostics.list(everyParty, {}, { limit: 100 })
  expect(items.map(({ id }) => id)).toEqual([fresh.logId])
})

test('N01.FR.09 a log that has ended stays ended at that time, whatever comes late or again', async () => {
  const { command, logId } = await asked()
  const report = () =>
    diagnostics.report({ stationId: 'CS-1', requestId: 1, status: 'uploaded', at: new Date(clock.nowMs()) })
  const finishedAt = new Date(clock.nowMs())
  await report()
  clock.advance(60_000)
  await report()
  const details = { fileName: 'late.log' }
  await diagnostics.settle(command, { state: 'answered', result: { status: 'Accepted', details } })
  expect(await diagnostics.get(everyParty, logId)).toMatchObject({
    ...{ status: 'uploaded', announcedName: 'late.log', statusAt: finishedAt, finishedAt },
  })
})

describe('a file whose end nobody can tell from its breaking off', () => {
  const said = (status: 'uploading' | 'failed' | 'uploaded') =>
    diagnostics.report({ stationId: 'CS-1', requestId: 1, status, at: new Date(clock.nowMs()) })
  const doubtOf = async (logId: string) => (await diagnostics.get(everyParty, logId)).file?.doubt

  test('is kept and marked where nobody waited for it to be taken, and may come again until it is whole', async () => {
    const { ticket, logId } = await asked()
    await diagnostics.receive(ticket, 'a.log', pieces('half'), () => false)
    expect(await diagnostics.get(everyParty, logId)).toMatchObject({ file: { sizeBytes: 4, doubt: 'broke-off' } })
    expect(await diagnostics.expects(ticket)).toBe(true)
    await diagnostics.receive(ticket, 'a.log', pieces('the whole'))
    expect(await diagnostics.get(everyParty, logId)).toMatchObject({ file: { sizeBytes: 9 } })
    expect(await doubtOf(logId)).toBeUndefined()
    expect(await diagnostics.expects(ticket)).toBe(false)
  })

  test('is as whole as the station says, before it is here or after', async () => {
    const after = await asked()
    await diagnostics.receive(after.ticket, 'a.log', pieces('all'), () => false)
    await said('uploaded')
    expect(await doubtOf(after.logId)).toBeUndefined()
    const before = await asked()
    await said('uploaded')
    await diagnostics.receive(before.ticket, 'a.log', pieces('all'), () => false)
    expect(await doubtOf(before.logId)).toBeUndefined()
  })

  test('N01.FR.10 of an upload that failed by the word of its station may come again, and is good once it did', async () => {
    const { ticket, logId } = await asked()
    await said('uploading')
    await diagnostics.receive(ticket, 'a.log', pieces('half'))
    expect(await doubtOf(logId)).toBeUndefined()
    await said('failed')
    expect(await diagnostics.get(everyParty, logId)).toMatchObject({
      ...{ status: 'failed', outcome: 'failed', file: { sizeBytes: 4, doubt: 'upload-failed' } },
    })
    await diagnostics.receive(ticket, 'a.log', pieces('the whole'))
    await said('uploaded')
    expect(await diagnostics.get(everyParty, logId)).toMatchObject({ outcome: 'uploaded', file: { sizeBytes: 9 } })
    await said('failed')
    expect(await doubtOf(logId)).toBeUndefined()
  })

  test('an upload that failed before anything was here raises no doubt about what comes after', async () => {
    const { ticket, logId } = await asked()
    await said('failed')
    await diagnostics.receive(ticket, 'a.log', pieces('all'))
    expect(await doubtOf(logId)).toBeUndefined()
  })
})

test('of two that bring a log to two nodes at once one is kept, whole, and the other is told', async () => {
  const { ticket, logId } = await asked()
  const other = createDiagnostics({ ...filing.options, files })
  const late = (async function* () {
    yield Buffer.from('the second, longer')
    await other.receive(ticket, 'one.log', pieces('first'))
  })()
  await expect(diagnostics.receive(ticket, 'two.log', late)).rejects.toMatchObject({ code: 'conflict' })
  expect(await diagnostics.get(everyParty, logId)).toMatchObject({ file: { name: 'one.log', sizeBytes: 5 } })
  expect(await text(await files.read('logs', logId))).toBe('first')
})

test('what was not heard of to its end is over once its ticket is: here where its file is, else failed; what is told later counts', async () => {
  const [brought, silent] = [await asked(), await asked()]
  await diagnostics.receive(brought.ticket, 'a.log', pieces('all'))
  clock.advance(3_600_000)
  expect(await diagnostics.sweep()).toBeGreaterThanOrEqual(2)
  expect(await diagnostics.get(everyParty, brought.logId)).toMatchObject({ outcome: 'uploaded' })
  expect(await diagnostics.get(everyParty, silent.logId)).toMatchObject({ status: 'requested', outcome: 'failed' })
  expect(await diagnostics.sweep()).toBe(0)
  await diagnostics.report({ stationId: 'CS-1', requestId: 1, status: 'uploaded', at: new Date(clock.nowMs()) })
  expect(await diagnostics.get(everyParty, silent.logId)).toMatchObject({ status: 'uploaded', outcome: 'uploaded' })
})
