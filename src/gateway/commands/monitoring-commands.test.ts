import { describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests, MonitorToSet } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { checkPayload, isAction } from '#ocpp/schemas'
import type { CommandContext, PlannedCall } from './command-codec.ts'
import { planCommand } from './commands.ts'

const context: CommandContext = {
  ...{ requestNumber: 77, registration: 'accepted', itemsPerMessage: 2, hasSecurityExtension: false },
}
const VERSIONS_2 = ['ocpp2.0.1', 'ocpp2.1'] as const

/** The calls of a command, each payload to the letter of its schema. */
function plan<K extends CommandKind>(
  version: OcppVersion,
  kind: K,
  request: CommandRequests[K],
  more: Partial<CommandContext> = {},
): readonly PlannedCall[] {
  const planned = planCommand(version, { kind, request }, { ...context, ...more })
  if ('unsupported' in planned) throw new Error(planned.unsupported)
  for (const { action, payload } of planned) {
    if (!isAction(version, action)) throw new Error(`${version} has no ${action}`)
    expect(checkPayload(version, action, 'request', payload, 'strict')).toMatchObject({ outcome: 'valid' })
  }
  return planned
}

const payloads = (planned: readonly PlannedCall[]) => planned.map(({ payload }) => payload)
const refusal = <K extends CommandKind>(version: OcppVersion, kind: K, request: CommandRequests[K]) =>
  planCommand(version, { kind, request }, context)

const power = { component: 'EVSE', evseId: 1, name: 'Power' } as const
const monitor: MonitorToSet = { ...power, type: 'upper-threshold', value: 7_000, severity: 4 }
const wire = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' } }

describe.each(VERSIONS_2)('%s', (version) => {
  test('F-05, N04.FR.09: as many monitors in one message as the station takes, and the same twice never', () => {
    const monitors = [monitor, { ...monitor, severity: 5 }, { ...monitor, severity: 6 }, { ...monitor, value: 9_000 }]
    const element = { ...wire, type: 'UpperThreshold', value: 7_000 }
    expect(payloads(plan(version, 'set-variable-monitoring', { monitors }))).toEqual([
      {
        setMonitoringData: [
          { ...element, severity: 4 },
          { ...element, severity: 5 },
        ],
      },
      { setMonitoringData: [{ ...element, severity: 6 }] },
      { setMonitoringData: [{ ...element, severity: 4, value: 9_000 }] },
    ])
    const short = { itemsPerMessage: 10, bytesPerMessage: 260 }
    expect(plan(version, 'set-variable-monitoring', { monitors: monitors.slice(0, 2) }, short)).toHaveLength(2)
  })

  test('N04: what was accepted is learnt, with the id of the station; what was not is told', () => {
    const monitors = [monitor, { ...monitor, severity: 5, id: 8 }]
    const [call] = plan(version, 'set-variable-monitoring', { monitors })
    const result = { ...wire, type: 'UpperThreshold' }
    const answer = {
      setMonitoringResult: [
        { ...result, severity: 4, id: 12, status: 'Accepted' },
        { ...result, severity: 5, status: 'Duplicate' },
      ],
    }
    expect(call?.read(answer)).toMatchObject({
      status: 'Duplicate',
      accepted: false,
      details: {
        monitors: [
          { ...power, id: 12, severity: 4, status: 'Accepted' },
          { severity: 5, status: 'Duplicate' },
        ],
      },
      monitoring: { kind: 'set', monitors: [{ ...monitor, id: 12, duringTransaction: false, origin: 'custom' }] },
    })
    expect(call?.read({ setMonitoringResult: 'x' })).toBeUndefined()
  })

  test('N06.FR.04: as many ids in one message as the station takes, each once', () => {
    const calls = plan(version, 'clear-variable-monitoring', { ids: [1, 2, 2, 3] })
    expect(payloads(calls)).toEqual([{ id: [1, 2] }, { id: [3] }])
    const results = [
      { id: 1, status: 'NotFound' },
      { id: 2, status: 'Rejected' },
    ]
    expect(calls[0]?.read({ clearMonitoringResult: results })).toMatchObject({
      status: 'NotFound',
      accepted: false,
      monitoring: { kind: 'cleared', ids: [1] },
    })
  })

  test('N02.FR.07: as many reports as it takes to name all places, each with a number of its own', () => {
    const places = [{ component: 'EVSE' }, power, { component: 'Connector', evseId: 1, connectorId: 1 }]
    const calls = plan(
      version,
      'get-monitoring-report',
      { places, criteria: ['delta'] },
      { requestNumber: 2 ** 31 - 1 },
    )
    const monitoringCriteria = ['DeltaMonitoring']
    expect(payloads(calls)).toEqual([
      { requestId: 2 ** 31 - 1, monitoringCriteria, componentVariable: [{ component: { name: 'EVSE' } }, wire] },
      {
        requestId: 1,
        monitoringCriteria,
        componentVariable: [{ component: { name: 'Connector', evse: { id: 1, connectorId: 1 } } }],
      },
    ])
    expect(calls[0]?.triggers).toEqual(['NotifyMonitoringReport'])
    const [all] = plan(version, 'get-monitoring-report', {})
    expect(all?.payload).toEqual({ requestId: 77 })
    const report = { kind: 'report', requestId: 77, whole: true }
    expect(all?.read({ status: 'Accepted' })).toMatchObject({ accepted: true, monitoring: { ...report, empty: false } })
    expect(all?.read({ status: 'EmptyResultSet' })).toMatchObject({
      accepted: true,
      monitoring: { ...report, empty: true },
    })
    expect(all?.read({ status: 'NotSupported' })).toEqual({
      status: 'NotSupported',
      accepted: false,
      details: { requestIds: [77] },
    })
  })

  test('N03, N05: base and level are learnt when they are accepted', () => {
    const [base] = plan(version, 'set-monitoring-base', { base: 'factory-default' })
    expect(base?.payload).toEqual({ monitoringBase: 'FactoryDefault' })
    expect(base?.read({ status: 'Accepted' })).toMatchObject({ monitoring: { kind: 'base', base: 'factory-default' } })
    expect(base?.read({ status: 'NotSupported' })).toEqual({ status: 'NotSupported', accepted: false })
    const [level] = plan(version, 'set-monitoring-level', { severity: 4 })
    expect(level?.payload).toEqual({ severity: 4 })
    expect(level?.read({ status: 'Accepted' })).toMatchObject({ monitoring: { kind: 'level', severity: 4 } })
    expect(level?.read({ status: 'Rejected' })).toEqual({ status: 'Rejected', accepted: false })
  })

  test('O01.FR.04, O02: a message names a transaction only when it belongs to one', () => {
    const message = { priority: 'in-front', wordings: [{ format: 'utf8', content: 'Hi' }] } as const
    const wording = { format: 'UTF8', content: 'Hi' }
    const [plain] = plan(version, 'set-display-message', message)
    expect(plain?.payload).toEqual({ message: { id: 77, priority: 'InFront', message: wording } })
    const request = { ...message, messageId: 5, state: 'charging', component: 'Display', reference: 'tx' } as const
    const [bound] = plan(version, 'set-display-message', request, { transactionReference: 'tx' })
    const sent = { id: 5, priority: 'InFront', state: 'Charging', transactionId: 'tx', display: { name: 'Display' } }
    expect(bound?.payload).toEqual({ message: { ...sent, message: wording } })
    expect(bound?.read({ status: 'Accepted' })).toMatchObject({
      details: { messageId: 5 },
      display: { kind: 'set', message: { id: 5, priority: 'in-front', state: 'charging', reference: 'tx' } },
    })
    expect(bound?.read({ status: 'UnknownTransaction' })).toEqual({
      status: 'UnknownTransaction',
      accepted: false,
      details: { messageId: 5 },
    })
  })

  test('O03, O04, O05: messages are asked for whole or by criteria, and cleared', () => {
    const [all] = plan(version, 'get-display-messages', {})
    expect(all?.payload).toEqual({ requestId: 77 })
    expect(all?.triggers).toEqual(['NotifyDisplayMessages'])
    const report = { kind: 'report', requestId: 77, ids: [] }
    expect(all?.read({ status: 'Unknown' })).toMatchObject({
      accepted: true,
      display: { ...report, whole: true, empty: true },
    })
    const [some] = plan(version, 'get-display-messages', { ids: [1, 1, 2], state: 'idle' })
    expect(some?.payload).toEqual({ requestId: 77, id: [1, 2], state: 'Idle' })
    expect(some?.read({ status: 'Unknown' })).toMatchObject({ display: { ...report, whole: false, empty: true } })
    const [clear] = plan(version, 'clear-display-message', { messageId: 4 })
    expect(clear?.payload).toEqual({ id: 4 })
    expect(clear?.read({ status: 'Unknown' })).toMatchObject({ accepted: false, display: { kind: 'cleared', id: 4 } })
  })
})

test('N11.FR.09, N14.FR.01: a stream has an interval, a number of values, or both', () => {
  const monitors = [{ ...monitor, type: 'periodic', stream: { intervalS: 60 } }] as const
  expect(payloads(plan('ocpp2.1', 'set-variable-monitoring', { monitors }))).toMatchObject([
    { setMonitoringData: [{ type: 'Periodic', periodicEventStream: { interval: 60 } }] },
  ])
  const none = { unsupported: expect.stringMatching(/interval/) }
  expect(refusal('ocpp2.1', 'set-variable-monitoring', { monitors: [{ ...monitor, stream: {} }] })).toEqual(none)
  expect(refusal('ocpp2.1', 'adjust-periodic-event-stream', { streamId: 1 })).toEqual(none)
  const [adjust] = plan('ocpp2.1', 'adjust-periodic-event-stream', { streamId: 1, values: 5 })
  expect(adjust?.payload).toEqual({ id: 1, params: { values: 5 } })
  expect(adjust?.read({ status: 'Rejected' })).toEqual({ status: 'Rejected', accepted: false })
  const paced = { kind: 'paced', streamId: 1, pace: { values: 5 } }
  expect(adjust?.read({ status: 'Accepted' })).toMatchObject({ eventStreams: paced })
  const [get] = plan('ocpp2.1', 'get-periodic-event-streams', {})
  const open = [{ id: 1, variableMonitoringId: 5, params: { interval: 60 } }]
  expect(get?.read({ constantStreamData: open })).toMatchObject({
    eventStreams: { kind: 'open', streams: [{ id: 1, monitorId: 5, pace: { intervalS: 60 } }] },
  })
})

const wordings = [{ format: 'utf8', content: 'Hi' }] as const
test.each([
  ['ocpp2.0.1', 'set-variable-monitoring', { monitors: [{ ...monitor, stream: { values: 1 } }] }],
  ['ocpp2.0.1', 'set-variable-monitoring', { monitors: [{ ...monitor, type: 'target-delta' }] }],
  ['ocpp2.0.1', 'set-display-message', { priority: 'in-front', wordings: [...wordings, ...wordings] }],
  ['ocpp2.0.1', 'set-display-message', { priority: 'in-front', wordings: [{ format: 'qr-code', content: 'x' }] }],
  [
    'ocpp2.0.1',
    'set-display-message',
    { priority: 'in-front', wordings: [{ format: 'utf8', content: 'x'.repeat(513) }] },
  ],
  ['ocpp2.0.1', 'set-display-message', { priority: 'in-front', state: 'suspended', wordings }],
  ['ocpp2.0.1', 'get-display-messages', { state: 'discharging' }],
  ['ocpp2.0.1', 'get-periodic-event-streams', {}],
  ['ocpp2.0.1', 'adjust-periodic-event-stream', { streamId: 1, values: 1 }],
  ['ocpp1.6', 'set-monitoring-base', { base: 'all' }],
  ['ocpp1.6', 'set-monitoring-level', { severity: 1 }],
  ['ocpp1.6', 'set-variable-monitoring', { monitors: [monitor] }],
  ['ocpp1.6', 'clear-variable-monitoring', { ids: [1] }],
  ['ocpp1.6', 'get-monitoring-report', {}],
  ['ocpp1.6', 'set-display-message', { priority: 'in-front', wordings }],
  ['ocpp1.6', 'get-display-messages', {}],
  ['ocpp1.6', 'clear-display-message', { messageId: 1 }],
  ['ocpp1.6', 'get-periodic-event-streams', {}],
  ['ocpp1.6', 'adjust-periodic-event-stream', { streamId: 1, values: 1 }],
] as const)('%s has no words for %s %j, and says so before anything is sent', (version, kind, request) => {
  expect(refusal(version, kind, request)).toEqual({ unsupported: expect.any(String) })
})
