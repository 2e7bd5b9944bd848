import { expect, test } from 'vitest'
import { ManualClock } from './clock.ts'
import { sparing } from './sparing.ts'

function scene() {
  const clock = new ManualClock()
  const asked: { key: string; answer: (value: number) => void; fail: (cause: Error) => void }[] = []
  const ask = sparing(
    clock,
    (key: string) => key,
    (key) => new Promise<number>((answer, fail) => asked.push({ key, answer, fail })),
  )
  return { clock, asked, ask }
}

test('whoever asks while it is being answered gets that answer', async () => {
  const { clock, asked, ask } = scene()
  const both = [ask('a'), ask('a')]
  clock.advance(60_000)
  both.push(ask('a'))
  asked[0]?.answer(1)
  expect(await Promise.all(both)).toEqual([1, 1, 1])
  expect(asked).toHaveLength(1)
})

test('a cheap answer is made anew each time', async () => {
  const { clock, asked, ask } = scene()
  for (const value of [1, 2]) {
    const answer = ask('a')
    clock.advance(99)
    asked.at(-1)?.answer(value)
    expect(await answer).toBe(value)
  }
})

test('a costly one is given again for ten times as long as it took, to whoever asks the same', async () => {
  const { clock, asked, ask } = scene()
  const first = ask('a')
  clock.advance(500)
  asked[0]?.answer(1)
  await first
  clock.advance(4_999)
  expect(await ask('a')).toBe(1)
  void ask('b')
  clock.advance(1)
  void ask('a')
  expect(asked.map(({ key }) => key)).toEqual(['a', 'b', 'a'])
})

test('a failure is told to those who wait for it, and then asked anew', async () => {
  const { clock, asked, ask } = scene()
  const both = [ask('a'), ask('a')]
  clock.advance(500)
  asked[0]?.fail(new Error('away'))
  for (const one of both) await expect(one).rejects.toThrow('away')
  const again = ask('a')
  asked[1]?.answer(2)
  expect(await again).toBe(2)
})
