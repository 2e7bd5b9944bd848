import { describe, expect, test } from 'vitest'
import { may } from './session.ts'
import type { Membership } from './types.ts'

const who = (...memberships: Membership[]) => ({ kind: 'person', id: 'a', name: 'A', memberships }) as const

describe('which buttons somebody sees', () => {
  test('a viewer reads only', () => {
    const viewer = who({ partyId: 'north', role: 'viewer' })
    expect(may(viewer, 'viewer', 'north')).toBe(true)
    expect(may(viewer, 'operator', 'north')).toBe(false)
  })

  test('a role holds for its party only', () => {
    const operator = who({ partyId: 'north', role: 'operator' }, { partyId: 'south', role: 'viewer' })
    expect(may(operator, 'operator', 'north')).toBe(true)
    expect(may(operator, 'operator', 'south')).toBe(false)
    expect(may(operator, 'operator')).toBe(true)
  })

  test('a role for every party holds for each', () => {
    expect(may(who({ partyId: '', role: 'owner' }), 'operator', 'any')).toBe(true)
  })

  test('nobody may nothing', () => expect(may(who(), 'viewer')).toBe(false))
})
