import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('the order of fields does not matter, the order of items does', () => {
  expect(canonicalJson({ b: { d: 1, c: [1, 2] }, a: 0 })).toBe(canonicalJson({ a: 0, b: { c: [1, 2], d: 1 } }))
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
})

test('nothing is lost', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
