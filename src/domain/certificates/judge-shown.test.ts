import { describe, expect, test } from 'vitest'
import { FALLBACK_MS, judgeShown, type RecordedCertificate } from './judge-shown.ts'

const now = new Date('2026-06-01T00:00:00Z')
const old = { notBefore: new Date('2026-01-01T00:00:00Z') }
const newer = { usedAt: new Date('2026-05-20T00:00:00Z'), since: new Date('2026-05-01T00:00:00Z') }
const own: RecordedCertificate = { stationId: 'CS-1', state: 'in-use', foreign: false, supersededAt: undefined }

test('a certificate nobody has seen is good', () => {
  expect(judgeShown('CS-1', old, { records: [], inUse: undefined }, false, now)).toBe('good')
})

test('so is the one in use, and one on its way', () => {
  for (const state of ['in-use', 'issued', 'installed', 'rejected'] as const) {
    expect(judgeShown('CS-1', old, { records: [{ ...own, state }], inUse: newer }, false, now)).toBe('good')
  }
})

test('one that is revoked is not, for whomever', () => {
  const records = [own, { ...own, stationId: 'CS-2', state: 'revoked' } as const]
  expect(judgeShown('CS-1', old, { records, inUse: undefined }, true, now)).toBe('revoked')
})

test('A00.FR.427 one we issued to another station is not; one of another authority may have been seen elsewhere', () => {
  const theirs: RecordedCertificate = { ...own, stationId: 'CS-2' }
  expect(judgeShown('CS-1', old, { records: [theirs], inUse: undefined }, true, now)).toBe('of-another-station')
  expect(judgeShown('CS-1', old, { records: [{ ...theirs, foreign: true }], inUse: undefined }, true, now)).toBe('good')
})

describe('A02.FR.10 one that was superseded', () => {
  const superseded: RecordedCertificate = { ...own, state: 'superseded', supersededAt: newer.usedAt }
  const at = (ms: number) => new Date(newer.usedAt.getTime() + ms)

  test('is void at once where stations discard it', () => {
    expect(judgeShown('CS-1', old, { records: [superseded], inUse: newer }, false, at(1))).toBe('superseded')
  })

  test('is good for a month where they keep it to fall back to', () => {
    const facts = { records: [superseded], inUse: newer }
    expect(judgeShown('CS-1', old, facts, true, at(FALLBACK_MS - 1))).toBe('good')
    expect(judgeShown('CS-1', old, facts, true, at(FALLBACK_MS))).toBe('superseded')
  })

  test('is any older one that was not on record', () => {
    expect(judgeShown('CS-1', old, { records: [], inUse: newer }, false, now)).toBe('superseded')
    expect(judgeShown('CS-1', { notBefore: now }, { records: [], inUse: newer }, false, now)).toBe('good')
  })
})
