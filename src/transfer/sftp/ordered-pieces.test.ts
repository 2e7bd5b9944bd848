import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrderedPieces } from './ordered-pieces.ts'

test('in whatever order pieces come, they are passed on in the order of the file', () => {
  const cut = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 20 })
  const shuffled = cut.chain((pieces) => {
    let offset = 0
    const placed = pieces.map((piece) => {
      const at = offset
      offset += piece.byteLength
      return { at, piece }
    })
    return fc.tuple(fc.constant(pieces), fc.shuffledSubarray(placed, { minLength: placed.length }))
  })
  fc.assert(
    fc.property(shuffled, ([pieces, placed]) => {
      const ordered = new OrderedPieces()
      const out = placed.flatMap(({ at, piece }) => ordered.take(at, piece) ?? [])
      expect(Buffer.concat(out)).toEqual(Buffer.concat(pieces))
      expect(ordered.whole).toBe(true)
    }),
  )
})

test('what was written before is not written again', () => {
  const ordered = new OrderedPieces()
  expect(ordered.take(0, Buffer.from('abc'))).toHaveLength(1)
  expect(ordered.take(0, Buffer.from('abc'))).toBeUndefined()
  expect(ordered.take(2, Buffer.from('c'))).toBeUndefined()
})

test('a gap is known, and no more is kept beyond it than a bound', () => {
  const ordered = new OrderedPieces()
  expect(ordered.take(10, Buffer.from('abc'))).toEqual([])
  expect(ordered.whole).toBe(false)
  expect(ordered.take(10, Buffer.from('abc'))).toBeUndefined()
  expect(ordered.take(1e9, Buffer.alloc(4_194_304))).toBeUndefined()
})

test('a piece of nothing changes nothing', () => {
  const ordered = new OrderedPieces()
  expect(ordered.take(0, Buffer.alloc(0))).toHaveLength(1)
  expect(ordered.take(0, Buffer.from('a'))).toHaveLength(1)
})
