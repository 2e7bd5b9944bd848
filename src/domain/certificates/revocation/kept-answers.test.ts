import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { TestAuthority } from '#test/certificates'
import { KeptAnswers } from './kept-answers.ts'
import type { RevocationQuestion } from './revocation-service.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const [issuer, another] = await Promise.all(
  ['Root', 'Another'].map(async (name) => new X509Certificate((await TestAuthority.create(name)).cert)),
)
const question = (serialNumber = '7f', more: Partial<RevocationQuestion> = {}): RevocationQuestion => ({
  hashData: { algorithm: 'SHA256', issuerNameHash: 'aa', issuerKeyHash: 'bb', serialNumber },
  source: 'ocsp',
  urls: ['http://ocsp.example/'],
  ...(issuer && { issuer }),
  ...more,
})

function kept() {
  const clock = new ManualClock()
  const answers = new KeptAnswers(clock)
  const inDays = (days: number) => new Date(clock.nowMs() + days * DAY_MS)
  const answer = (nextUpdate?: Date, state: 'good' | 'revoked' | 'unknown' = 'good') => ({
    ...{ status: 'answered' as const, state, response: Buffer.from('said') },
    ...(nextUpdate && { nextUpdate }),
  })
  return { clock, answers, inDays, answer }
}

test('C07.FR.05 what was said is fresh for an hour, and counts as long as it holds', () => {
  const { clock, answers, inDays, answer } = kept()
  expect(answers.get(question())).toBeUndefined()
  answers.keep(question(), answer(inDays(1)))
  expect(answers.get(question('007F'))).toMatchObject({ isFresh: true, answer: { state: 'good' } })
  clock.advance(HOUR_MS)
  expect(answers.get(question())).toMatchObject({ isFresh: false })
  clock.advance(23 * HOUR_MS)
  expect(answers.get(question())).toBeUndefined()
})

test('C07.FR.05 nothing counts for longer than a week', () => {
  const { clock, answers, inDays, answer } = kept()
  answers.keep(question(), answer(inDays(30), 'revoked'))
  clock.advance(7 * DAY_MS - 1)
  expect(answers.get(question())).toMatchObject({ answer: { state: 'revoked' } })
  clock.advance(1)
  expect(answers.get(question())).toBeUndefined()
})

test('nothing is kept that says no time, or that a certificate is not known; it also ends what was said before', () => {
  const { answers, inDays, answer } = kept()
  for (const other of [answer(), answer(inDays(1), 'unknown')]) {
    answers.keep(question(), answer(inDays(1)))
    answers.keep(question(), other)
    expect(answers.get(question())).toBeUndefined()
  }
})

test('an answer is to this question alone: another certificate, issuer or address is another', () => {
  const { answers, inDays, answer } = kept()
  answers.keep(question(), answer(inDays(1)))
  for (const other of [
    question('80'),
    question('7f', another && { issuer: another }),
    question('7f', { urls: ['http://other.example/'] }),
  ]) {
    expect(answers.get(other)).toBeUndefined()
  }
})

test('C07.FR.05 nothing is kept that was not signed for an issuer we know, or stands on a list', () => {
  const { answers, inDays, answer } = kept()
  const { issuer: _, ...unsigned } = question()
  for (const one of [unsigned, question('7f', { source: 'crl' })]) {
    answers.keep(one, answer(inDays(1)))
    expect(answers.get(one)).toBeUndefined()
  }
})

test('of very many the ones longest unused are forgotten', () => {
  const { answers, inDays, answer } = kept()
  for (let count = 0; count < 1_000; count += 1) answers.keep(question(String(count)), answer(inDays(1)))
  answers.get(question('0'))
  answers.keep(question('1000'), answer(inDays(1)))
  expect([answers.get(question('0')), answers.get(question('1'))]).toMatchObject([{ isFresh: true }, undefined])
})
