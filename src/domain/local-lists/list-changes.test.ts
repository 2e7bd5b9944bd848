import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween, type ListEntry, withChanges } from './index.ts'

const entry = (value: string, change: Partial<ListEntry> = {}): ListEntry => ({
  value,
  kind: 'rfid',
  status: 'accepted',
  ...change,
})
const lists = fc.uniqueArray(
  fc.record({
    value: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    kind: fc.constant<'rfid'>('rfid'),
    status: fc.constantFrom('accepted' as const, 'blocked' as const),
  }),
  { selector: ({ value }) => value },
)
const sorted = (list: readonly ListEntry[]) => [...list].sort((a, b) => a.value.localeCompare(b.value))

test('D01.FR.16 D01.FR.17 the changes between two lists make the one the other, in whatever order they are applied', () => {
  fc.assert(
    fc.property(lists, lists, (from, to) => {
      const { drop, put } = changesBetween(from, to)
      expect(sorted(withChanges(from, { drop, put }))).toEqual(sorted(to))
      const dropped = withChanges(from, { drop, put: [] })
      expect(dropped.length).toBeLessThanOrEqual(from.length)
      expect(sorted(withChanges(dropped, { drop: [], put }))).toEqual(sorted(to))
    }),
  )
})

test('D01.FR.05 nothing differs between a list and itself', () => {
  const list = [entry('A', { groupId: 'g', validUntil: new Date('2026-05-01T00:00:00Z') }), entry('B')]
  expect(changesBetween(list, structuredClone(list))).toEqual({ drop: [], put: [] })
})

test('D01.FR.06 a token whose case or group has changed is put once, and not dropped', () => {
  const changed = entry('ab', { groupId: 'g' })
  expect(changesBetween([entry('AB')], [changed])).toEqual({ drop: [], put: [changed] })
  expect(withChanges([entry('AB')], { drop: [], put: [changed] })).toEqual([changed])
})
