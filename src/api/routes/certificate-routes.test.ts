import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let viewer: { authorization: string }
let operator: { authorization: string }
beforeAll(async () => {
  platform = await apiPlatform()
  viewer = await platform.keyFor('north', 'viewer')
  operator = await platform.keyFor('north', 'operator')
  await platform.services.stations.create({ id: 'N1', partyId: 'north' })
  const days = { notBefore: new Date('2026-11-01T00:00:00Z'), notAfter: new Date('2027-11-01T00:00:00Z') }
  const shown = { fingerprint: 'ab12', serialNumber: '4711', subject: 'O=North, CN=N1', keyHash: 'cd34' }
  await platform.services.certificates.used('N1', { ...shown, ...days })
})
afterAll(() => platform.close())

const ask = (url: string, headers = viewer, method: 'GET' | 'POST' = 'GET') =>
  platform.api.app.inject({ method, url: `/api/v1${url}`, headers })

test('the certificates of a station are listed', async () => {
  expect((await ask('/stations/N1/certificates')).json().items).toEqual([
    {
      ...{ id: expect.any(String), stationId: 'N1', partyId: 'north', state: 'in-use', foreign: true },
      ...{ subject: 'O=North, CN=N1', serialNumber: '4711', fingerprint: 'ab12' },
      ...{ notBefore: '2026-11-01T00:00:00.000Z', notAfter: '2027-11-01T00:00:00.000Z' },
      ...{ requestedAt: '2026-11-15T12:00:00.000Z', usedAt: '2026-11-15T12:00:00.000Z' },
      renewal: { reason: 'not-due', until: '2027-10-02T00:00:00.000Z' },
    },
  ])
  expect(await ask('/stations/nobody/certificates')).toMatchObject({ statusCode: 404 })
})

test('a certificate is revoked by an operator, and stays so', async () => {
  const [{ id }] = (await ask('/stations/N1/certificates')).json().items
  const url = `/stations/N1/certificates/${id}/revoke`
  expect(await ask(url, viewer, 'POST')).toMatchObject({ statusCode: 403 })
  const revoked = await ask(url, operator, 'POST')
  expect(revoked.json()).toMatchObject({ id, state: 'revoked', revokedAt: '2026-11-15T12:00:00.000Z' })
  platform.clock.advance(60_000)
  expect((await ask(url, operator, 'POST')).json()).toEqual(revoked.json())
  expect(await ask('/stations/N1/certificates/none/revoke', operator, 'POST')).toMatchObject({ statusCode: 404 })
})

test('what a station keeps is listed as it told', async () => {
  const hashData = { algorithm: 'SHA384', issuerNameHash: 'aa', issuerKeyHash: 'bb', serialNumber: '1' } as const
  const children = [{ ...hashData, serialNumber: '2' }]
  await platform.services.certificates.recordInstalled('N1', undefined, [{ use: 'v2g-chain', hashData, children }])
  expect((await ask('/stations/N1/installed-certificates')).json().items).toMatchObject([
    { id: expect.any(String), stationId: 'N1', use: 'v2g-chain', hashData, children },
  ])
})

test('the root of the authority is made when somebody wants it, and is a root', async () => {
  const { items } = (await ask('/certificate-authority/roots')).json()
  expect(items).toMatchObject([{ keyKind: 'ecdsa', hashData: { algorithm: 'SHA256' } }])
  const root = new X509Certificate(items[0].certificate)
  expect(root.ca && root.checkIssued(root)).toBe(true)
  expect(JSON.stringify(items)).not.toMatch(/private|sealed|k1\./i)
  expect((await ask('/certificate-authority/roots')).json()).toEqual({ items })
})
