import { expect, test } from 'vitest'
import { atOnce, inTurns, type Steps } from './turns.ts'

function* counting(to: number): Steps<number> {
  let sum = 0
  for (let number = 1; number <= to; number++) {
    sum += number
    yield
  }
  return sum
}

function* failing(): Steps<number> {
  yield
  throw new RangeError('beyond what is known')
}

test('work in steps comes to the same at once and in turns', async () => {
  expect(atOnce(counting(100))).toBe(5_050)
  expect(await inTurns(counting(100))).toBe(5_050)
})

test('others have their turn between two steps', async () => {
  let isDone = false
  let turns = 0
  const work = inTurns(counting(100)).finally(() => {
    isDone = true
  })
  while (!isDone) {
    turns += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  await work
  expect(turns).toBeGreaterThanOrEqual(100)
})

test('what fails half-way fails', async () => {
  expect(() => atOnce(failing())).toThrow(RangeError)
  await expect(inTurns(failing())).rejects.toThrow(RangeError)
})
