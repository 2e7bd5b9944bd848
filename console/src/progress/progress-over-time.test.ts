import { describe, expect, test } from 'vitest'
import { MEMBER_STATES, progressWords } from './member-words.ts'
import { areaOf, progressOverTime, thinned } from './progress-over-time.ts'

const at = (second: number) => new Date(second * 1_000).toISOString()
const none = { waiting: 0, ordered: 0, succeeded: 0, failed: 0, skipped: 0 }

describe('how many stations were in each state', () => {
  test('all wait at first; each is ordered, and comes to its end', () => {
    const steps = progressOverTime(
      [
        { state: 'succeeded', orderedAt: at(1), settledAt: at(3) },
        { state: 'ordered', orderedAt: at(2) },
      ],
      0,
    )
    expect(steps.map(({ atMs, progress }) => [atMs, progressWords(progress)])).toEqual([
      [0, '2 waiting'],
      [1_000, '1 under way, 1 waiting'],
      [2_000, '2 under way'],
      [3_000, '1 done, 1 under way'],
    ])
  })

  test('one that was left out was never under way', () => {
    const steps = progressOverTime([{ state: 'skipped', settledAt: at(5) }], 0)
    expect(steps.at(-1)).toEqual({ atMs: 5_000, progress: { ...none, skipped: 1 } })
  })

  test('one that waits for another try waits', () => {
    expect(progressOverTime([{ state: 'waiting', orderedAt: at(1) }], 0)).toHaveLength(1)
  })

  test('what happens at once is one step, and nothing is before the beginning', () => {
    const member = { state: 'failed', orderedAt: at(1), settledAt: at(1) } as const
    expect(progressOverTime([member, member], 2_000)).toEqual([{ atMs: 2_000, progress: { ...none, failed: 2 } }])
  })
})

describe('the picture', () => {
  const size = { width: 100, height: 10 }
  const steps = progressOverTime([{ state: 'succeeded', orderedAt: at(0), settledAt: at(5) }], 0)

  test('has an area for each state, upon each other', () => {
    expect(areaOf('ordered', steps, 10_000, size)).toBe(
      'M0.0,0.0L50.0,0.0L50.0,0.0L100.0,0.0L100.0,0.0L50.0,0.0L50.0,10.0L0.0,10.0Z',
    )
  })

  test('of nothing is flat, and never divides by nothing', () => {
    for (const state of MEMBER_STATES) expect(areaOf(state, progressOverTime([], 0), 0, size)).not.toContain('NaN')
  })

  test('has no more steps than can be told apart, the last of them always', () => {
    const many = Array.from({ length: 5_000 }, (_, second) => ({ state: 'ordered', orderedAt: at(second) }) as const)
    const all = progressOverTime(many, 0)
    const thin = thinned(all, 5_000_000)
    expect(thin.length).toBeLessThanOrEqual(402)
    expect(thin.at(-1)).toEqual(all.at(-1))
  })
})
