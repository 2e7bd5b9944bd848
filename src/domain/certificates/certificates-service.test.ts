import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { type Commands, createCommands } from '#domain/commands'
import { createStations, type StationSettings } from '#domain/stations'
import { AppError, everyParty, ManualClock, silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import { signingRequest } from '#test/signing-request'
import type { CertificateAuthority } from './authority/certificate-authority.ts'
import { followRoots } from './authority/root-news.ts'
import type { Certificates } from './certificate.ts'
import { createCertificates } from './certificates-service.ts'
import { MAX_INSTALLED } from './installed-store.ts'
import type { CertificatesOptions } from './options.ts'
import { REQUESTS_A_DAY } from './signing-service.ts'
import { followRevocations } from './standing-service.ts'

const DAY_MS = 86_400_000
const secretKey = new Uint8Array(32).fill(5)
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ clock, logger: silentLogger })
let database: TestDatabase
let commands: Commands
let certificates: Certificates
let count = 0
beforeAll(async () => {
  database = await testDatabase()
  commands = createCommands({
    database,
    bus,
    clock,
    logger: silentLogger,
    secretKey,
    limits: { waitingPerStation: 100 },
  })
  certificates = open()
})
afterAll(async () => {
  await certificates.close()
  await bus.close()
  await database.close()
})

function open(more: Partial<CertificatesOptions> = {}): Certificates {
  return createCertificates({ database, bus, clock, logger: silentLogger, commands, secretKey, ...more })
}

async function newStation(): Promise<string> {
  count += 1
  const settings: StationSettings = {
    unknownStations: 'refuse',
    heartbeatIntervalS: 300,
    securityProfileMinimum: 0,
    defaultPartyId: 'default',
  }
  const stations = createStations({ database, bus, clock, logger: silentLogger, secretKey, settings })
  await stations.create({ id: `S-${count}`, partyId: 'default' })
  return `S-${count}`
}

const csrOf = (id: string) => signingRequest({ commonName: id, organization: 'Example' })
const ask = (stationId: string, csr: string, service = certificates) =>
  service.requestSigning({ stationId, partyId: 'default', csr })

async function accepted(stationId: string, csr: string, service = certificates): Promise<string> {
  const verdict = await ask(stationId, csr, service)
  if (verdict.status === 'refused') throw new Error(`refused: ${verdict.reason}`)
  await service.deliver(verdict.certificateId)
  return verdict.certificateId
}

const listed = (stationId: string) => certificates.list(everyParty, stationId)
const deliveries = async (stationId: string) =>
  (await commands.list(everyParty, { stationId, kind: 'certificate-signed' }, { limit: 100 })).items

/** Ends what is on its way, as a station would by answering. */
async function settleAll(stationId: string): Promise<void> {
  for (const { id } of await deliveries(stationId)) {
    await commands.move(id, { state: 'answered', result: { status: 'Accepted' } })
  }
}

describe('the authority in the box', () => {
  test('makes a root when it is first needed, the same for everybody, and tells of it', async () => {
    let told = 0
    const following = followRoots(bus, () => {
      told += 1
    })
    expect(await certificates.roots()).toEqual([])
    const nodes = [certificates, open(), open()]
    const made = await Promise.all(nodes.map((node) => node.roots({ make: true })))
    expect(new Set(made.flat().map(({ id }) => id)).size).toBe(1)
    expect(told).toBeGreaterThanOrEqual(1)
    following.stop()
    const [root] = await certificates.roots()
    const read = new X509Certificate(root?.certificate ?? '')
    expect(read.ca).toBe(true)
    expect(read.verify(read.publicKey)).toBe(true)
    await Promise.all(nodes.slice(1).map((node) => node.close()))
  })

  test('another node signs with the same root', async () => {
    const id = await newStation()
    const other = open()
    await accepted(id, await csrOf(id), other)
    const [root] = await certificates.roots()
    const [delivery] = await deliveries(id)
    const chain = delivery !== undefined && 'chain' in delivery.request ? String(delivery.request.chain) : ''
    expect(new X509Certificate(chain).verify(new X509Certificate(root?.certificate ?? '').publicKey)).toBe(true)
    await other.close()
  })

  test('with another secret key nothing is signed, and what was asked is kept', async () => {
    const id = await newStation()
    const stranger = open({ secretKey: new Uint8Array(32).fill(6) })
    await accepted(id, await csrOf(id), stranger)
    expect(await listed(id)).toMatchObject([{ state: 'requested' }])
    expect(await deliveries(id)).toEqual([])
    await stranger.close()
  })
})

describe('a request', () => {
  test('F-08 that is repeated at the same time is one request', async () => {
    const id = await newStation()
    const csr = await csrOf(id)
    const verdicts = await Promise.all([1, 2, 3, 4].map(() => ask(id, csr)))
    expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size).toBe(1)
    expect(await listed(id)).toHaveLength(1)
  })

  test('F-08 delivered at the same time by two is delivered once', async () => {
    const id = await newStation()
    const verdict = await ask(id, await csrOf(id))
    if (verdict.status === 'refused') throw new Error(verdict.reason)
    await Promise.all([1, 2, 3].map(() => certificates.deliver(verdict.certificateId)))
    expect(await deliveries(id)).toHaveLength(1)
  })

  test('accepted by a node that is gone is delivered by another, a minute later', async () => {
    const id = await newStation()
    const verdict = await ask(id, await csrOf(id))
    expect(verdict.status).toBe('accepted')
    await certificates.resume()
    expect(await listed(id)).toMatchObject([{ state: 'requested' }])
    clock.advance(61_000)
    expect(await certificates.resume()).toBeGreaterThanOrEqual(1)
    expect(await listed(id)).toMatchObject([{ state: 'issued' }])
    expect(await deliveries(id)).toHaveLength(1)
  })

  test('for a key whose certificate is good gets that certificate; when it ends soon, a new one', async () => {
    const id = await newStation()
    const csr = await csrOf(id)
    const first = await accepted(id, csr)
    await settleAll(id)
    clock.advance(300 * DAY_MS)
    expect(await accepted(id, csr)).toBe(first)
    await settleAll(id)
    clock.advance(40 * DAY_MS)
    expect(await accepted(id, csr)).not.toBe(first)
    expect(await listed(id)).toHaveLength(2)
  })

  test('for a key whose certificate is revoked is refused', async () => {
    const id = await newStation()
    const csr = await csrOf(id)
    const certificateId = await accepted(id, csr)
    await certificates.revoke(everyParty, id, certificateId)
    expect(await ask(id, csr)).toEqual({ status: 'refused', reason: 'revoked-key' })
    expect((await ask(id, await csrOf(id))).status).toBe('accepted')
  })

  test(`is refused after ${REQUESTS_A_DAY} keys in a day, and taken again the next`, async () => {
    const id = await newStation()
    for (let asked = 0; asked < REQUESTS_A_DAY; asked += 1) {
      expect((await ask(id, await csrOf(id))).status).toBe('accepted')
    }
    expect(await ask(id, await csrOf(id))).toEqual({ status: 'refused', reason: 'too-many' })
    clock.advance(DAY_MS)
    expect((await ask(id, await csrOf(id))).status).toBe('accepted')
  })

  test('of a station that is gone fails', async () => {
    await expect(ask('nobody', await csrOf('nobody'))).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('another authority', () => {
  function outside(issue: CertificateAuthority['issue']): Certificates {
    return open({ authority: { refusal: async () => undefined, roots: async () => [], issue } })
  }

  test('that refuses leaves the request on record as failed, with the reason', async () => {
    const id = await newStation()
    const service = outside(async () => ({ status: 'refused', reason: 'not on a Sunday' }))
    await accepted(id, await csrOf(id), service)
    expect(await listed(id)).toMatchObject([{ state: 'failed', problem: 'not on a Sunday' }])
    expect(await deliveries(id)).toEqual([])
    await service.close()
  })

  test('that is away is asked again later', async () => {
    const id = await newStation()
    let away = true
    const service = outside(async (order) => {
      if (away) throw new AppError('unavailable', 'on holiday')
      expect(order).toMatchObject({ stationId: id, commonName: id, organization: 'Example', use: 'station' })
      return { status: 'refused', reason: 'back, and no' }
    })
    await accepted(id, await csrOf(id), service)
    expect(await listed(id)).toMatchObject([{ state: 'requested' }])
    away = false
    clock.advance(61_000)
    await service.resume()
    expect(await listed(id)).toMatchObject([{ state: 'failed' }])
    await service.close()
  })

  test('F-08 whose chain is for another key, or too long, is not passed on', async () => {
    const [id, otherId] = [await newStation(), await newStation()]
    await accepted(otherId, await csrOf(otherId))
    const [delivery] = await deliveries(otherId)
    const chain = delivery !== undefined && 'chain' in delivery.request ? String(delivery.request.chain) : ''
    const wrong = outside(async () => ({ status: 'issued', chain }))
    await accepted(id, await csrOf(id), wrong)
    const long = outside(async () => ({ status: 'issued', chain: chain.repeat(20) }))
    await accepted(id, await csrOf(id), long)
    expect((await listed(id)).map(({ state, problem }) => `${state}: ${problem}`).sort()).toEqual([
      'failed: the certificate is for another key',
      expect.stringMatching(/^failed: the chain has \d+ characters, more than 10000$/),
    ])
    expect(await deliveries(id)).toEqual([])
    await Promise.all([wrong.close(), long.close()])
  })
})

describe('what a station shows', () => {
  const shown = (fingerprint: string, day: number) => ({
    ...{ fingerprint, serialNumber: '1', subject: 'CN=x', keyHash: fingerprint },
    notBefore: new Date(Date.UTC(2026, 0, day)),
    notAfter: new Date(Date.UTC(2027, 0, day)),
  })

  test('A02.FR.10 the newest counts, whatever is shown again', async () => {
    const id = await newStation()
    const [former, newest] = [shown(`${id} a`, 1), shown(`${id} b`, 2)]
    await certificates.used(id, former)
    await certificates.used(id, newest)
    await certificates.used(id, former)
    await certificates.used(id, shown(`${id} c`, 1))
    const states = (await listed(id)).map(({ fingerprint, state }) => [fingerprint, state])
    expect(Object.fromEntries(states)).toEqual({
      ...{ [`${id} a`]: 'superseded', [`${id} b`]: 'in-use', [`${id} c`]: 'superseded' },
    })
    expect(await certificates.judgeShown(id, former, false)).toBe('superseded')
    expect(await certificates.judgeShown(id, former, true)).toBe('good')
    expect(await certificates.judgeShown(id, newest, false)).toBe('good')
  })

  test('A02.FR.08 one that was made for us is backdated, and counts from its request on', async () => {
    const id = await newStation()
    const factory = { ...shown(`${id} factory`, 3), notBefore: new Date('2026-01-03T12:00:00Z') }
    const own = shown(`${id} own`, 3)
    await database.query(
      '',
      `INSERT INTO station_certificate (id, station_id, party_id, state, use, key_hash, subject, fingerprint, not_before, not_after,
        requested_at) VALUES ($1 || ' own', $1, 'default', 'installed', 'station', 'own', 'CN=x', $2, $3, $4, $5)`,
      [id, own.fingerprint, own.notBefore, own.notAfter, new Date('2026-01-04T00:00:00Z')],
    )
    const states = async () => (await listed(id)).map(({ fingerprint, state }) => `${fingerprint}: ${state}`).sort()
    // Told late, when the new one is there already.
    await certificates.used(id, factory)
    expect(await states()).toEqual([`${factory.fingerprint}: in-use`, `${own.fingerprint}: installed`])
    await certificates.used(id, own)
    expect(await states()).toEqual([`${factory.fingerprint}: superseded`, `${own.fingerprint}: in-use`])
    expect(await certificates.judgeShown(id, own, false)).toBe('good')
    expect(await certificates.judgeShown(id, shown('unknown and older', 3), false)).toBe('superseded')
    expect(await certificates.judgeShown(id, shown('unknown and newer', 5), false)).toBe('good')
  })

  test('2.x A02.FR.09 is of its own type: those that it shows to vehicles are as they were', async () => {
    const id = await newStation()
    const installed = `INSERT INTO station_certificate (id, station_id, party_id, state, use, key_hash, subject, fingerprint,
      not_before, not_after, requested_at) SELECT $1 || use, $1, 'default', 'installed', use, use, 'CN=x', $1 || use, $2, $3, $2
      FROM unnest(ARRAY['station', 'v2g', 'v2g-20']) use`
    await database.query('', installed, [id, new Date('2026-01-01'), new Date('2027-01-01')])
    await certificates.used(id, shown(`${id} own`, 2))
    expect((await listed(id)).map(({ use, state }) => `${use}: ${state}`).sort()).toEqual([
      ...['station: superseded', 'undefined: in-use', 'v2g-20: installed', 'v2g: installed'],
    ])
  })

  test('a certificate that is revoked is told to everybody, once it is void', async () => {
    const id = await newStation()
    await certificates.used(id, shown(`${id} a`, 1))
    const heard: string[] = []
    const following = followRevocations(bus, (stationId, fingerprint) => heard.push(`${stationId}: ${fingerprint}`))
    const [certificate] = await listed(id)
    await certificates.revoke(everyParty, id, certificate?.id ?? '')
    expect(heard).toEqual([`${id}: ${id} a`])
    expect(await certificates.judgeShown(id, shown(`${id} a`, 1), true)).toBe('revoked')
    await certificates.used(id, shown(`${id} a`, 1))
    expect(await listed(id)).toMatchObject([{ state: 'revoked' }])
    following.stop()
  })

  test('a certificate is revoked by its station and its party only', async () => {
    const [id, other] = [await newStation(), await newStation()]
    await certificates.used(id, shown(`${id} a`, 1))
    const [certificate] = await listed(id)
    const certificateId = certificate?.id ?? ''
    const notFound = { code: 'not-found' }
    await expect(certificates.revoke(everyParty, other, certificateId)).rejects.toMatchObject(notFound)
    await expect(certificates.revoke({ partyIds: ['south'] }, id, certificateId)).rejects.toMatchObject(notFound)
    await expect(certificates.list({ partyIds: ['south'] }, id)).rejects.toMatchObject(notFound)
    await expect(certificates.listInstalled({ partyIds: ['south'] }, id)).rejects.toMatchObject(notFound)
    expect(await listed(id)).toMatchObject([{ state: 'in-use' }])
  })

  test('what was never issued cannot be revoked', async () => {
    const id = await newStation()
    const verdict = await ask(id, await csrOf(id))
    const certificateId = verdict.status === 'accepted' ? verdict.certificateId : ''
    await expect(certificates.revoke(everyParty, id, certificateId)).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('of what a station says it keeps, no more is kept than the limit', async () => {
  const id = await newStation()
  const told = Array.from({ length: MAX_INSTALLED + 50 }, (_, index) => ({
    ...{ use: 'v2g-root' as const, children: [] },
    hashData: { algorithm: 'SHA256' as const, issuerNameHash: 'a', issuerKeyHash: 'b', serialNumber: `${index}` },
  }))
  await certificates.recordInstalled(id, undefined, told)
  expect(await certificates.listInstalled(everyParty, id)).toHaveLength(MAX_INSTALLED)
  await certificates.recordInstalled(id, ['platform-root'], [])
  expect(await certificates.listInstalled(everyParty, id)).toHaveLength(MAX_INSTALLED)
  await certificates.recordInstalled(id, undefined, [])
  expect(await certificates.listInstalled(everyParty, id)).toEqual([])
})

test('what has ended is removed after its time; what is in use stays', async () => {
  const id = await newStation()
  const ended = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') }
  const one = { serialNumber: '1', subject: 'CN=x', keyHash: 'x', ...ended }
  await certificates.used(id, { ...one, fingerprint: `${id} a` })
  await certificates.used(id, { ...one, fingerprint: `${id} b`, notBefore: new Date('2020-02-01') })
  expect(await certificates.removeBefore(new Date('2021-01-01'), 100)).toBe(0)
  expect(await certificates.removeBefore(new Date('2022-01-01'), 100)).toBe(1)
  expect(await listed(id)).toMatchObject([{ state: 'in-use', fingerprint: `${id} b` }])
})
