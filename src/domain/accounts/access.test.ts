import { expect, test } from 'vitest'
import { errorCode } from '#kernel'
import { may, mayAnywhere, requireRole, scopeOf } from './access.ts'
import { type Principal, ROLES, type Role } from './account.ts'

function person(...memberships: [partyId: string, role: Role][]): Principal {
  return {
    kind: 'person',
    id: 'p',
    name: 'P',
    memberships: memberships.map(([partyId, role]) => ({ partyId, role })),
  }
}

test('each role may do what the lesser ones may, and no more', () => {
  const allowed = ROLES.map((role) => ROLES.filter((needed) => may(person(['north', role]), 'north', needed)))
  expect(allowed).toEqual([['viewer'], ['viewer', 'operator'], ['viewer', 'operator', 'owner']])
})

test('a role in one party says nothing about another', () => {
  const principal = person(['north', 'owner'], ['south', 'viewer'])
  expect(may(principal, 'south', 'operator')).toBe(false)
  expect(may(principal, 'east', 'viewer')).toBe(false)
  expect(mayAnywhere(principal, 'owner')).toBe(true)
})

test('a member of every party may act in each of them', () => {
  const principal = person(['', 'operator'])
  expect(may(principal, 'north', 'operator')).toBe(true)
  expect(may(principal, '', 'operator')).toBe(true)
  expect(may(principal, 'north', 'owner')).toBe(false)
})

test('an owner of one party does not own the installation', () => {
  expect(may(person(['north', 'owner']), '', 'viewer')).toBe(false)
})

test('the scope holds the parties in which the role is held', () => {
  const principal = person(['north', 'owner'], ['south', 'viewer'])
  expect(scopeOf(principal)).toEqual({ partyIds: ['north', 'south'] })
  expect(scopeOf(principal, 'operator')).toEqual({ partyIds: ['north'] })
  expect(scopeOf(person(['', 'viewer'], ['north', 'owner']))).toEqual({ all: true })
  expect(scopeOf(person(['', 'viewer'], ['north', 'owner']), 'owner')).toEqual({ partyIds: ['north'] })
  expect(scopeOf(person())).toEqual({ partyIds: [] })
})

test('who has too little of a role is told what is needed, and where', () => {
  const attempt = () => requireRole(person(['north', 'viewer']), 'north', 'operator')
  expect(attempt).toThrow('This needs the role operator in party north')
  try {
    attempt()
  } catch (thrown) {
    expect(errorCode(thrown)).toBe('forbidden')
  }
})
