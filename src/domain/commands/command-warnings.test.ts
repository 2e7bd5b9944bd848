import { expect, test } from 'vitest'
import type { NewCommand } from './command.ts'
import { type CommandFacts, commandWarnings } from './command-warnings.ts'

const fine: CommandFacts = { connected: true, accepted: true }
const start: NewCommand = {
  stationId: 'CS-1',
  kind: 'start-transaction',
  request: { evseId: 2, token: '04AB' },
  requestedBy: 'ada',
}
const nowMs = Date.parse('2026-03-01T12:00:00Z')
const reserve: NewCommand = {
  ...start,
  kind: 'reserve-now',
  request: { evseId: 2, token: '04AB', expiresAt: '2026-03-01T12:00:01Z' },
}
const late: NewCommand = { ...reserve, request: { token: '04AB', expiresAt: '2026-03-01T12:00:00Z' } }
const unlock: NewCommand = { ...start, kind: 'unlock', request: { evseId: 2, connectorId: 3 } }

test.each<[string, NewCommand, Partial<CommandFacts>, string[]]>([
  ['nothing is wrong', start, { place: { known: true, status: 'preparing' }, token: 'active' }, []],
  ['the station is away', start, { connected: false }, ['The station is not connected.']],
  [
    'it waits',
    start,
    { accepted: false },
    ['The station is not accepted: it may refuse everything but configuration.'],
  ],
  ['an EVSE is unknown', start, { place: { known: false } }, ['The station has never told of EVSE 2.']],
  ['a connector is', unlock, { place: { known: false } }, ['The station has never told of connector 3 of EVSE 2.']],
  ['it is busy', start, { place: { known: true, status: 'charging' } }, ['The connector is charging.']],
  ['a busy one is unlocked', unlock, { place: { known: true, status: 'charging' } }, []],
  ['a free one is reserved', reserve, { place: { known: true, status: 'available' } }, []],
  ['a reserved one is', reserve, { place: { known: true, status: 'reserved' } }, ['The connector is reserved.']],
  ['a reservation is too late', late, {}, ['The reservation would be over at once.']],
  ['a transaction is unknown', start, { transaction: 'unknown' }, ['The transaction is not known at this station.']],
  ['it has ended', start, { transaction: 'ended' }, ['The transaction has ended already.']],
  ['a token is unknown', start, { token: 'unknown' }, ['The token is not known.']],
  ['it is blocked', start, { token: 'blocked' }, ['The token is blocked.']],
])('%s', (_, command, facts, expected) => {
  expect(commandWarnings(command, { ...fine, ...facts }, nowMs)).toEqual(expected)
})
