import { expect, test } from 'vitest'
import { KeyedTurns } from './keyed-turns.ts'

test('work under one key takes turns in its order, also after a failure; other keys do not wait', async () => {
  const turns = new KeyedTurns()
  const seen: string[] = []
  const first = Promise.withResolvers<void>()
  const done = [
    turns.take('a', async () => {
      await first.promise
      seen.push('a1')
      throw new Error('failed')
    }),
    turns.take('a', async () => seen.push('a2')),
    turns.take('b', async () => seen.push('b1')),
  ]
  await done[2]
  expect(seen).toEqual(['b1'])
  expect([turns.isTaken('a'), turns.isTaken('b')]).toEqual([true, false])
  first.resolve()
  expect((await Promise.allSettled(done)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(seen).toEqual(['b1', 'a1', 'a2'])
  expect(turns.isTaken('a')).toBe(false)
})
