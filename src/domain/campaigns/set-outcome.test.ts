import { describe, expect, test } from 'vitest'
import { setOutcome } from './set-outcome.ts'

const variable = (status: string) => ({ component: 'C', name: 'V', attribute: 'Actual', status })
const facts = (command_state: string | null, result: object | null = null) => ({
  ...{ command_state, command_result: result === null ? null : JSON.stringify(result) },
})

describe('what became of an order', () => {
  test.each(['queued', 'sent'])('%s: nothing yet', (state) => {
    expect(setOutcome(facts(state))).toBeUndefined()
  })

  test('a reboot that is required is noted', () => {
    const result = {
      status: 'RebootRequired',
      details: { variables: [variable('Accepted'), variable('RebootRequired')] },
    }
    expect(setOutcome(facts('answered', result))).toMatchObject({
      ...{ result: 'succeeded', rebootRequired: true },
      results: [{ status: 'Accepted' }, { status: 'RebootRequired' }],
    })
  })

  test('a refusal names the variable; what was taken beside it is kept', () => {
    const details = { variables: [variable('RebootRequired'), variable('Rejected')] }
    expect(setOutcome(facts('refused', { status: 'Rejected', details }))).toMatchObject({
      ...{ result: 'failed', reason: 'V: Rejected', rebootRequired: true },
    })
    expect(setOutcome(facts('refused', { error: { code: 'unsupported' } }))).toMatchObject({ reason: 'unsupported' })
  })

  test.each(['expired', 'lost', 'timed-out', null])('%s: nobody knows whether it was heard', (state) => {
    expect(setOutcome(facts(state))).toMatchObject({ result: 'unheard' })
  })

  test.each([undefined, null, 7, { variables: 'none' }, { variables: [null, {}, { name: 1 }] }])(
    'an answer whose details are %j has no results',
    (details) => {
      expect(setOutcome(facts('answered', { status: 'Accepted', details }))).toMatchObject({ results: [] })
    },
  )
})
