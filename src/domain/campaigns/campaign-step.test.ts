import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MEMBER_STATES } from './campaign.ts'
import { type MemberFacts, MOST_ATTEMPTS, stepCampaign, type WaveFacts } from './campaign-step.ts'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const manner = {
  ...{ canarySize: 1, waveSize: 10, failureLimitPercent: 20, quietHours: true, timeoutMinutes: 60, waitHours: 24 },
}

function member(change: Partial<MemberFacts> = {}): MemberFacts {
  const here = { connected: true, busy: false, quiet: true, done: false }
  return { number: 1, state: 'waiting', attempts: 0, ...here, ...change }
}

function wave(members: readonly MemberFacts[], change: Partial<WaveFacts> = {}): WaveFacts {
  return { manner, waveStartedAt: ago(10), isLast: false, before: { stations: 0, failed: 0 }, members, ...change }
}

describe('a station that waits', () => {
  test.each<[string, Partial<MemberFacts>, readonly number[]]>([
    ['is ordered when it is connected, free, and the hour is quiet', {}, [1]],
    ['is let be while it is away', { connected: false }, []],
    ['is let be while somebody charges', { busy: true }, []],
    ['is let be in an hour in which it is used', { quiet: false }, []],
  ])('%s', (_what, change, order) => {
    expect(stepCampaign(wave([member(change)]), now)).toEqual({ settle: [], again: [], order, next: 'stay' })
  })

  test('is ordered in any hour where no quiet one is asked for', () => {
    const any = { manner: { ...manner, quietHours: false } }
    expect(stepCampaign(wave([member({ quiet: false })], any), now).order).toEqual([1])
  })

  test('is done when it is so already', () => {
    const step = stepCampaign(wave([member({ done: true, connected: false })]), now)
    expect(step).toMatchObject({ settle: [{ number: 1, state: 'succeeded' }], order: [], next: 'next-wave' })
  })

  test('is left out when it has kept the others waiting for too long', () => {
    const step = stepCampaign(wave([member({ connected: false })], { waveStartedAt: ago(24 * 60) }), now)
    expect(step).toMatchObject({
      settle: [{ number: 1, state: 'skipped', reason: 'not connected in time' }],
      next: 'next-wave',
    })
  })
})

describe('a station that was ordered', () => {
  const ordered = (change: Partial<MemberFacts>) =>
    member({ state: 'ordered', orderedAt: ago(5), attempts: 1, ...change })

  test('is waited for', () => {
    expect(stepCampaign(wave([ordered({})]), now)).toEqual({ settle: [], again: [], order: [], next: 'stay' })
  })

  test('counts as it ended', () => {
    const step = stepCampaign(wave([ordered({ end: { result: 'succeeded' } })], { isLast: true }), now)
    expect(step).toMatchObject({ settle: [{ number: 1, state: 'succeeded' }], next: 'finish' })
  })

  test('has failed when it takes too long', () => {
    const step = stepCampaign(wave([ordered({ orderedAt: ago(60) })]), now)
    expect(step).toMatchObject({ settle: [{ number: 1, state: 'failed', reason: 'no end in time' }], next: 'stop' })
  })

  test('is ordered again when it never heard, so many times', () => {
    const unheard = { result: 'unheard' } as const
    expect(stepCampaign(wave([ordered({ end: unheard })]), now)).toMatchObject({ again: [1], settle: [], next: 'stay' })
    const last = stepCampaign(wave([ordered({ end: unheard, attempts: MOST_ATTEMPTS })]), now)
    expect(last).toMatchObject({ again: [], settle: [{ state: 'failed' }], next: 'stop' })
  })
})

describe('failures', () => {
  const failed = (number: number) => member({ number, state: 'failed' })

  test('of the canary stop everything', () => {
    expect(stepCampaign(wave([failed(1)]), now).next).toBe('stop')
  })

  test('within the bound are borne, beyond it they stop', () => {
    const others = [3, 4, 5, 6, 7, 8, 9, 10].map((number) => member({ number, state: 'succeeded' }))
    expect(stepCampaign(wave([failed(1), failed(2), ...others]), now).next).toBe('next-wave')
    const before = { stations: 1, failed: 1 }
    expect(stepCampaign(wave([failed(1), failed(2), ...others], { before }), now).next).toBe('stop')
  })

  test('are none at all where none may be', () => {
    const strict = { manner: { ...manner, failureLimitPercent: 0 }, before: { stations: 1000, failed: 0 } }
    expect(stepCampaign(wave([failed(1)], strict), now).next).toBe('stop')
  })
})

test('whatever the facts, nobody is ordered who was not waiting, and nobody once it stops', () => {
  const facts = fc.record({
    state: fc.constantFrom(...MEMBER_STATES),
    attempts: fc.nat(MOST_ATTEMPTS),
    ...{ connected: fc.boolean(), busy: fc.boolean(), quiet: fc.boolean(), done: fc.boolean() },
    end: fc.constantFrom(undefined, { result: 'succeeded' }, { result: 'failed' }, { result: 'unheard' } as const),
  })
  fc.assert(
    fc.property(fc.array(facts), (list) => {
      const members = list.map(({ end, ...rest }, number) =>
        member({ ...rest, number, ...(end === undefined ? {} : { end: { result: end.result as 'failed' } }) }),
      )
      const step = stepCampaign(wave(members), now)
      for (const number of step.order)
        expect(members[number]).toMatchObject({ state: 'waiting', connected: true, busy: false })
      expect(step.order.filter((number) => step.settle.some((one) => one.number === number))).toEqual([])
      if (step.next !== 'stay') expect(step.order).toEqual([])
    }),
  )
})
