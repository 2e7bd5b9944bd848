import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { TestAuthority } from '#test/certificates'
import { defaultSettings } from '../station/settings.ts'
import type { Security } from '../wire/dial.ts'
import { type Application, ATTEMPTS_A_CERTIFICATE, OwnCertificate } from './own-certificate.ts'
import { STORE_LIMIT, TrustStore } from './trust-store.ts'
import { Pkcs10CertificateRequest, X509CertificateGenerator } from './x509.ts'

const authority = await TestAuthority.create('Root')

function owner(settings: object = {}, security: Security = { profile: 0 }) {
  const clock = new ManualClock(new Date().toISOString())
  const options = { id: 'CS-1', clock, security, keyKind: 'ecdsa' } as const
  const own = new OwnCertificate({ ...options, settings: { ...defaultSettings, ...settings } })
  const sent: Application[] = []
  return { own, clock, sent, apply: () => own.apply((application) => sent.push(application)) }
}

describe('a station that waits for its certificate', () => {
  test('A02.FR.17 A02.FR.18 asks again with the same request, each time after twice as long', async () => {
    const { clock, sent, apply } = owner({ certificateWaitS: 30, certificateRepeatTimes: 2 })
    await apply()
    clock.advance(29_999)
    expect(sent).toHaveLength(1)
    clock.advance(1)
    expect(sent).toHaveLength(2)
    clock.advance(60_000)
    expect(sent).toHaveLength(3)
    clock.advance(10_000_000)
    expect(new Set(sent.map(({ csr }) => csr)).size).toBe(1)
    expect(sent).toHaveLength(3)
  })

  test('asks with the same key when it is asked to renew once more meanwhile', async () => {
    const { sent, apply } = owner()
    await Promise.all([apply(), apply()])
    await apply()
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ csr, requestId }) => `${requestId} ${csr}`)).size).toBe(1)
  })

  test('A02.FR.20 asks no more once it was refused', async () => {
    const { own, clock, sent, apply } = owner()
    await apply()
    own.giveUp()
    clock.advance(10_000_000)
    expect(sent).toHaveLength(1)
  })

  test('A02.FR.07 takes no certificate for another key, none of text, and none it did not ask for', async () => {
    const { own, apply } = owner()
    const { cert } = await authority.issue({ commonName: 'CS-1', organization: 'Chargewright' })
    expect(own.take(cert, undefined)).toBe(false)
    await apply()
    expect(own.take(cert, undefined)).toBe(false)
    expect(own.take('no certificate', undefined)).toBe(false)
    expect(own.security).toEqual({ profile: 0 })
  })
})

describe('a station whose new certificate does not open', () => {
  const former = { cert: 'the former certificate', key: 'its key' }

  /** Has a certificate of before, and takes the one it asked for. */
  async function renewed() {
    const one = owner({}, { profile: 3, ...former })
    await one.apply()
    const [{ csr } = { csr: '' }] = one.sent
    const request = new Pkcs10CertificateRequest(csr)
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const issued = await X509CertificateGenerator.create({
      ...{ serialNumber: '07', issuer: 'CN=Any', subject: request.subject, publicKey: request.publicKey },
      signingKey: keys.privateKey,
      signingAlgorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
      ...{ notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) },
    })
    expect(one.own.take(issued.toString('pem'), undefined)).toBe(true)
    return { ...one, cert: issued.toString('pem') }
  }
  const failThrice = ({ own }: Awaited<ReturnType<typeof renewed>>) => {
    for (let attempt = 0; attempt < ATTEMPTS_A_CERTIFICATE; attempt += 1) own.failed()
  }

  test('A02.FR.28 falls back to the former one after some attempts', async () => {
    const one = await renewed()
    one.own.failed()
    expect(one.own.security).toMatchObject({ cert: one.cert })
    one.own.failed()
    one.own.failed()
    expect(one.own.security).toMatchObject(former)
  })

  test('A02.FR.10 A02.FR.29 discards the new one where the former one opens, and knows that it did', async () => {
    const one = await renewed()
    failThrice(one)
    expect(one.own.connected(true)).toBe(true)
    failThrice(one)
    expect(one.own.security).toMatchObject(former)
  })

  test('A02.FR.10 discards the former one where the new one opens', async () => {
    const one = await renewed()
    expect(one.own.connected(true)).toBe(false)
    failThrice(one)
    expect(one.own.security).toMatchObject({ cert: one.cert })
  })

  test('A02.FR.10 before 2.1 keeps the former one for a month, and no longer', async () => {
    const one = await renewed()
    expect(one.own.connected(false)).toBe(false)
    one.clock.advance(30 * 86_400_000)
    failThrice(one)
    expect(one.own.security).toMatchObject(former)
    const later = await renewed()
    later.clock.advance(32 * 86_400_000)
    failThrice(later)
    expect(later.own.security).toMatchObject({ cert: later.cert })
  })
})

describe('the roots a station keeps', () => {
  test('M05.FR.06 M05.FR.17 are so many and no more; the same one again is no other', async () => {
    const store = new TrustStore()
    for (let count = 0; count < STORE_LIMIT; count += 1) {
      expect(store.install('CSMSRootCertificate', (await TestAuthority.create(`Root ${count}`)).cert)).toBe('Accepted')
    }
    const [first] = store.roots
    expect(store.install('CSMSRootCertificate', authority.cert)).toBe('Rejected')
    expect(store.install('CSMSRootCertificate', first?.certificate.toString() ?? '')).toBe('Accepted')
    expect(store.roots).toHaveLength(STORE_LIMIT)
  })

  test('M05.FR.07 are certificates', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const store = new TrustStore()
    expect(store.install('CSMSRootCertificate', publicKey.export({ format: 'pem', type: 'spki' }).toString())).toBe(
      'Rejected',
    )
  })

  test.each(['SHA256', 'SHA384', 'SHA512'] as const)(
    'M04 are deleted by their name, hashed with %s',
    (hashAlgorithm) => {
      const store = new TrustStore()
      store.install('CSMSRootCertificate', authority.cert)
      const [listed] = store.list(['CSMSRootCertificate'])
      if (listed === undefined) throw new Error('nothing is kept')
      expect(store.list(['V2GRootCertificate'])).toEqual([])
      expect(store.delete({ ...listed.hashData, serialNumber: '0fff' })).toBe('NotFound')
      const known = listed.hashData.hashAlgorithm === hashAlgorithm
      expect(store.delete({ ...listed.hashData, hashAlgorithm })).toBe(known ? 'Accepted' : 'NotFound')
    },
  )
})
