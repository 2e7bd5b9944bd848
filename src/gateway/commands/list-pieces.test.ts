import { describe, expect, test } from 'vitest'
import type { ListEntry, ListPlan } from '#domain/local-lists'
import { listPieces } from './list-pieces.ts'

const entries = (...values: string[]): ListEntry[] =>
  values.map((value) => ({ value, kind: 'rfid', status: 'accepted' }))
const plan = (change: Partial<ListPlan>): ListPlan => ({
  version: 3,
  confirmed: [],
  uncertain: false,
  wanted: [],
  changes: { drop: [], put: [] },
  limits: {},
  omitted: 0,
  ...change,
})
const size = () => 100
const values = (list: readonly ListEntry[]) => list.map(({ value }) => value).join('')

describe('F-05 an update is cut', () => {
  test('by the number of entries a message may have, drops before puts', () => {
    const changes = { drop: entries('A', 'B'), put: entries('C') }
    const pieces = listPieces(
      plan({ confirmed: entries('A', 'B', 'D'), changes, limits: { itemsPerMessage: 1 } }),
      false,
      3,
      size,
    )
    expect(pieces?.map(({ version, full, list }) => [version, full, values(list)])).toEqual([
      [4, false, 'BD'],
      [5, false, 'D'],
      [6, false, 'DC'],
    ])
  })

  test('by the bytes a message may have, with room for what is around them', () => {
    const wanted = entries('A', 'B', 'C')
    const cut = (bytesPerMessage: number) => listPieces(plan({ wanted, limits: { bytesPerMessage } }), true, 0, size)
    expect(cut(460)?.map(({ list }) => values(list))).toEqual(['ABC'])
    expect(cut(459)?.map(({ list }) => values(list))).toEqual(['AB', 'ABC'])
    // One entry is the least that can be said.
    expect(cut(10)?.map(({ list }) => values(list))).toEqual(['A', 'AB', 'ABC'])
  })

  test('into ten entries a message for a station that has not told its limits', () => {
    const wanted = entries(...'ABCDEFGHIJKL')
    expect(listPieces(plan({ wanted }), true, 0, size)?.map(({ changes }) => changes.put.length)).toEqual([10, 2])
  })

  test('into no piece where nothing differs, and into one that empties the list where nothing is left', () => {
    expect(listPieces(plan({}), false, 3, size)).toEqual([])
    expect(listPieces(plan({}), true, 3, size)).toMatchObject([{ full: true, version: 4, list: [] }])
  })
})

describe('D-17 versions', () => {
  const highest = 2 ** 31 - 1
  test('begin anew with a whole list when they would grow beyond what an integer holds', () => {
    const wanted = entries(...'ABCDEFGHIJKL')
    expect(listPieces(plan({ wanted }), true, highest - 1, size)?.map(({ version }) => version)).toEqual([1, 2])
    expect(listPieces(plan({ changes: { drop: [], put: wanted } }), false, highest - 1, size)).toBeUndefined()
    expect(listPieces(plan({ wanted }), true, highest - 2, size)?.map(({ version }) => version)).toEqual([
      highest - 1,
      highest,
    ])
  })
})
