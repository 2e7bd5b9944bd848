import { expect, test } from 'vitest'
import type { Message } from '../station/dialect.ts'
import type { CallOutcome } from '../wire/outbox.ts'
import { NEWS_LIMIT, News } from './news.ts'

const message = (n: number): Message => ({ action: 'FirmwareStatusNotification', payload: { n } })
const heard: CallOutcome = { type: 'result', payload: {} }

/** A connection in the hands of the test: what was sent on it, and how the last of it ends. */
function connection() {
  const sent: Message[] = []
  let settle: ((outcome: CallOutcome) => void) | undefined
  const news = new News({
    send(message, _triggered, settled) {
      sent.push(message)
      settle = settled
    },
  })
  return { news, sent: () => sent.splice(0), end: (outcome: CallOutcome) => settle?.(outcome) }
}

test('one is told after the other', () => {
  const { news, sent, end } = connection()
  for (const n of [1, 2]) news.tell(message(n))
  expect(sent()).toEqual([message(1)])
  end(heard)
  expect(sent()).toEqual([message(2)])
})

test('what the connection loses is told again, in its turn', () => {
  const { news, sent, end } = connection()
  for (const n of [1, 2]) news.tell(message(n))
  end({ type: 'lost' })
  expect(sent()).toEqual([message(1)])
  news.next()
  end(heard)
  expect(sent()).toEqual([message(1), message(2)])
})

const ends: readonly CallOutcome[] = [{ type: 'error', code: 'internal' }, { type: 'timeout' }, { type: 'dropped' }]
test.each(ends.map((outcome) => ({ outcome })))('one that ends with $outcome.type is told once', ({ outcome }) => {
  const { news, sent, end } = connection()
  news.tell(message(1))
  end(outcome)
  news.next()
  expect(sent()).toEqual([message(1)])
})

test('the oldest is forgotten when there is too much, but not the one on its way', () => {
  const { news, sent, end } = connection()
  for (let n = 1; n <= NEWS_LIMIT + 3; n += 1) news.tell(message(n))
  const all: Message[] = []
  for (let n = 1; n <= NEWS_LIMIT; n += 1) {
    all.push(...sent())
    end(heard)
  }
  expect(all).toEqual([message(1), ...Array.from({ length: NEWS_LIMIT - 1 }, (_, n) => message(n + 5))])
  news.next()
  expect(sent()).toEqual([])
})
