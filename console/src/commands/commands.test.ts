import { describe, expect, test } from 'vitest'
import { draftOf, readDraft, shapeOf } from '#json-schema'
import { commandKinds } from '../../dev/command-kinds.ts'
import { ApiError } from '../api/problem.ts'
import type { Station } from '../api/types.ts'
import { aStation } from '../testing/samples.ts'
import { kindsMatching } from './kinds-matching.ts'
import { proposalsFor } from './proposals.ts'
import { faultsIn } from './request-faults.ts'
import { isPlain, summaryOf } from './request-summary.ts'

const tx = { transactionId: 'tx-1', stationId: 'CS-1', reference: '17', evseId: 2, energyWh: 500 }
const situation = (running = false, station: Partial<Station> = {}) => ({
  station: aStation(station),
  running: running ? [tx] : [],
  variables: [],
})

describe('forms propose what the station is likely to need', () => {
  test('a start at the first free EVSE', () => {
    expect(proposalsFor('start-transaction', situation()).values).toMatchObject({ evseId: 1 })
  })

  test('a stop of what runs, by name', () => {
    const { values, choices } = proposalsFor('stop-transaction', situation(true))
    expect(values).toEqual({ transactionId: 'tx-1' })
    expect(choices.transactionId).toEqual([{ value: 'tx-1', label: 'EVSE 2 · 0.50 kWh · 17' }])
  })

  test('a stop by the station’s own reference when nothing is known to run', () => {
    const { shown, choices } = proposalsFor('stop-transaction', situation())
    expect([...shown]).toContain('reference')
    expect(choices.transactionId).toBeUndefined()
  })

  test('a reset that waits while something charges', () => {
    expect(proposalsFor('reset', situation(true)).values).toEqual({ when: 'when-idle' })
    expect(proposalsFor('reset', situation()).values).toEqual({ when: 'immediately' })
  })

  test('the EVSEs the station has reported, and any number when it has reported none', () => {
    expect(proposalsFor('unlock', situation()).choices.evseId?.map(({ value }) => value)).toEqual(['1', '2'])
    expect(proposalsFor('unlock', situation(false, { connectors: [] })).choices.evseId).toBeUndefined()
  })

  test('nothing for a kind nobody has thought of', () => {
    expect(proposalsFor('something-new', situation()).values).toEqual({})
  })

  test.each(commandKinds.map(({ kind }) => kind))('%s: nothing that its own form would complain of', (kind) => {
    const schema = commandKinds.find((each) => each.kind === kind)?.request ?? {}
    for (const running of [false, true]) {
      const shape = shapeOf(schema)
      const { values } = proposalsFor(kind, situation(running, { vendor: 'Elbwerk', protocol: 'ocpp2.0.1' }))
      const { faults, value } = readDraft(shape, draftOf(shape, values), true)
      expect(faults.filter(({ problem }) => problem !== 'is missing')).toEqual([])
      expect(value).toMatchObject(values)
    }
  })
})

describe('a command is found', () => {
  const titles = (text: string, protocol?: 'ocpp1.6' | 'ocpp2.1') =>
    kindsMatching(commandKinds, text, protocol).map(({ title }) => title)

  test('among all of them, by topic', () => expect(titles('')).toHaveLength(commandKinds.length))
  test('by the words of its name, in any order', () => expect(titles('charging stop')[0]).toBe('Stop charging'))
  test('by its name in the API', () => expect(titles('clear-cache')).toEqual(['Clear authorization cache']))
  test('by what it means, after those of that name', () => {
    expect(titles('report')[0]).toBe('Get report')
    expect(titles('stuck')).toEqual(['Unlock connector'])
  })
  test('and is still there, last of its topic, where the version lacks it', () => {
    const configuration = kindsMatching(commandKinds, '', 'ocpp1.6').filter(({ topic }) => topic === 'Configuration')
    expect(configuration.at(-1)?.lacking['ocpp1.6']).toBeDefined()
  })
  test('not when it is none', () => expect(titles('teapot')).toEqual([]))
})

describe('what the platform complains of', () => {
  const problem = (fields: unknown) =>
    new ApiError({ title: 'invalid', status: 400, code: 'invalid', details: { in: 'body', fields } })

  test('goes to the fields it names', () => {
    const thrown = problem([
      { field: 'request.variables.0.name', problem: 'is missing' },
      { field: 'expiresInS', problem: 'has to be at least 0' },
    ])
    expect(faultsIn(thrown)).toEqual([{ path: 'variables.0.name', problem: 'is missing' }])
  })

  test.each([undefined, 'x', [null], [{ field: 'request.a' }]])('is no field in %j', (fields) => {
    expect(faultsIn(problem(fields))).toEqual([])
  })

  test('is no field when it is something else', () => expect(faultsIn(new TypeError('away'))).toEqual([]))
})

describe('a request in a line', () => {
  test('names what is short, and the things in a short list', () => {
    expect(summaryOf({ evseId: 1, available: false, when: 'when-idle', variables: [{ name: 'A' }] })).toEqual([
      'EVSE: 1',
      'Available: no',
      'When: when idle',
      'Variables: A',
    ])
  })

  test('only counts a long list, and cuts a long text', () => {
    expect(summaryOf({ all: [{ a: 1 }, { a: 2 }] })).toEqual(['All: 2'])
    expect(summaryOf({ text: 'x'.repeat(100) })[0]).toHaveLength('Text: '.length + 61)
  })

  test('says everything only when nothing in it is large', () => {
    expect(isPlain({ evseId: 1, text: 'x' })).toBe(true)
    expect(isPlain({ all: [] })).toBe(false)
    expect(isPlain({ text: 'x'.repeat(100) })).toBe(false)
  })
})
