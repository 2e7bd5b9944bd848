import { describe, expect, test } from 'vitest'
import {
  readAlertsSearch,
  readConfigurationSearch,
  readPaymentsSearch,
  readStationSearch,
  readStationsSearch,
  readTransactionsSearch,
} from './search.ts'
import { readSignInSearch } from './sign-in/sign-in-search.ts'

describe('filters are read from the address', () => {
  test('what is allowed is kept, the rest left out', () => {
    expect(
      readStationsSearch({ search: 'A', status: 'charging', connection: 'connected', admission: 'nonsense', more: 1 }),
    ).toEqual({
      search: 'A',
      status: 'charging',
      connection: 'connected',
    })
  })

  test('a reference that looks like a number is text all the same', () => {
    expect(readTransactionsSearch({ token: 1234, stationId: true })).toEqual({ token: '1234', stationId: 'true' })
  })

  test.each(['2026-13', '2026-1', 'x', ''])('%s is no month', (month) => {
    expect(readTransactionsSearch({ month })).toEqual({})
  })

  test('a severity reads as a number, and another word as none', () => {
    expect(readAlertsSearch({ atLeast: 3, cause: 'offline' })).toEqual({ atLeast: 3, cause: 'offline' })
    expect(readAlertsSearch({ atLeast: 'x', cause: 'x' })).toEqual({})
  })

  test('a page of several parts reads its part beside its filters', () => {
    expect(readConfigurationSearch({ tab: 'drift', templateId: 't-1', state: 'differs', month: '2026-11' })).toEqual({
      tab: 'drift',
      templateId: 't-1',
      state: 'differs',
    })
    expect(readPaymentsSearch({ tab: 'swaps', state: 'differs', settledBy: 'station' })).toEqual({
      tab: 'swaps',
      settledBy: 'station',
    })
  })

  test('a tab that does not exist is the first', () => expect(readStationSearch({ tab: 'x' })).toEqual({}))
})

describe('after signing in', () => {
  test('one goes on to where one wanted to', () => {
    expect(readSignInSearch({ next: '/stations/CS-1?tab=messages' })).toEqual({ next: '/stations/CS-1?tab=messages' })
  })

  test.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example'])('never to %s', (next) => {
    expect(readSignInSearch({ next })).toEqual({})
  })
})
