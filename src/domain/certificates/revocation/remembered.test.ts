import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { Remembered } from './remembered.ts'

const clock = new ManualClock('2026-03-01T12:00:00Z')
const opened = (limits: { keep?: number; atOnce?: number; waiting?: number } = {}) =>
  new Remembered<string>({ clock, keep: 10, atOnce: 1, waiting: 2, ...limits })
const answer = (value: string, forMs = 1_000) => Promise.resolve({ value, forMs })

test('an answer is given again until its time is over', async () => {
  const remembered = opened()
  expect(await remembered.get('a', () => answer('first'))).toBe('first')
  expect(await remembered.get('a', () => answer('second'))).toBe('first')
  clock.advance(1_000)
  expect(await remembered.get('a', () => answer('second'))).toBe('second')
})

test('what is kept is bounded: the one longest unused goes', async () => {
  const remembered = opened({ keep: 2 })
  for (const key of ['a', 'b', 'a', 'c']) await remembered.get(key, () => answer(`old ${key}`))
  expect(await remembered.get('a', () => answer('new a'))).toBe('old a')
  expect(await remembered.get('b', () => answer('new b'))).toBe('new b')
})

test('questions wait for their turn, and those beyond the bound get no answer', async () => {
  const remembered = opened()
  const gate = Promise.withResolvers<void>()
  const slow = (value: string) => async () => {
    await gate.promise
    return { value, forMs: 1_000 }
  }
  const asked = ['a', 'b', 'c', 'd'].map((key) => remembered.get(key, slow(key)))
  gate.resolve()
  expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', undefined])
  expect(await remembered.get('d', slow('d'))).toBe('d')
})

test('a question that fails is asked again, and holds up nobody', async () => {
  const remembered = opened()
  await expect(remembered.get('a', () => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken')
  expect(await remembered.get('a', () => answer('whole'))).toBe('whole')
})
