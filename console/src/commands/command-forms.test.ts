import { describe, expect, test } from 'vitest'
import type { CommandKind } from '../api/types.ts'
import { aStation } from '../testing/samples.ts'
import type { Answers } from './command-form.ts'
import { commandForms } from './command-forms.ts'
import { readAssignments, readRefs } from './variable-lines.ts'

const formOf = (kind: CommandKind) => {
  const form = commandForms.find((each) => each.kind === kind)
  if (form === undefined) throw new Error(`no form for ${kind}`)
  return form
}
const ask = (kind: CommandKind, answers: Answers) => formOf(kind).ask(answers).request

describe('every kind of command has a form', () => {
  const kinds: Record<CommandKind, true> = {
    'start-transaction': true,
    'stop-transaction': true,
    reset: true,
    'change-availability': true,
    unlock: true,
    'get-variables': true,
    'set-variables': true,
    'get-report': true,
    trigger: true,
    'clear-cache': true,
    'data-transfer': true,
  }
  test.each(Object.keys(kinds))('%s, once', (kind) => {
    expect(commandForms.filter((form) => form.kind === kind)).toHaveLength(1)
  })
})

describe('answers become a request', () => {
  test.each<[CommandKind, Answers, object]>([
    [
      'start-transaction',
      { evseId: '2', token: ' AB12 ', tokenKind: 'rfid', groupId: '' },
      { evseId: 2, token: 'AB12', tokenKind: 'rfid' },
    ],
    ['start-transaction', { evseId: '', token: 'AB12' }, { token: 'AB12' }],
    ['stop-transaction', { transactionId: 'tx-1' }, { transactionId: 'tx-1' }],
    ['stop-transaction', { reference: '17' }, { reference: '17' }],
    ['reset', { when: 'immediately', evseId: '' }, { when: 'immediately' }],
    [
      'change-availability',
      { available: 'false', evseId: '0', connectorId: '1' },
      { available: false, evseId: 0, connectorId: 1 },
    ],
    ['unlock', { evseId: '2', connectorId: '' }, { evseId: 2 }],
    ['get-variables', { variables: '' }, {}],
    [
      'get-variables',
      { variables: 'HeartbeatInterval\nEVSE.Power' },
      { variables: [{ name: 'HeartbeatInterval' }, { component: 'EVSE', name: 'Power' }] },
    ],
    [
      'set-variables',
      { variables: 'HeartbeatInterval = 60' },
      { variables: [{ name: 'HeartbeatInterval', value: '60' }] },
    ],
    ['get-report', { base: 'summary' }, { base: 'summary' }],
    ['trigger', { message: 'boot', evseId: '' }, { message: 'boot' }],
    ['clear-cache', {}, {}],
    ['data-transfer', { vendorId: 'V', messageId: '', data: '{"a":1}' }, { vendorId: 'V', data: '{"a":1}' }],
  ])('%s %o', (kind, answers, request) => expect(ask(kind, answers)).toEqual(request))
})

describe('forms propose what the station is likely to need', () => {
  const situation = (running = false) => ({
    station: aStation(),
    running: running ? [{ transactionId: 'tx-1', stationId: 'CS-1', reference: '17', evseId: 2, energyWh: 500 }] : [],
  })
  const field = (kind: CommandKind, name: string, running = false) =>
    formOf(kind)
      .fields(situation(running))
      .find((each) => each.name === name)

  test('a start at the first free EVSE', () => expect(field('start-transaction', 'evseId')?.initial).toBe('1'))

  test('a stop of what runs, by name', () => {
    expect(field('stop-transaction', 'transactionId', true)?.choices).toEqual([
      { value: 'tx-1', label: 'EVSE 2 · 0.50 kWh · 17' },
    ])
  })

  test('a stop by the station’s own reference when nothing is known to run', () => {
    expect(field('stop-transaction', 'reference')).toMatchObject({ required: true })
  })

  test('a reset that waits while something charges', () => {
    expect(field('reset', 'when', true)?.initial).toBe('when-idle')
    expect(field('reset', 'when')?.initial).toBe('immediately')
  })
})

describe('variables by the line', () => {
  test('empty lines are passed over', () => expect(readRefs('\n A \n\n')).toEqual([{ name: 'A' }]))
  test('a value may be empty and may hold =', () => {
    expect(readAssignments('A =\nB = x=y')).toEqual([
      { name: 'A', value: '' },
      { name: 'B', value: 'x=y' },
    ])
  })
  test('a line without = is named', () => expect(() => readAssignments('A = 1\nB')).toThrow('“B”'))
})
