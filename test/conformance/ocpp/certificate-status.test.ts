import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { certificateIdIn, type OcspState } from '#test/ocsp-response'
import { type TestPlatform, testPlatform } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { type Responding, RevocationResponder } from '#test/revocation-responder'
import { VehicleAuthority } from '#test/vehicle-authority'
import { bootedStation, resultOf } from '../booted-station.ts'
import { field } from '../simulated.ts'

const HOUR_MS = 3_600_000
let responder: RevocationResponder
let inside: RevocationResponder
let platform: TestPlatform
let root: VehicleAuthority
let seccLeaf: VehicleAuthority
let other: VehicleAuthority
const stations = new Map<string, RawStation>()
beforeAll(async () => {
  ;[responder, inside] = await Promise.all([RevocationResponder.start(), RevocationResponder.start()])
  platform = await testPlatform({ certificates: { responders: [responder.host] } })
  root = await VehicleAuthority.create('V2G Root')
  seccLeaf = await root.issue({ commonName: 'SECC' })
  other = await root.issue({ commonName: 'Another' })
  for (const version of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    stations.set(version, await bootedStation(platform, `STATUS-${version}`, version))
  }
})
beforeEach(() => {
  responder.asked.length = 0
  responder.respond = answering('good')
})
afterAll(async () => {
  await platform.stop()
  await Promise.all([responder.close(), inside.close()])
})

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS)
const fresh = () => ({ thisUpdate: inHours(-1), nextUpdate: inHours(24) })

function answering(state: OcspState, days: { thisUpdate: Date; nextUpdate?: Date } = fresh()): Responding {
  return (request, response) => void response.end(root.respond(certificateIdIn(request), state, days))
}

const ask = (version: string, action: string, payload: object) => {
  const station = stations.get(version)
  if (station === undefined) throw new Error(`there is no station of ${version}`)
  return station.call(action, payload)
}

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s GetCertificateStatus', (version) => {
  const status = async (responderURL: string, name: object = root.nameOf(seccLeaf)) =>
    resultOf(await ask(version, 'GetCertificateStatus', { ocspRequestData: { ...name, responderURL } }))

  test.each(['SHA256', 'SHA384', 'SHA512'] as const)(
    'M06.FR.01 M06.FR.02 M06.FR.03 M06.FR.08 F-09 TC_M_24_CSMS is answered with the OCSPResponse as it came, DER in base64 (%s)',
    async (algorithm) => {
      let sent: Buffer | undefined
      responder.respond = (request, response) => {
        sent = root.respond(certificateIdIn(request), 'good', fresh())
        response.end(sent)
      }
      const answer = await status(responder.url('/ocsp'), root.nameOf(seccLeaf, algorithm))
      expect(answer).toEqual({ status: 'Accepted', ocspResult: sent?.toString('base64') })
      expect(responder.asked).toEqual(['POST /ocsp'])
    },
  )

  test('M06.FR.02 also what is revoked or unknown was told: what it means is for the vehicle to say', async () => {
    for (const state of ['revoked', 'unknown'] as const) {
      responder.respond = answering(state)
      expect(await status(responder.url())).toMatchObject({ status: 'Accepted' })
    }
  })

  const wrong: readonly [what: string, respond: Responding][] = [
    ['says there is an error', (_, response) => void response.writeHead(500).end()],
    ['sends a page', (_, response) => void response.end('<html>welcome</html>')],
    ['sends nothing', (_, response) => void response.end()],
    ['hangs up', (_, response) => void response.destroy()],
    ['is not successful', (_, response) => void response.end(Buffer.from('30030a0103', 'hex'))],
    [
      'answers half',
      (request, response) =>
        void response.end(root.respond(certificateIdIn(request), 'good', fresh()).subarray(0, -20)),
    ],
    ['speaks of yesterday', answering('good', { thisUpdate: inHours(-48), nextUpdate: inHours(-24) })],
    ['sends more than any response has', (_, response) => void response.end(Buffer.alloc(100_000, 0x30))],
    ['sends us elsewhere', (_, response) => void response.writeHead(302, { Location: inside.url() }).end()],
  ]
  test.each(wrong)('M06.FR.04 F-09 is Failed when the responder %s', async (_, respond) => {
    responder.respond = respond
    const answer = await status(responder.url())
    expect(answer).toMatchObject({ status: 'Failed' })
    expect(answer).not.toHaveProperty('ocspResult')
    expect(inside.asked).toEqual([])
  })

  test('M06.FR.04 is Failed when the responder speaks of another certificate', async () => {
    const about: Buffer[] = []
    responder.respond = (request, response) => {
      about.push(certificateIdIn(request))
      response.end(root.respond(about[0] ?? request, 'good', fresh()))
    }
    expect(await status(responder.url(), root.nameOf(other))).toMatchObject({ status: 'Accepted' })
    expect(await status(responder.url())).toMatchObject({ status: 'Failed' })
  })

  test.each([
    ['a host nobody has named', () => inside.url()],
    ['the port beside it', () => `http://${responder.host}1/`],
    ['its name as a password', () => `http://${responder.host}@${inside.host}/`],
    ['its name with credentials', () => `http://user:secret@${responder.host}/`],
    ['its name in a path', () => `${inside.url()}${responder.host}/`],
    ['another scheme', () => `ftp://${responder.host}/`],
    ['a file', () => 'file:///etc/passwd'],
    ['no address', () => 'ask my brother'],
    ['the cloud around us', () => 'http://169.254.169.254/latest/meta-data/'],
  ])('F-09 asks nobody for %s', async (_, url) => {
    const answer = await status(url())
    expect(answer).toMatchObject({ status: 'Failed', statusInfo: { additionalInfo: 'not-allowed' } })
    expect([...inside.asked, ...responder.asked]).toEqual([])
  })

  test('F-09 what cannot be a name of a certificate is Failed, and no fault of ours', async () => {
    const odd = { ...root.nameOf(seccLeaf), serialNumber: 'not hexadecimal', issuerNameHash: '' }
    expect(await status(responder.url(), odd)).toMatchObject({ status: 'Failed' })
  })
})

test.each([
  ['ocpp2.0.1', 5_500],
  ['ocpp2.1', 18_000],
] as const)(
  '%s M06.FR.04 a response longer than there is room for (%i characters) is Failed',
  async (version, room) => {
    const data = { ...root.nameOf(seccLeaf), responderURL: responder.url() }
    const padded =
      (bytes: number): Responding =>
      (request, response) =>
        void response.end(root.respond(certificateIdIn(request), 'good', fresh(), root, Buffer.alloc(bytes)))
    responder.respond = padded(100)
    const answer = async () => resultOf(await ask(version, 'GetCertificateStatus', { ocspRequestData: data }))
    expect(await answer()).toMatchObject({ status: 'Accepted' })
    responder.respond = padded(room)
    expect(await answer()).toMatchObject({ status: 'Failed' })
  },
)

describe('ocpp2.1 GetCertificateChainStatus', () => {
  const chainStatus = async (...certificateStatusRequests: readonly object[]) =>
    field(
      resultOf(await ask('ocpp2.1', 'GetCertificateChainStatus', { certificateStatusRequests })),
      'certificateStatus',
    )
  const request = (source: 'OCSP' | 'CRL', urls: readonly string[], one = seccLeaf) => ({
    ...{ certificateHashData: root.nameOf(one), source, urls },
  })

  test.each([
    ['good', 'Good'],
    ['revoked', 'Revoked'],
    ['unknown', 'Unknown'],
  ] as const)(
    'M07.FR.01 M07.FR.03 F-10 OCSP: what is %s is %s, until the responder will know more',
    async (state, word) => {
      const days = { thisUpdate: inHours(-1), nextUpdate: new Date(Math.floor(inHours(30).getTime() / 1000) * 1000) }
      responder.respond = answering(state, days)
      expect(await chainStatus(request('OCSP', [responder.url()]))).toEqual([
        {
          ...{ certificateHashData: root.nameOf(seccLeaf), source: 'OCSP', status: word },
          nextUpdate: days.nextUpdate.toISOString(),
        },
      ])
    },
  )

  test('M07.FR.02 F-10 OCSP: a certificate nobody tells of is Failed, for now', async () => {
    responder.respond = (_, response) => void response.writeHead(503).end()
    const before = Date.now()
    const [answer] = Object(await chainStatus(request('OCSP', [responder.url()])))
    expect(answer).toMatchObject({ status: 'Failed', source: 'OCSP', certificateHashData: root.nameOf(seccLeaf) })
    expect(Date.parse(String(field(answer, 'nextUpdate')))).toBeLessThanOrEqual(Date.now())
    expect(Date.parse(String(field(answer, 'nextUpdate')))).toBeGreaterThanOrEqual(before - 1_000)
  })

  test('M07.FR.01 the next address is asked when the first is silent, and none that is not allowed', async () => {
    responder.respond = (asked, response, path) =>
      path === '/dead' ? void response.destroy() : answering('good')(asked, response, path)
    const urls = [inside.url(), responder.url('/dead'), responder.url('/live')]
    expect(await chainStatus(request('OCSP', urls))).toMatchObject([{ status: 'Good' }])
    expect(responder.asked).toEqual(['POST /dead', 'POST /live'])
    expect(inside.asked).toEqual([])
  })

  test('M07.FR.04 M07.FR.06 M07.FR.07 F-10 CRL: what is on the list is Revoked, what is not is Good', async () => {
    const days = { thisUpdate: inHours(-1), nextUpdate: new Date(Math.floor(inHours(30).getTime() / 1000) * 1000) }
    const list = await root.revocationList([other], days)
    responder.respond = (_, response) => void response.end(list)
    const urls = [responder.url('/root.crl')]
    expect(await chainStatus(request('CRL', urls), request('CRL', urls, other))).toMatchObject([
      { source: 'CRL', status: 'Good', nextUpdate: days.nextUpdate.toISOString() },
      { source: 'CRL', status: 'Revoked', nextUpdate: days.nextUpdate.toISOString() },
    ])
    expect(responder.asked).toEqual(['GET /root.crl', 'GET /root.crl'])
  })

  test('M07.FR.07 CRL: an empty list, and one that says no next time, is a list', async () => {
    const list = await root.revocationList([], { thisUpdate: inHours(-1) })
    responder.respond = (_, response) => void response.end(list)
    expect(await chainStatus(request('CRL', [responder.url()]))).toMatchObject([{ status: 'Good' }])
  })

  test.each<[string, () => Promise<Buffer>]>([
    ['is no list', async () => Buffer.from('nothing here')],
    ['is of another issuer', async () => (await VehicleAuthority.create('Stranger')).revocationList([], fresh())],
    ['has had its day', () => root.revocationList([], { thisUpdate: inHours(-48), nextUpdate: inHours(-24) })],
    ['is of tomorrow', () => root.revocationList([], { thisUpdate: inHours(24), nextUpdate: inHours(48) })],
  ])('M07.FR.05 F-10 CRL: a list that %s is Failed', async (_, list) => {
    const bytes = await list()
    responder.respond = (_asked, response) => void response.end(bytes)
    expect(await chainStatus(request('CRL', [responder.url()]))).toMatchObject([{ status: 'Failed', source: 'CRL' }])
  })

  test('M07.FR.08 F-10 every certificate has an answer of its own, in the order asked', async () => {
    const list = await root.revocationList([other], fresh())
    responder.respond = (asked, response, path) =>
      path === '/crl' ? void response.end(list) : answering('revoked')(asked, response, path)
    const answers = await chainStatus(
      request('CRL', [responder.url('/crl')]),
      request('OCSP', [responder.url('/ocsp')], other),
      request('OCSP', [inside.url()]),
    )
    expect(answers).toMatchObject([
      { certificateHashData: root.nameOf(seccLeaf), source: 'CRL', status: 'Good' },
      { certificateHashData: root.nameOf(other), source: 'OCSP', status: 'Revoked' },
      { certificateHashData: root.nameOf(seccLeaf), source: 'OCSP', status: 'Failed' },
    ])
  })
})
