import { expect, test } from 'vitest'
import { type ListEntry, listedTokens } from './index.ts'

const entry = (value: string, change: Partial<ListEntry> = {}): ListEntry => ({
  value,
  kind: 'rfid',
  status: 'accepted',
  ...change,
})
const accepted = { kind: 'rfid', status: 'accepted' } as const

test('each token is shown as it is held and as it is to be', () => {
  const blocked = { kind: 'rfid', status: 'blocked' } as const
  expect(
    listedTokens(
      [entry('Dave'), entry('ALICE'), entry('Bob')],
      [entry('carol', { groupId: 'g' }), entry('BOB', { status: 'blocked' }), entry('ALICE')],
    ),
  ).toEqual([
    { number: 1, value: 'ALICE', state: 'same', held: accepted, wanted: accepted },
    { number: 2, value: 'Bob', state: 'to-change', held: accepted, wanted: blocked },
    { number: 3, value: 'carol', state: 'to-add', wanted: { ...accepted, groupId: 'g' } },
    { number: 4, value: 'Dave', state: 'to-go', held: accepted },
  ])
})

test('a typed code is counted, not named, and comes last so that its place tells nothing of it', () => {
  const code = (value: string) => entry(value, { kind: 'key-code' })
  const shown = listedTokens([code('1234'), entry('ALICE')], [code('0815'), code('1234')])
  expect(shown.map(({ value, state }) => [value, state])).toEqual([
    ['ALICE', 'to-go'],
    ['***', 'to-add'],
    ['***', 'same'],
  ])
  expect(JSON.stringify(shown)).not.toMatch(/1234|0815/)
})

test('a token that has become another kind since is one that changes', () => {
  const [shown] = listedTokens([entry('A', { kind: 'rfid' })], [entry('a', { kind: 'central' })])
  expect(shown).toMatchObject({ state: 'to-change', held: { kind: 'rfid' }, wanted: { kind: 'central' } })
})

test('nothing is shown where nothing is held or due', () => {
  expect(listedTokens([], [])).toEqual([])
})
