import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StationEvent } from '#domain/events'
import type { OcppVersion } from '#ocpp/rpc'
import { HandshakeRefused } from '#ocpp/transport'
import type { IssuedCertificate } from '#test/certificates'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'
import type { Responding } from '#test/revocation-responder'
import { StationAuthority, type StationWish } from '#test/station-authority'
import { type List, Operator, type Wire } from '../operator.ts'
import { VERSIONS } from '../simulated.ts'

const CHECKS = ['lenient', 'strict', 'off'] as const
type Check = (typeof CHECKS)[number]

let folder: string
let authority: StationAuthority
let count = 0
const platforms = new Map<Check, TestPlatform>()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-inquiry-'))
  authority = await StationAuthority.start()
  const clientCertificateAuthorities = join(folder, 'authorities.pem')
  await writeFile(clientCertificateAuthorities, authority.cert)
  for (const revocationCheck of CHECKS) {
    const ocpp = { unknownStations: 'refuse', clientCertificateAuthorities } as const
    platforms.set(revocationCheck, await testPlatform({ ocpp, certificates: { revocationCheck } }))
  }
})
beforeEach(() => {
  authority.state = 'good'
  authority.responder.respond = authority.answer
  authority.responder.asked.length = 0
})
afterAll(async () => {
  for (const platform of platforms.values()) await platform.stop()
  await authority.close()
  await rm(folder, { recursive: true })
})

function at(check: Check): TestPlatform {
  const platform = platforms.get(check)
  if (platform === undefined) throw new Error(`there is no platform that is ${check}`)
  return platform
}

interface Comer {
  readonly id: string
  readonly operator: Operator
  /** 101, or the status it is refused with. */
  knock(): Promise<number>
}

async function comer(check: Check, version: OcppVersion, asks: NonNullable<StationWish['asks']>): Promise<Comer> {
  count += 1
  const id = `ASKED-${count}`
  const platform = at(check)
  const operator = new Operator(platform, platform.ownerKey)
  await operator.post('/stations', { id, partyId: 'default' })
  const pair: IssuedCertificate = await authority.issue({ commonName: id, asks })
  return {
    ...{ id, operator },
    async knock() {
      try {
        const tls = { authorities: platform.tlsCertificates, ...pair }
        const { connection } = await RawStation.connect({
          ...{ url: platform.ocppTlsUrl, identity: id, versions: [version], tls },
        })
        connection.close()
        return 101
      } catch (error) {
        if (error instanceof HandshakeRefused) return error.status
        throw error
      }
    },
  }
}

const refusals = async ({ id, operator }: Comer) =>
  (await operator.get<List<Wire<StationEvent>>>(`/stations/${id}/events?kind=security`)).items

const cannot: Responding = (_, response) => void response.writeHead(500).end()
const nonsense: Responding = (_, response) => void response.end('nonsense')
const hangsUp: Responding = (_, response) => void response.destroy()

describe.each(VERSIONS)('%s', (version) => {
  test.each([
    ['by OCSP', ['ocsp'], /^POST \/ocsp\/ASKED-\d+$/],
    ['by its list', ['list'], /^GET \/list\/ASKED-\d+$/],
  ] as const)(
    'A00.FR.705 1.6-sec A00.FR.702 its authority is asked %s while the station connects',
    async (_, asks, asked) => {
      const station = await comer('strict', version, asks)
      expect(await station.knock()).toBe(101)
      expect(authority.responder.asked).toEqual([expect.stringMatching(asked)])
    },
  )

  test.each(CHECKS.slice(0, 2))(
    'A00.FR.705 A00.FR.407 1.6-sec A00.FR.408 where the check is %s, one it has revoked is refused, and that is logged',
    async (check) => {
      const station = await comer(check, version, ['ocsp'])
      authority.revoke(station.id)
      expect(await station.knock()).toBe(401)
      await expect
        .poll(() => refusals(station))
        .toMatchObject([{ type: 'ConnectionRefused', facts: { certificateProblem: 'revoked-by-authority' } }])
    },
  )

  test.each([
    ['answers with an error', cannot],
    ['answers nonsense', nonsense],
    ['hangs up', hangsUp],
  ])(
    'A00.FR.705 an authority that %s keeps a station out where the check is strict, and not where it is lenient',
    async (_, way) => {
      authority.responder.respond = way
      const [strict, lenient] = [await comer('strict', version, ['ocsp']), await comer('lenient', version, ['ocsp'])]
      expect([await strict.knock(), await lenient.knock()]).toEqual([401, 101])
      await expect.poll(() => refusals(strict)).toMatchObject([{ facts: { certificateProblem: 'unverified' } }])
    },
  )

  test('A00.FR.705 one that its authority does not know is not vouched for', async () => {
    authority.state = 'unknown'
    expect(await (await comer('strict', version, ['ocsp'])).knock()).toBe(401)
  })

  test('A00.FR.705 one that names nobody to ask is let in, but for where the check is strict', async () => {
    expect(await (await comer('lenient', version, [])).knock()).toBe(101)
    expect(await (await comer('strict', version, [])).knock()).toBe(401)
    expect(authority.responder.asked).toEqual([])
  })

  test('where the check is off nobody is asked', async () => {
    const station = await comer('off', version, ['ocsp'])
    authority.revoke(station.id)
    expect(await station.knock()).toBe(101)
    expect(authority.responder.asked).toEqual([])
  })

  test('1.6-sec A00.FR.702 a station that comes again soon is not asked about again', async () => {
    const station = await comer('strict', version, ['ocsp'])
    expect(await station.knock()).toBe(101)
    expect(await station.knock()).toBe(101)
    expect(authority.responder.asked).toHaveLength(1)
  })
})
