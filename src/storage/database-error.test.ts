import { expect, test } from 'vitest'
import { AppError } from '#kernel'
import { databaseFailure, failureKind, isUniqueViolation } from './database-error.ts'

const said = (code: string, fields = {}) => Object.assign(new Error('said'), { code, severity: 'ERROR', ...fields })
const network = (code: string) => Object.assign(new Error(code), { code, syscall: 'connect' })

test.each([
  ['a server that is gone', network('ECONNREFUSED'), 'unavailable'],
  ['a connection that broke', new Error('Connection terminated unexpectedly'), 'unavailable'],
  ['a server that shuts down (57P01)', said('57P01'), 'unavailable'],
  ['a server that starts up (57P03)', said('57P03'), 'unavailable'],
  ['a server with too many connections (53300)', said('53300'), 'unavailable'],
  ['a full disk (53100)', said('53100'), 'unavailable'],
  ['a deadlock (40P01)', said('40P01'), 'collision'],
  ['a serialization failure (40001)', said('40001'), 'collision'],
  ['a broken constraint (23514)', said('23514'), 'row'],
  ['text that cannot be stored (22021)', said('22021'), 'row'],
  ['a key that is too long for its index (54000)', said('54000'), 'row'],
  ['an item our own code cannot take', new TypeError('not a function'), 'row'],
  ['a refusal of our own', new AppError('invalid', 'no'), 'row'],
  ['a server that takes no writes (25006)', said('25006'), 'unavailable'],
  ['a password that was changed (28P01)', said('28P01'), 'unavailable'],
  ['a role that may connect no more (28000)', said('28000'), 'unavailable'],
  ['a database that is away (3D000)', said('3D000'), 'unavailable'],
  ['a statement that took too long or was cancelled (57014)', said('57014'), 'unavailable'],
  ['a right that was taken away (42501)', said('42501'), 'unavailable'],
  ['a missing table (42P01)', said('42P01'), 'unavailable'],
  ['a disk that fails (58030)', said('58030'), 'unavailable'],
  ['a fault of the server (XX000)', said('XX000'), 'unavailable'],
  ['a bug of our own', new AppError('internal', 'lost count'), 'bug'],
])('%s', (_, thrown, kind) => {
  expect(failureKind(thrown)).toBe(kind)
})

test("what is nobody's fault who sent it is told as unavailable; what a row is to blame for stays what it is", () => {
  const gone = network('ECONNRESET')
  expect(databaseFailure(gone)).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('reached'),
    cause: gone,
  })
  const refused = said('42501')
  expect(databaseFailure(refused)).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('refuses'),
    cause: refused,
  })
  const broken = said('23514')
  expect(databaseFailure(broken)).toBe(broken)
})

test('a unique key that refused a row is told from others by its name', () => {
  const violation = said('23505', { constraint: 'station_pkey' })
  expect(isUniqueViolation(violation)).toBe(true)
  expect(isUniqueViolation(violation, 'station_pkey')).toBe(true)
  expect(isUniqueViolation(violation, 'token_pkey')).toBe(false)
  expect(isUniqueViolation(said('23503'))).toBe(false)
})
