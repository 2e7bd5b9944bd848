import { expect, test } from 'vitest'
import { judgeToken, type TokenFacts } from './judge-token.ts'
import type { RefusalReason } from './token.ts'

const now = new Date('2026-03-01T12:00:00Z')
const later = new Date(now.getTime() + 1)
const rfid = { value: '04A2B3', kind: 'rfid' } as const
const active: TokenFacts = { status: 'active', concurrentLimit: 1 }

test.each<[string, TokenFacts | undefined, number, RefusalReason | 'accepted']>([
  ['nobody knows', undefined, 0, 'unknown'],
  ['is active', active, 0, 'accepted'],
  ['is blocked', { ...active, status: 'blocked' }, 0, 'blocked'],
  ['is blocked, expired and in use', { ...active, status: 'blocked', validUntil: now }, 5, 'blocked'],
  ['is valid for a millisecond yet', { ...active, validUntil: later }, 0, 'accepted'],
  ['expires this moment', { ...active, validUntil: now }, 0, 'expired'],
  ['is expired and in use', { ...active, validUntil: now }, 5, 'expired'],
  ['is in use as often as it may be', { ...active, concurrentLimit: 2 }, 2, 'concurrent'],
  ['may be used once more', { ...active, concurrentLimit: 2 }, 1, 'accepted'],
  ['may be used without limit', { ...active, concurrentLimit: 0 }, 99, 'accepted'],
])('a token that %s', (_, facts, elsewhere, expected) => {
  const verdict = judgeToken(rfid, facts, elsewhere, now)
  expect(verdict.status === 'accepted' ? 'accepted' : verdict.reason).toBe(expected)
})

test('C17.FR.01 C17.FR.02 what is prepaid is judged by what is left, and the answer is good for this moment alone', () => {
  const prepaid = { ...active, validUntil: later, hasCredit: true }
  expect(judgeToken(rfid, prepaid, 0, now)).toEqual({ status: 'accepted', validUntil: now })
  const spent = { ...prepaid, hasCredit: false }
  expect(judgeToken(rfid, spent, 5, now)).toEqual({ status: 'refused', reason: 'no-credit', validUntil: now })
  expect(judgeToken(rfid, { ...spent, status: 'blocked' }, 0, now)).toMatchObject({ reason: 'blocked' })
})

test('E-07: group and validity are told with every verdict on a token that is known', () => {
  const facts = { ...active, groupId: 'family', validUntil: later }
  expect(judgeToken(rfid, facts, 0, now)).toEqual({ status: 'accepted', groupId: 'family', validUntil: later })
  expect(judgeToken(rfid, { ...facts, status: 'blocked' }, 0, now)).toMatchObject({
    groupId: 'family',
    validUntil: later,
  })
})

test('C04.FR.01 C04.FR.02 a typed code that is not known is wrong; one that is known is judged like any token', () => {
  const code = { value: '1234', kind: 'key-code' } as const
  expect(judgeToken(code, undefined, 0, now)).toEqual({ status: 'refused', reason: 'invalid' })
  expect(judgeToken(code, active, 0, now)).toEqual({ status: 'accepted' })
  expect(judgeToken(code, { ...active, status: 'blocked' }, 0, now)).toEqual({ status: 'refused', reason: 'blocked' })
})

test('C01.FR.18 C01.FR.20 C01.FR.22 of a good token it is told where it may charge; of one that is not, why it is not', () => {
  const not = { status: 'refused', reason: 'not-here' } as const
  expect(judgeToken(rfid, { ...active, groupId: 'family' }, 1, now, not)).toEqual({ ...not, groupId: 'family' })
  expect(judgeToken(rfid, { ...active, status: 'blocked' }, 0, now, not)).toMatchObject({ reason: 'blocked' })
  expect(judgeToken(rfid, active, 0, now, { status: 'accepted', evseIds: [2] })).toEqual({
    status: 'accepted',
    evseIds: [2],
  })
})

test('E-07 C02.FR.02: who starts without authorization is accepted', () => {
  expect(judgeToken({ value: '', kind: 'no-authorization' }, undefined, 0, now)).toEqual({ status: 'accepted' })
})
