import { expect, test } from 'vitest'
import { leastIdOf, newId } from './id.ts'

test('ids are UUIDs of version 7 and sort by the time they were made', () => {
  const ids = [1_000, 2_000, 1_700_000_000_000].map((ms) => newId(ms))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([...ids].sort()).toEqual(ids)
})

test('the least identifier of a moment parts those made before from those made since', () => {
  const nowMs = Date.parse('2026-11-01T12:00:00Z')
  const least = leastIdOf(nowMs)
  expect(newId(nowMs - 1) < least).toBe(true)
  expect(newId(nowMs) > least).toBe(true)
})
