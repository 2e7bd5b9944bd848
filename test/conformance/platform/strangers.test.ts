import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Station } from '#domain/stations'
import type { Stranger } from '#domain/strangers'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { type List, Operator, type Wire } from '../operator.ts'
import { VERSIONS } from '../simulated.ts'

let platform: TestPlatform
let operator: Operator
beforeAll(async () => {
  platform = await testPlatform({ ocpp: { unknownStations: 'refuse' } })
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(() => platform.stop())

const strangers = async () => (await operator.get<List<Wire<Stranger>>>('/strangers')).items
const come = (identity: string, version: (typeof VERSIONS)[number]) =>
  RawStation.connect({ url: platform.ocppUrl, identity, versions: [version] })

test.each(VERSIONS)(
  'A-02 %s a station that nobody has entered is turned away, seen, and let in once it is',
  async (version) => {
    const identity = `NEW-${version}`
    await expect(come(identity, version)).rejects.toMatchObject({ status: 404 })
    await expect(come(identity, version)).rejects.toMatchObject({ status: 404 })
    const seen = async () => (await strangers()).filter((each) => each.identity === identity)
    await expect
      .poll(seen)
      .toMatchObject([
        { kind: 'unknown-station', partyId: 'default', reason: 'unknown-station', protocol: version, times: 1 },
      ])
    await operator.post<Wire<Station>>('/stations', { id: identity, partyId: 'default' })
    expect(await seen()).toEqual([])
    const { connection } = await come(identity, version)
    expect(connection.isOpen).toBe(true)
    connection.terminate()
  },
)

test('1.6-sec A00.FR.323 whoever fails at TLS is seen by those who see all, and may be forgotten', async () => {
  const { hostname: host, port } = new URL(platform.ocppTlsUrl)
  const socket = connect({ host, port: Number(port), maxVersion: 'TLSv1.2', ciphers: 'NULL-SHA256:@SECLEVEL=0' })
  await new Promise((resolve) => socket.once('error', resolve))
  const found = async () => (await strangers()).filter(({ kind }) => kind === 'tls')
  await expect.poll(async () => (await found()).length).toBe(1)
  const [one] = await found()
  expect(one).toMatchObject({ times: 1, reason: expect.stringMatching(/^ERR_SSL/) })
  expect(one?.identity).toBeUndefined()
  await operator.post('/parties', { id: 'other', name: 'Other' })
  const key = { name: 'x', role: 'owner', partyId: 'other' }
  const other = new Operator(platform, (await operator.post<{ secret: string }>('/keys', key)).secret)
  expect(await other.get<List<object>>('/strangers')).toEqual({ items: [] })
  expect(await other.status('DELETE', `/strangers/${one?.id}`)).toBe(404)
  expect(await operator.status('DELETE', `/strangers/${one?.id}`)).toBe(204)
  expect(await found()).toEqual([])
})
