import { expect, test } from 'vitest'
import { newId } from './id.ts'

test('ids are UUIDs of version 7 and sort by the time they were made', () => {
  const ids = [1_000, 2_000, 1_700_000_000_000].map((ms) => newId(ms))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([...ids].sort()).toEqual(ids)
})
