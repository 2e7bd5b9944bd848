import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock, silentLogger } from '#kernel'
import type { Responding } from '#test/revocation-responder'
import { StationAuthority } from '#test/station-authority'
import { createCertificateInquiry } from './certificate-inquiry.ts'

let authority: StationAuthority
beforeAll(async () => {
  authority = await StationAuthority.start()
})
afterAll(() => authority.close())
beforeEach(() => {
  authority.responder.respond = authority.answer
  authority.responder.asked.length = 0
})

const der = (pem: string) => new X509Certificate(pem).raw

async function chainOf(commonName: string, asks: readonly ('ocsp' | 'list')[], listPath = '/list'): Promise<Buffer[]> {
  const { cert } = await authority.issue({ commonName, asks, listPath })
  return [der(cert), der(authority.cert)]
}

function opened() {
  const clock = new ManualClock(new Date().toISOString())
  return { clock, inquire: createCertificateInquiry({ clock, logger: silentLogger, timeoutMs: 5_000 }) }
}

describe('A00.FR.705 in a storm of connections', () => {
  test('one question is asked for one certificate, however many want to know', async () => {
    const { inquire } = opened()
    const chain = await chainOf('STORM-1', ['ocsp'])
    const verdicts = await Promise.all(Array.from({ length: 200 }, () => inquire(chain)))
    expect(new Set(verdicts)).toEqual(new Set(['good']))
    expect(authority.responder.asked).toHaveLength(1)
  })

  test('one list is fetched for all stations that are on it or not', async () => {
    const { inquire } = opened()
    const chains = await Promise.all(Array.from({ length: 20 }, (_, at) => chainOf(`LISTED-${at}`, ['list'])))
    authority.revoke('LISTED-7')
    const verdicts = await Promise.all(chains.map((chain) => inquire(chain)))
    expect(verdicts.flatMap((verdict, at) => (verdict === 'good' ? [] : [at]))).toEqual([7])
    expect(authority.responder.asked).toEqual(['GET /list'])
  })

  test('no more than fifty questions are under way at once, and all get their answer', async () => {
    const { inquire } = opened()
    let [open, most] = [0, 0]
    authority.responder.respond = async (request, response, path) => {
      open += 1
      most = Math.max(most, open)
      await new Promise(setImmediate)
      open -= 1
      await authority.answer(request, response, path)
    }
    const chains = await Promise.all(Array.from({ length: 120 }, (_, at) => chainOf(`MANY-${at}`, ['ocsp'])))
    expect(new Set(await Promise.all(chains.map((chain) => inquire(chain))))).toEqual(new Set(['good']))
    expect(authority.responder.asked).toHaveLength(120)
    expect(most).toBeLessThanOrEqual(50)
  })
})

describe('what was found out', () => {
  test('holds until the authority will know more, and an hour at most: then a revocation is noticed', async () => {
    const { inquire, clock } = opened()
    const chain = await chainOf('LATER-1', ['ocsp'])
    expect(await inquire(chain)).toBe('good')
    authority.revoke('LATER-1')
    expect(await inquire(chain)).toBe('good')
    clock.advance(3_600_000 - 120_000)
    expect(await inquire(chain)).toBe('good')
    expect(authority.responder.asked).toHaveLength(1)
  })

  test('by nobody is asked again after half a minute', async () => {
    const { inquire, clock } = opened()
    authority.responder.respond = (_, response) => void response.writeHead(503).end()
    const chain = await chainOf('SILENT-1', ['ocsp'])
    expect(await inquire(chain)).toBe('unverified')
    expect(await inquire(chain)).toBe('unverified')
    expect(authority.responder.asked).toHaveLength(1)
    authority.responder.respond = authority.answer
    clock.advance(30_000)
    expect(await inquire(chain)).toBe('good')
  })
})

describe('whom to believe', () => {
  test('where the responder does not answer the list says it', async () => {
    const { inquire } = opened()
    authority.responder.respond = (request, response, path) =>
      path.startsWith('/ocsp') ? void response.writeHead(500).end() : authority.answer(request, response, path)
    const chain = await chainOf('BOTH-1', ['ocsp', 'list'], '/list/both')
    authority.revoke('BOTH-1')
    expect(await inquire(chain)).toBe('revoked')
    expect(authority.responder.asked).toEqual(['POST /ocsp/BOTH-1', 'GET /list/both'])
  })

  test.each<['ocsp' | 'list', string]>([
    ['ocsp', 'a response'],
    ['list', 'a list'],
  ])('%s: %s that a stranger of the same name has signed counts for nothing', async (asks) => {
    const { inquire } = opened()
    const stranger = await StationAuthority.start()
    const imposter: Responding = (request, response, path) => stranger.answer(request, response, path)
    authority.responder.respond = imposter
    expect(await inquire(await chainOf(`STRANGE-${asks}`, [asks], '/list/strange'))).toBe('unverified')
    await stranger.close()
  })

  test('a certificate that names nobody, or an address that is none of the web, is asked nobody about', async () => {
    const { inquire } = opened()
    expect(await inquire(await chainOf('ALONE-1', []))).toBe('silent')
    expect(authority.responder.asked).toEqual([])
  })

  test('a root that is trusted itself has nobody above it', async () => {
    expect(await opened().inquire([der(authority.cert)])).toBe('silent')
  })
})
