import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('so many run at once, so many wait, and the rest is turned away', async () => {
  const gate = createGate({ running: 2, waiting: 1 })
  const work = [0, 1, 2].map(() => Promise.withResolvers<number>())
  const started: number[] = []
  const thirdStarted = Promise.withResolvers<void>()
  const results = work.map(({ promise }, index) =>
    gate(() => {
      started.push(index)
      if (index === 2) thirdStarted.resolve()
      return promise
    }),
  )
  await expect(gate(async () => expect.unreachable())).rejects.toMatchObject({ code: 'too-many' })
  expect(started).toEqual([0, 1])

  work[0]?.resolve(10)
  expect(await results[0]).toBe(10)
  await thirdStarted.promise
  expect(started).toEqual([0, 1, 2])
  work[1]?.resolve(11)
  work[2]?.resolve(12)
  expect(await Promise.all(results)).toEqual([10, 11, 12])
})

test('work that fails gives its place back', async () => {
  const gate = createGate({ running: 1, waiting: 0 })
  await expect(gate(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await gate(async () => 'through')).toBe('through')
})
