import { expect, test } from 'vitest'
import { known } from './known.ts'

test('fields that are null or undefined are left out, everything else stays', () => {
  const fields: { id: string; name: string | null; count?: number | undefined; note: string; none: boolean } = {
    id: 'CS-1',
    name: null,
    count: undefined,
    note: '',
    none: false,
  }
  const found: { id: string; name?: string; count?: number; note: string; none: boolean } = known(fields)
  expect(found).toEqual({ id: 'CS-1', note: '', none: false })
  expect('name' in found || 'count' in found).toBe(false)
})
