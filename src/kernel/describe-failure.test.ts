import { expect, test } from 'vitest'
import { AppError } from './app-error.ts'
import { describeFailure } from './describe-failure.ts'

test.each([
  ['what is no error', 'no', 'no'],
  ['an error', new TypeError('no number'), 'TypeError: no number'],
  ['a failure of ours', new AppError('unavailable', 'The database is away'), 'The database is away'],
  [
    'a failure with what it came of',
    new AppError('unavailable', 'The database is away', {}, { cause: new Error('refused', { cause: 'cable' }) }),
    'The database is away (Error: refused (cable))',
  ],
  [
    'several errors in one',
    new AggregateError([new Error('::1'), new Error('127.0.0.1')]),
    'Error: ::1, Error: 127.0.0.1',
  ],
])('%s', (_, thrown, said) => {
  expect(describeFailure(thrown)).toBe(said)
})

test('an error that is its own cause comes to an end', () => {
  const round = new Error('round')
  round.cause = round
  expect(describeFailure(round)).toMatch(/^Error: round \(Error: round/)
})
