import { describe, expect, test } from 'vitest'
import { bar, gauge } from './bar.ts'

describe('a bar', () => {
  test.each([
    [0, ''],
    [0.5, '██'],
    [0.53125, '██▏'],
    [1, '████'],
  ])('of %d is %s', (share, text) => {
    expect(bar(share, 4)).toBe(text)
  })

  test.each([-1, -0.0001])('of less than nothing is empty', (share) => expect(bar(share, 4)).toBe(''))
  test('of more than everything is full', () => expect(bar(7, 4)).toBe('████'))
})

test.each([0, 0.1, 0.33, 0.99, 1])('a gauge of %d has its full width', (share) => {
  expect(gauge(share, 20)).toHaveLength(20)
})
