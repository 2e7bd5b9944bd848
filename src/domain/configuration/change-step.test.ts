import { describe, expect, test } from 'vitest'
import { MOST_ATTEMPTS, orderFor, outcomeOf } from './change-step.ts'
import type { KeptValue } from './wanted.ts'

const variable = (status: string) => ({ component: 'C', name: 'V', attribute: 'Actual', status })
const facts = (state: string | null, result: Parameters<typeof outcomeOf>[0]['result'] = null, attempts = 1) => ({
  ...{ state, result, attempts },
})

describe('what became of an order', () => {
  test.each(['queued', 'sent'])('%s: nothing yet', (state) => {
    expect(outcomeOf(facts(state))).toEqual({ state: 'ordered' })
  })

  test('a reboot that is required is noted', () => {
    const result = {
      status: 'RebootRequired',
      details: { variables: [variable('Accepted'), variable('RebootRequired')] },
    }
    expect(outcomeOf(facts('answered', result))).toMatchObject({
      ...{ state: 'succeeded', rebootRequired: true },
      results: [{ status: 'Accepted' }, { status: 'RebootRequired' }],
    })
  })

  test('a refusal names the variable; what was taken beside it is kept', () => {
    const details = { variables: [variable('RebootRequired'), variable('Rejected')] }
    expect(outcomeOf(facts('refused', { status: 'Rejected', details }))).toMatchObject({
      ...{ state: 'failed', reason: 'V: Rejected', rebootRequired: true },
    })
    expect(outcomeOf(facts('refused', { error: { code: 'unsupported' } }))).toMatchObject({ reason: 'unsupported' })
  })

  test.each(['expired', 'lost', 'timed-out', null])('%s: it is told again, but not for ever', (state) => {
    expect(outcomeOf(facts(state))).toEqual({ state: 'waiting' })
    expect(outcomeOf(facts(state, null, MOST_ATTEMPTS))).toMatchObject({ state: 'failed' })
  })

  test.each([undefined, null, 7, { variables: 'none' }, { variables: [null, {}, { name: 1 }] }])(
    'an answer whose details are %j has no results',
    (details) => {
      expect(outcomeOf(facts('answered', { status: 'Accepted', details }))).toMatchObject({ results: [] })
    },
  )
})

describe('what a station is told', () => {
  const since = new Date(0)
  const both: KeptValue = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '300' }
  const newer: KeptValue = { component: 'OCPPCommCtrlr', name: 'OfflineThreshold', value: '60' }
  const secret: KeptValue = { component: 'Vendor', name: 'ApnPassword', sealed: 's1.x' }
  const has = {
    component: 'Configuration',
    name: 'HeartbeatInterval',
    attribute: 'Actual',
    value: '300',
    since,
  } as const

  test('is what its generation has and it is not known to have already', () => {
    expect(orderFor([both, newer], [], 'keys')).toEqual({ set: [both] })
    expect(orderFor([both, newer], [], 'variables')).toEqual({ set: [both, newer] })
    expect(orderFor([both, newer], [has], 'keys')).toMatchObject({ state: 'succeeded' })
    expect(orderFor([newer], [], 'keys')).toMatchObject({ state: 'skipped' })
  })

  test('is a secret every time, because nobody knows what it has', () => {
    expect(orderFor([secret], [], 'variables')).toEqual({ set: [secret] })
  })
})
