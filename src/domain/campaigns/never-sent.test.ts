import { expect, test } from 'vitest'
import { neverSent } from './never-sent.ts'

const facts = (command_state: string | null, code?: string) => ({
  command_state,
  command_result: code === undefined ? null : JSON.stringify({ error: { code, message: '' } }),
})

test.each([
  ['expired', undefined, 'expired'],
  ['refused', 'too-many', 'too-many'],
  ['refused', 'not-accepted', 'not-accepted'],
])('%s with %s was never heard', (state, code, reason) => {
  expect(neverSent(facts(state, code))).toEqual({ result: 'unheard', reason })
})

test.each([
  ['refused', undefined],
  ['refused', 'NotSupported'],
  ['refused', 'conflict'],
  ['answered', undefined],
  ['lost', 'lost'],
  [null, undefined],
])('%s with %s may have been', (state, code) => {
  expect(neverSent(facts(state, code))).toBeUndefined()
})
