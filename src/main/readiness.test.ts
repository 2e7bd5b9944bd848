import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { RawStation } from '#test/raw-station'
import { type Platform, startPlatform } from './platform.ts'
import { loadSettings } from './settings/index.ts'

/** The way to a database, which can be blocked. */
class Road {
  readonly #server: Server
  readonly #travellers = new Set<Socket>()
  isOpen = true

  constructor(to: URL) {
    this.#server = createServer((near) => {
      if (!this.isOpen) return near.destroy()
      const far = connect(Number(to.port), to.hostname)
      for (const [one, other] of [[near, far] as const, [far, near] as const]) {
        this.#travellers.add(one)
        one.pipe(other)
        one.on('error', () => other.destroy())
        one.on('close', () => other.destroy())
      }
    })
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  }

  block(): void {
    this.isOpen = false
    for (const traveller of this.#travellers) traveller.destroy()
    this.#travellers.clear()
  }

  close(): void {
    this.block()
    this.#server.close()
  }
}

let database: TestDatabase
let road: Road
let platform: Platform
let dir: string
beforeAll(async () => {
  database = await testDatabase()
  dir = await mkdtemp(join(tmpdir(), 'chargewright-ready-'))
  const url = new URL(database.url)
  road = new Road(new URL(database.url))
  url.hostname = '127.0.0.1'
  url.port = String(await road.listen())
  const settings = loadSettings({
    overrides: {
      data: { dir },
      database: { url: url.href },
      http: { port: 0 },
      ocpp: { port: 0, tlsPort: 0, unknownStations: 'accept' },
    },
  })
  platform = await startPlatform({ settings, logger: silentLogger })
})
afterAll(async () => {
  await platform.stop()
  road.close()
  await database.close()
  await rm(dir, { recursive: true })
})

const ask = (path: string) => fetch(`${platform.apiUrl}${path}`)

test('while the database is away the process lives and is not ready; once it is back it is', async () => {
  expect((await ask('/readyz')).status).toBe(200)
  road.block()
  const answer = await ask('/readyz')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({
    status: 'not ready',
    parts: [{ ready: true }, { name: 'database', ready: false }],
  })
  expect((await ask('/healthz')).status).toBe(200)
  road.isOpen = true
  await expect.poll(async () => (await ask('/readyz')).status).toBe(200)
})

test('while stations are seen off the process lives and is not ready', async () => {
  const station = await RawStation.connect({ url: platform.ocppUrl, identity: 'CS-1', versions: ['ocpp1.6'] })
  // It takes its time with its goodbye.
  station.connection.pause()
  const stopped = platform.stop()
  const answer = await ask('/readyz')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ parts: [{ name: 'process', ready: false }, { ready: true }] })
  expect((await ask('/healthz')).status).toBe(200)
  station.connection.resume()
  expect(await station.closed).toMatchObject({ code: 1012 })
  await stopped
  await expect(ask('/healthz')).rejects.toThrow()
})
