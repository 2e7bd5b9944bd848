import { expect, test } from 'vitest'
import { everyPage } from './pages.ts'

/** A list of the numbers up to `length`, in the pages that are asked for. */
function counting(length: number) {
  const asked: number[] = []
  return {
    asked,
    async ask({ limit, cursor = '0' }: { limit: number; cursor?: string }) {
      asked.push(limit)
      const end = Math.min(length, Number(cursor) + limit)
      const items = Array.from({ length: end - Number(cursor) }, (_, index) => Number(cursor) + index)
      return end < length ? { items, nextCursor: String(end) } : { items }
    },
  }
}

test('a list is read to its end, in the largest pages there are', async () => {
  const { ask, asked } = counting(1_200)
  const { items, more } = await everyPage(ask, 10_000)
  expect([items.length, more, asked]).toEqual([1_200, false, [500, 500, 500]])
})

test('never more than the limit, and it is told that there is more', async () => {
  const { ask, asked } = counting(1_200)
  const { items, more } = await everyPage(ask, 600)
  expect([items.length, more, asked]).toEqual([600, true, [500, 100]])
})

test('a list that ends at the limit has no more', async () => {
  expect(await everyPage(counting(5).ask, 5)).toEqual({ items: [0, 1, 2, 3, 4], more: false })
})
