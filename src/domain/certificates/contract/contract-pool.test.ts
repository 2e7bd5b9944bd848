import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { createContractPool } from './contract-pool.ts'
import { fixedToken } from './pool-token.ts'

const request = {
  ...{ stationId: 'CS-1', partyId: 'default', action: 'install' as const },
  ...{ schemaVersion: 'urn:iso:15118:2:2013:MsgDef', exiRequest: 'gJgC' },
}
let server: Server
let url: string
let answer: (response: ServerResponse) => void
/** Tells of each request once it has come. */
let arrived: () => void
beforeAll(async () => {
  server = createServer((_, response) => {
    answer(response)
    arrived()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
beforeEach(() => {
  arrived = () => {}
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const poolOf = (clock = new ManualClock()) => createContractPool({ clock, url, token: fixedToken('secret') })
const content = (...emaids: readonly string[]) => ({
  CCPResponse: {
    emaidContent: emaids.map((emaid) => ({
      messageDef: { certificateInstallationRes: Buffer.from(emaid).toString('base64'), emaid },
    })),
  },
})
const says =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
const names = async (prioritizedEmaids?: readonly string[]) =>
  (await poolOf().contracts({ ...request, ...(prioritizedEmaids && { prioritizedEmaids }) })).map((text) =>
    Buffer.from(text, 'base64').toString(),
  )

test('contracts come in the order of the pool, those the vehicle wants most before them', async () => {
  answer = says(content('DE8AAA00000001', 'DE8AAA00000002', 'DE8AAA00000003'))
  expect(await names()).toEqual(['DE8AAA00000001', 'DE8AAA00000002', 'DE8AAA00000003'])
  expect(await names(['DE-8AA-A0000000-3', 'DE8AAA0000009', 'de8aaa00000002'])).toEqual([
    ...['DE8AAA00000003', 'DE8AAA00000002', 'DE8AAA00000001'],
  ])
})

test('there is none for a vehicle the pool does not know', async () => {
  answer = says({ errorMessages: ['Contract or Vehicle not found.'] }, 404)
  expect(await names()).toEqual([])
})

test.each([
  ['no JSON', '<html>', 'invalid'],
  ['no contracts', {}, 'invalid'],
  ['null', 'null', 'invalid'],
  ['a contract without a message', { CCPResponse: { emaidContent: [{}] } }, 'invalid'],
  ['more than any vehicle has', 'x'.repeat(600_000), 'too-large'],
] as const)('a pool that sends %s has said nothing', async (_, body, code) => {
  answer = says(body)
  await expect(names()).rejects.toMatchObject({ code })
})

test.each([302, 401, 500, 503])('a pool that answers with status %i has said nothing', async (status) => {
  answer = says('', status)
  await expect(names()).rejects.toMatchObject({ code: 'unavailable' })
})

test('M01 a pool that hangs is waited for no longer than a vehicle waits', async () => {
  const clock = new ManualClock()
  const { promise, resolve } = Promise.withResolvers<void>()
  answer = () => {}
  arrived = resolve
  const asking = expect(poolOf(clock).contracts(request)).rejects.toMatchObject({ code: 'unavailable' })
  await promise
  clock.advance(4_500)
  await asking
})

test('no more than fifty vehicles ask at once', async () => {
  const clock = new ManualClock()
  const pool = poolOf(clock)
  answer = () => {}
  const asking = Array.from({ length: 50 }, () => expect(pool.contracts(request)).rejects.toBeDefined())
  await expect(pool.contracts(request)).rejects.toMatchObject({ message: expect.stringContaining('at once') })
  clock.advance(4_500)
  await Promise.all(asking)
  answer = says(content('DE8AAA00000001'))
  expect(await pool.contracts(request)).toHaveLength(1)
})
