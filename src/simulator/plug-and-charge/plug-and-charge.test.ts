import { beforeAll, describe, expect, test } from 'vitest'
import type { OcspState } from '#test/ocsp-response'
import { VehicleAuthority } from '#test/vehicle-authority'
import { ContractWallet } from './contract-wallet.ts'
import { writeMessage } from './iso-message.ts'
import { readStaple } from './ocsp-staple.ts'
import { Secc, WEEK_MS } from './secc.ts'

const HOUR_MS = 3_600_000
const certificateId = Buffer.from('3000', 'hex')
const nowMs = Date.now()
const nextUpdate = new Date(Math.floor(nowMs / 1_000) * 1_000 + HOUR_MS)

let root: VehicleAuthority
let sub: VehicleAuthority
let own: VehicleAuthority
beforeAll(async () => {
  root = await VehicleAuthority.create('V2G Root')
  sub = await root.issue({ commonName: 'Sub', ca: true, ocspUrl: 'http://ocsp.example/' })
  own = await sub.issue({ commonName: 'CS-1', ocspUrl: 'http://ocsp.example/' })
})

const response = (state: OcspState, days: { thisUpdate: Date; nextUpdate?: Date }) =>
  root.respond(certificateId, state, days).toString('base64')
const always = { thisUpdate: new Date(nowMs - HOUR_MS) }
const shown = () => new Secc(`${own.cert}\n${sub.cert}`)
const wallet = (roots = [root.cert]) => new ContractWallet({ pcid: 'CAR', room: 2, v2gRoots: roots })

describe('a response in the handshake', () => {
  test('says whether a certificate is good, and until when that holds', () => {
    expect(readStaple(response('good', { ...always, nextUpdate }))).toEqual({
      ...{ isGood: true, untilMs: nextUpdate.getTime() },
    })
    expect(readStaple(response('revoked', always))).toEqual({ isGood: false })
    expect(readStaple(response('unknown', always))).toEqual({ isGood: false })
  })

  test.each(['', 'AAAA', '!', Buffer.from('30030a0103', 'hex').toString('base64')])('%j says nothing', (text) =>
    expect(readStaple(text)).toBeUndefined(),
  )

  test('says nothing when it is cut off', () => {
    const whole = Buffer.from(response('good', always), 'base64')
    expect(readStaple(whole.subarray(0, whole.length - 9).toString('base64'))).toBeUndefined()
  })
})

describe('what a station keeps', () => {
  test('M06.FR.10 of its own certificates: a week at most, and no longer than it holds', () => {
    const secc = shown()
    const [certificate] = secc.chain
    if (certificate === undefined) throw new Error('there is no chain')
    expect(secc.staple(certificate, nowMs)).toBeUndefined()
    expect(secc.keep(certificate, 'nothing of use', nowMs)).toBe(false)
    expect(secc.keep(certificate, response('good', always), nowMs)).toBe(true)
    expect(secc.staple(certificate, nowMs + WEEK_MS - 1)).toEqual({ isGood: true })
    expect(secc.staple(certificate, nowMs + WEEK_MS)).toBeUndefined()
    secc.keep(certificate, response('good', { ...always, nextUpdate }), nowMs)
    expect(secc.staple(certificate, nextUpdate.getTime())).toBeUndefined()
  })

  test('M07.FR.09 M07.FR.10 of those of cars: until there is news, and a week at most', () => {
    const secc = shown()
    secc.note('a', true, nowMs + HOUR_MS, nowMs)
    secc.note('b', false, nowMs + 5 * WEEK_MS, nowMs)
    expect([secc.isGood('a', nowMs), secc.isGood('a', nowMs + HOUR_MS)]).toEqual([true, undefined])
    expect([secc.isGood('b', nowMs + WEEK_MS - 1), secc.isGood('b', nowMs + WEEK_MS)]).toEqual([false, undefined])
  })

  test('of the cars of a long time only the latest', () => {
    const secc = shown()
    for (let count = 0; count <= 200; count += 1) secc.note(`car ${count}`, true, nowMs + HOUR_MS, nowMs)
    expect([secc.isGood('car 0', nowMs), secc.isGood('car 1', nowMs)]).toEqual([undefined, true])
  })
})

describe('a car', () => {
  test('trusts a station of its roots that shows a good response for each certificate', () => {
    const secc = shown()
    expect(wallet().trusts(secc, nowMs)).toBe(false)
    for (const certificate of secc.chain) secc.keep(certificate, response('good', always), nowMs)
    expect(wallet().trusts(secc, nowMs)).toBe(true)
    expect(wallet([own.cert]).trusts(secc, nowMs)).toBe(false)
    expect(wallet([]).trusts(secc, nowMs)).toBe(false)
    expect(wallet().trusts(new Secc('no certificate'), nowMs)).toBe(false)
  })

  test('keeps as many contracts as it has room for, and one of each', () => {
    const one = wallet()
    const take = (emaid: string) => one.take(writeMessage({ emaid, chain: own.cert }))
    expect(['A', 'B', 'A', 'C'].map(take)).toEqual([true, true, true, true])
    expect(one.contracts.map(({ emaid }) => emaid)).toEqual(['A', 'C'])
    expect(one.best(nowMs)?.emaid).toBe('A')
  })

  test('takes nothing that it cannot read', () => {
    const one = wallet()
    expect([one.take('nonsense'), one.take(writeMessage({ emaid: 'A', chain: 'no chain' }))]).toEqual([false, false])
    expect(one).toMatchObject({ heard: 'failed', contracts: [] })
    expect(one.wish(nowMs)).toBe('Install')
  })
})
