import { beforeEach, describe, expect, test } from 'vitest'
import { LIST_ENTRIES, LIST_ITEMS, LocalList } from './local-list.ts'

const accepted = { accepted: true, status: 'Accepted' } as const
const entry = (token: string, verdict: typeof accepted | undefined = accepted) => ({ token, verdict })
const off = (token: string) => ({ token, verdict: undefined })

let list: LocalList
beforeEach(() => {
  list = new LocalList()
  list.apply({ version: 5, full: true, entries: [entry('ALICE'), entry('BOB')] })
})

describe('changes', () => {
  test('D01.FR.16 1.6 §7.1/2 add, replace and take off, and leave the rest', () => {
    const blocked = { accepted: false, status: 'Blocked' } as const
    const entries = [off('alice'), { token: 'BOB', verdict: blocked }, entry('CAROL')]
    expect(list.apply({ version: 6, full: false, entries })).toBe('Accepted')
    expect(list.version).toBe(6)
    expect(list.recall('ALICE', 0)).toBeUndefined()
    expect(list.recall('bob', 0)).toEqual(blocked)
    expect(list.recall('CAROL', 0)).toEqual(accepted)
  })

  test.each([5, 4, 1])('D01.FR.19 to version %s of a list of version 5 are a VersionMismatch', (version) => {
    expect(list.apply({ version, full: false, entries: [off('ALICE')] })).toBe('VersionMismatch')
    expect(list.version).toBe(5)
    expect(list.recall('ALICE', 0)).toEqual(accepted)
  })

  test('without entries change the version alone', () => {
    expect(list.apply({ version: 9, full: false, entries: [] })).toBe('Accepted')
    expect([list.version, list.size]).toEqual([9, 2])
  })
})

describe('a whole list', () => {
  test('replaces the other, whatever its version', () => {
    expect(list.apply({ version: 2, full: true, entries: [entry('CAROL')] })).toBe('Accepted')
    expect([list.version, list.size]).toEqual([2, 1])
  })

  test('D01.FR.04 without entries empties it', () => {
    expect(list.apply({ version: 6, full: true, entries: [] })).toBe('Accepted')
    expect(list.size).toBe(0)
  })

  test('1.6 §7.1/1 fails when it does not say what is to be thought of a token', () => {
    expect(list.apply({ version: 6, full: true, entries: [off('ALICE')] })).toBe('Failed')
    expect([list.version, list.size]).toEqual([5, 2])
  })
})

test.each([
  ['1.6 errata 3.52 version 0', 0, [entry('CAROL')]],
  ['1.6 errata 3.52 version −1', -1, [entry('CAROL')]],
  ['1.6 §6.41/2 a token that is there twice', 6, [entry('CAROL'), entry('carol')]],
  ['more than a message takes', 6, Array.from({ length: LIST_ITEMS + 1 }, (_, n) => entry(`T${n}`))],
])('%s fails, and changes nothing', (_, version, entries) => {
  for (const full of [true, false]) expect(list.apply({ version, full, entries })).toBe('Failed')
  expect([list.version, list.size]).toEqual([5, 2])
})

test('more than the list takes fails, and changes nothing', () => {
  let version = 5
  const more = (n: number) => Array.from({ length: LIST_ITEMS }, (_, at) => entry(`T${n}-${at}`))
  for (let n = 0; list.size + LIST_ITEMS <= LIST_ENTRIES; n += 1) {
    version += 1
    expect(list.apply({ version, full: false, entries: more(n) })).toBe('Accepted')
  }
  const { size } = list
  expect(list.apply({ version: version + 1, full: false, entries: more(99) })).toBe('Failed')
  expect([list.version, list.size]).toEqual([version, size])
})
