import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MemberFacts, MOST_ATTEMPTS, stepCampaign, stepOrdered, type WaveFacts } from './campaign-step.ts'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const manner = {
  ...{ canarySize: 1, waveSize: 10, atOnce: 10, failureLimitPercent: 20 },
  ...{ quietHours: true, timeoutMinutes: 60, waitHours: 24 },
}

function member(change: Partial<MemberFacts> = {}): MemberFacts {
  const here = { connected: true, busy: false, quiet: true, held: false, due: 'order' } as const
  return { number: 1, state: 'waiting', attempts: 0, ...here, ...change }
}

function wave(members: readonly MemberFacts[], change: Partial<WaveFacts> = {}): WaveFacts {
  const begun = { stations: members.length, failed: 0 }
  return { manner, waveStartedAt: ago(10), isLast: false, begun, unseen: 0, members, ...change }
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

  test('is let be as long as nobody can say what is due to it', () => {
    const { due: _, ...untold } = member()
    expect(stepCampaign(wave([untold]), now)).toMatchObject({ settle: [], order: [], next: 'stay' })
  })

  test('is done when it is so already', () => {
    const due = { state: 'succeeded', reason: 'it was so already' } as const
    const step = stepCampaign(wave([member({ due, connected: false })]), now)
    expect(step).toMatchObject({ settle: [{ number: 1, ...due }], order: [], next: 'next-wave' })
  })

  test('waits for room where so many are at it already; one that never heard has made room', () => {
    const at = { manner: { ...manner, atOnce: 2 } }
    const ordered = { state: 'ordered', orderedAt: ago(5), attempts: 1 } as const
    const members = [member(ordered), ...[2, 3, 4].map((number) => member({ number }))]
    expect(stepCampaign(wave(members, at), now).order).toEqual([2])
    const unheard = member({ ...ordered, end: { result: 'unheard' } })
    expect(stepCampaign(wave([unheard, ...members.slice(1)], at), now)).toMatchObject({ again: [1], order: [2, 3] })
  })

  test('has its turn after the others where its order could not be given', () => {
    const at = { manner: { ...manner, atOnce: 2 } }
    const members = [1, 2, 3].map((number) => member({ number, held: number < 3 }))
    expect(stepCampaign(wave(members, at), now).order).toEqual([3, 1])
  })

  test('and is not looked at now keeps the wave open', () => {
    expect(stepCampaign(wave([], { unseen: 1 }), now).next).toBe('stay')
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
  const failing = { state: 'ordered', orderedAt: ago(5), attempts: 1, end: { result: 'failed' } } as const

  test('of the canary stop everything', () => {
    expect(stepCampaign(wave([member(failing)]), now).next).toBe('stop')
  })

  test('within the bound are borne, beyond it they stop', () => {
    const step = (failed: number) =>
      stepCampaign(wave([member(failing)], { begun: { stations: 10, failed }, isLast: true }), now)
    expect(step(1)).toMatchObject({ settle: [{ state: 'failed' }], next: 'finish' })
    expect(step(2)).toMatchObject({ settle: [{ state: 'failed' }], next: 'stop' })
  })

  test('are none at all where none may be', () => {
    const strict = { manner: { ...manner, failureLimitPercent: 0 }, begun: { stations: 1000, failed: 0 } }
    expect(stepCampaign(wave([member(failing)], strict), now).next).toBe('stop')
  })
})

describe('a campaign that orders nothing more', () => {
  test('follows what it has ordered to its end, and lets those that wait be, however long', () => {
    const ended = member({ state: 'ordered', orderedAt: ago(5), attempts: 1, end: { result: 'succeeded' } })
    const step = stepOrdered(wave([ended, member({ number: 2 })], { waveStartedAt: ago(24 * 60) }), now)
    expect(step).toEqual({ settle: [{ number: 1, state: 'succeeded' }], again: [], order: [], next: 'stay' })
  })
})

test('whatever the facts, nobody is ordered who was not waiting, nobody beyond the room, and nobody once it stops', () => {
  const ends = [{ result: 'succeeded' }, { result: 'failed' }, { result: 'unheard' }] as const
  const dues = [{ due: 'order' }, { due: { state: 'skipped', reason: 'it has none' } }, {}] as const
  const facts = fc.record({
    state: fc.constantFrom('waiting', 'ordered'),
    attempts: fc.nat(MOST_ATTEMPTS),
    ...{ connected: fc.boolean(), busy: fc.boolean(), quiet: fc.boolean(), held: fc.boolean() },
    ...{ due: fc.constantFrom(...dues), end: fc.option(fc.constantFrom(...ends), { nil: undefined }) },
  })
  fc.assert(
    fc.property(fc.array(facts), fc.integer({ min: 1, max: 3 }), (list, atOnce) => {
      const members = list.map(({ end, due, ...rest }, number): MemberFacts => {
        const { due: _, ...plain } = member({ ...rest, number })
        return { ...plain, ...due, ...(end !== undefined && { end }) }
      })
      const step = stepCampaign(wave(members, { manner: { ...manner, atOnce } }), now)
      for (const number of step.order) {
        expect(members[number]).toMatchObject({ state: 'waiting', due: 'order', connected: true, busy: false })
      }
      const gone = new Set([...step.settle.map(({ number }) => number), ...step.again])
      const ordered = members.filter(({ state, number }) => state === 'ordered' && !gone.has(number))
      if (step.order.length > 0) expect(ordered.length + step.order.length).toBeLessThanOrEqual(atOnce)
      expect(step.order.filter((number) => gone.has(number))).toEqual([])
      if (step.next !== 'stay') expect(step.order).toEqual([])
    }),
  )
})
