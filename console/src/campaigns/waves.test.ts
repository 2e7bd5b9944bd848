import { expect, test } from 'vitest'
import { wavesOf } from './waves.ts'

test('each wave is counted by itself, the canary first', () => {
  const waves = wavesOf(
    [
      { wave: 1, state: 'waiting' },
      { wave: 0, state: 'succeeded' },
      { wave: 1, state: 'failed' },
    ],
    2,
  )
  expect(waves.map(({ wave }) => wave)).toEqual([0, 1])
  expect(waves[1]?.counts).toEqual({ waiting: 1, ordered: 0, succeeded: 0, failed: 1, skipped: 0 })
})

test('of a wave whose stations were not told yet nothing is said', () => expect(wavesOf([], 3)).toEqual([]))
