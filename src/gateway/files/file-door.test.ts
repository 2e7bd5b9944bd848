import { createServer, request as httpRequest, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import type { Command } from '#domain/commands'
import { ManualClock, newId, silentLogger } from '#kernel'
import { directPeer } from '#ocpp/transport'
import { type TestDatabase, testDatabase } from '#test/database'
import { type Filing, testFiling } from '#test/filing'
import { createFileDoor } from './file-door.ts'
import { firmwarePath, logPath } from './file-path.ts'

const clock = new ManualClock('2026-03-01T12:00:00Z')
const content = Buffer.from('0123456789')
let database: TestDatabase
let filing: Filing
let server: Server
let base: string
let firmware: string

beforeAll(async () => {
  database = await testDatabase()
  filing = await testFiling({ database, bus: memoryBus({ clock, logger: silentLogger }), clock })
  const door = createFileDoor({
    ...filing,
    clock,
    logger: silentLogger,
    settings: { transfersAtOnce: 2, readPeer: directPeer },
  })
  server = createServer((request, response) => {
    if (!door(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
  await database.query('', "INSERT INTO station (id, party_id) VALUES ('CS-1', 'default')", [])
  const image = await filing.firmware.images.create({ partyId: 'default', vendor: 'Acme', version: '2' })
  const source = (async function* () {
    yield content
  })()
  await filing.firmware.images.putContent({ all: true }, image.id, source)
  const command = commandFor('update-firmware', { imageId: image.id })
  const order = await filing.firmware.prepareUpdate({ command, requestId: 1, signed: false })
  firmware = 'ticket' in order.image ? `${base}${firmwarePath(order.image.ticket, order.image.fileName)}` : ''
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await filing.close()
  await database.close()
})

function commandFor(kind: Command['kind'], request: Command['request']): Command {
  const at = new Date(clock.nowMs())
  return {
    ...{ id: newId(clock.nowMs()), stationId: 'CS-1', partyId: 'default', kind, request, state: 'queued' as const },
    ...{ warnings: [], requestedBy: 'me', createdAt: at, expiresAt: at },
  }
}

async function logUrl(): Promise<string> {
  const command = commandFor('get-log', { log: 'diagnostics' })
  const target = await filing.diagnostics.prepare({ command, requestId: 1 })
  return 'ticket' in target ? `${base}${logPath(target.ticket)}` : ''
}

describe('1.6 §8.1 · 2.x L01 firmware is fetched', () => {
  const ask = (range?: string, more: Record<string, string> = {}) =>
    fetch(firmware, { headers: { ...(range === undefined ? {} : { Range: range }), ...more } })

  test('whole, as often as it takes', async () => {
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask()
      expect(answer.status).toBe(200)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        ...{ 'accept-ranges': 'bytes', 'content-length': '10', 'content-type': 'application/octet-stream' },
        ...{ 'content-disposition': 'attachment; filename="firmware-2.bin"', 'cache-control': 'no-store' },
      })
      expect(await answer.text()).toBe('0123456789')
    }
  })

  test('from where a broken download ended', async () => {
    const answer = await ask('bytes=6-')
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe('bytes 6-9/10')
    expect(await answer.text()).toBe('6789')
    const etag = answer.headers.get('etag') ?? ''
    expect((await ask('bytes=6-', { 'If-Range': etag })).status).toBe(206)
    expect((await ask('bytes=6-', { 'If-Range': '"another"' })).status).toBe(200)
  })

  test('not from behind its end', async () => {
    const answer = await ask('bytes=10-')
    expect(answer.status).toBe(416)
    expect(answer.headers.get('content-range')).toBe('bytes */10')
  })

  test('or only asked about', async () => {
    const answer = await fetch(firmware, { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe('10')
  })
})

test('what is no file is left to others', async () => {
  for (const path of ['/', '/files', '/files/firmware/', '/files/other/x']) {
    expect((await fetch(`${base}${path}`)).status, path).toBe(418)
  }
})

describe('bounds', () => {
  /** A transfer that has begun and does not go on. */
  async function stalled(): Promise<{ end: Promise<unknown> }> {
    const request = httpRequest(await logUrl(), { method: 'PUT' })
    const end = new Promise((resolve) => {
      request.on('error', resolve)
      request.on('response', (response) => resolve(response.statusCode))
    })
    request.write('x')
    return { end }
  }

  test('of transfers at once: one more is told to come back; of idleness: a minute', async () => {
    const [one, two] = [await stalled(), await stalled()]
    await expect.poll(async () => (await fetch(firmware)).status).toBe(503)
    expect((await fetch(firmware)).headers.get('retry-after')).toBe('30')
    // Both move a byte in a minute, which is too little.
    const after = async (): Promise<number> => {
      clock.advance(60_000)
      return (await fetch(firmware)).status
    }
    await expect.poll(after).toBe(200)
    await expect.poll(() => clock.advance(60_000) ?? Promise.race([one.end, 'none yet'])).not.toBe('none yet')
    await expect.poll(() => clock.advance(60_000) ?? Promise.race([two.end, 'none yet'])).not.toBe('none yet')
  })

  test('of time: a ticket opens no longer than it is said to', async () => {
    const url = await logUrl()
    clock.advance(3_600_000)
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(404)
  })

  test('of guesses: after many wrong tickets an address waits an hour', async () => {
    const url = await logUrl()
    const wrong = url.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))
    const statuses: number[] = []
    for (let time = 0; time < 70; time += 1) {
      statuses.push((await fetch(wrong, { method: 'PUT', body: 'x' })).status)
    }
    expect(new Set(statuses.slice(0, 50))).toEqual(new Set([404]))
    expect(statuses.at(-1)).toBe(429)
    expect((await fetch(firmware)).status).toBe(429)
    clock.advance(3_600_000)
    expect((await fetch(firmware)).status).toBe(200)
  })
})
