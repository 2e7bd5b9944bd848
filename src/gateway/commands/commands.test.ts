import { describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import { COMMAND_STATES } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { checkPayload, isAction } from '#ocpp/schemas'
import type { CommandContext } from './command-codec.ts'
import { planCommand } from './commands.ts'

const context: CommandContext = {
  requestNumber: 77,
  registration: 'accepted',
  itemsPerMessage: 2,
  hasSecurityExtension: false,
}

type Plan = { unsupported: string } | { action: string; payload: object; whilePending: boolean }[]

/** What is sent for a command, each payload to the letter of its schema. */
function plan<K extends CommandKind>(
  version: OcppVersion,
  kind: K,
  request: CommandRequests[K],
  more: Partial<CommandContext> = {},
): Plan {
  const planned = planCommand(version, { kind, request }, { ...context, ...more })
  if ('unsupported' in planned) return planned
  for (const { action, payload } of planned) {
    if (!isAction(version, action)) throw new Error(`${version} has no ${action}`)
    expect(checkPayload(version, action, 'request', payload, 'strict')).toMatchObject({ outcome: 'valid' })
  }
  return planned.map(({ action, payload, whilePending }) => ({ action, payload, whilePending }))
}

/** How an answer to the first call of a command reads. */
function answer<K extends CommandKind>(version: OcppVersion, kind: K, request: CommandRequests[K], payload: object) {
  const planned = planCommand(version, { kind, request }, { ...context, transactionReference: '12' })
  return 'unsupported' in planned ? planned : planned[0]?.read(payload)
}

describe.each([
  ['start-transaction', { evseId: 2, token: 'AB12' }, 'RemoteStartTransaction', { connectorId: 2, idTag: 'AB12' }],
  ['reset', { when: 'immediately' }, 'Reset', { type: 'Hard' }],
  ['reset', { when: 'when-idle' }, 'Reset', { type: 'Soft' }],
  ['change-availability', { available: false }, 'ChangeAvailability', { connectorId: 0, type: 'Inoperative' }],
  ['change-availability', { evseId: 2, available: true }, 'ChangeAvailability', { connectorId: 2, type: 'Operative' }],
  ['unlock', { evseId: 2 }, 'UnlockConnector', { connectorId: 2 }],
  ['get-variables', {}, 'GetConfiguration', {}],
  ['get-variables', { variables: [{ name: 'A' }] }, 'GetConfiguration', { key: ['A'] }],
  [
    'trigger',
    { message: 'status', evseId: 1 },
    'TriggerMessage',
    { requestedMessage: 'StatusNotification', connectorId: 1 },
  ],
  ['trigger', { message: 'log-status' }, 'TriggerMessage', { requestedMessage: 'DiagnosticsStatusNotification' }],
  ['clear-cache', {}, 'ClearCache', {}],
  ['data-transfer', { vendorId: 'acme', data: 'x' }, 'DataTransfer', { vendorId: 'acme', data: 'x' }],
] as const)('%s %j', (kind, request, action, payload) => {
  test(`is ${action} ${JSON.stringify(payload)} in 1.6`, () => {
    expect(plan('ocpp1.6', kind, request)).toMatchObject([{ action, payload }])
  })
})

const idToken = { idToken: 'AB12', type: 'ISO14443' }
const heartbeat = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } }
const ref = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }

describe.each([
  [
    'start-transaction',
    { evseId: 2, token: 'AB12' },
    'RequestStartTransaction',
    { evseId: 2, idToken, remoteStartId: 77 },
  ],
  ['reset', { when: 'immediately', evseId: 1 }, 'Reset', { type: 'Immediate', evseId: 1 }],
  ['reset', { when: 'when-idle' }, 'Reset', { type: 'OnIdle' }],
  ['change-availability', { available: true }, 'ChangeAvailability', { operationalStatus: 'Operative' }],
  [
    'change-availability',
    { evseId: 1, connectorId: 2, available: false },
    'ChangeAvailability',
    { operationalStatus: 'Inoperative', evse: { id: 1, connectorId: 2 } },
  ],
  ['unlock', { evseId: 2 }, 'UnlockConnector', { evseId: 2, connectorId: 1 }],
  ['get-variables', { variables: [ref] }, 'GetVariables', { getVariableData: [heartbeat] }],
  [
    'set-variables',
    { variables: [{ ...ref, value: '60' }] },
    'SetVariables',
    { setVariableData: [{ ...heartbeat, attributeValue: '60' }] },
  ],
  ['get-report', { base: 'full' }, 'GetBaseReport', { requestId: 77, reportBase: 'FullInventory' }],
  [
    'trigger',
    { message: 'status', evseId: 1 },
    'TriggerMessage',
    { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } },
  ],
  [
    'trigger',
    { message: 'sign-certificate' },
    'TriggerMessage',
    { requestedMessage: 'SignChargingStationCertificate' },
  ],
  ['clear-cache', {}, 'ClearCache', {}],
  ['data-transfer', { vendorId: 'acme', messageId: 'm' }, 'DataTransfer', { vendorId: 'acme', messageId: 'm' }],
] as const)('%s %j', (kind, request, action, payload) => {
  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(`is ${action} ${JSON.stringify(payload)} in %s`, (version) => {
    expect(plan(version, kind, request)).toMatchObject([{ action, payload }])
  })
})

describe('what a version cannot say is not sent', () => {
  test.each([
    ['ocpp1.6', 'get-report', { base: 'full' }],
    ['ocpp1.6', 'reset', { when: 'immediately', evseId: 1 }],
    ['ocpp1.6', 'trigger', { message: 'transaction' }],
    ['ocpp1.6', 'trigger', { message: 'sign-certificate' }],
    ['ocpp1.6', 'change-availability', { evseId: 1, connectorId: 2, available: true }],
    ['ocpp2.0.1', 'get-variables', {}],
    ['ocpp2.1', 'get-variables', { variables: [{ name: 'HeartbeatInterval' }] }],
    ['ocpp2.0.1', 'set-variables', { variables: [{ name: 'HeartbeatInterval', value: '1' }] }],
    ['ocpp2.0.1', 'stop-transaction', { transactionId: 'ours' }],
    ['ocpp1.6', 'stop-transaction', { reference: 'not a number' }],
  ] as const)('%s: %s %j', (version, kind, request) => {
    expect(plan(version, kind, request)).toEqual({ unsupported: expect.any(String) })
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)('F06.FR.13 %s: a status of no connector in particular', (version) => {
    expect(plan(version, 'trigger', { message: 'status' })).toEqual({ unsupported: expect.any(String) })
    expect(plan(version, 'trigger', { message: 'status', evseId: 2, connectorId: 3 })).toMatchObject([
      { payload: { requestedMessage: 'StatusNotification', evse: { id: 2, connectorId: 3 } } },
    ])
  })

  test('C-07: an accepted 1.6 station is not asked to boot, a pending one may be', () => {
    expect(plan('ocpp1.6', 'trigger', { message: 'boot' })).toEqual({ unsupported: expect.any(String) })
    const pending = plan('ocpp1.6', 'trigger', { message: 'boot' }, { registration: 'pending' })
    expect(pending).toMatchObject([{ payload: { requestedMessage: 'BootNotification' } }])
  })
})

test('a station with the security extension is triggered by the extended message', () => {
  const extension = { hasSecurityExtension: true }
  expect(plan('ocpp1.6', 'trigger', { message: 'log-status' }, extension)).toMatchObject([
    { action: 'ExtendedTriggerMessage', payload: { requestedMessage: 'LogStatusNotification' } },
  ])
  expect(plan('ocpp1.6', 'trigger', { message: 'sign-certificate' }, extension)).toMatchObject([
    { action: 'ExtendedTriggerMessage', payload: { requestedMessage: 'SignChargePointCertificate' } },
  ])
  // Security whitepaper L01.FR.28 and 29: what it makes the station say comes signed, also while that is pending.
  const asked = { kind: 'trigger', request: { message: 'firmware-status' } } as const
  expect(planCommand('ocpp1.6', asked, { ...context, ...extension })).toMatchObject([
    {
      ...{ action: 'ExtendedTriggerMessage', payload: { requestedMessage: 'FirmwareStatusNotification' } },
      triggers: ['SignedFirmwareStatusNotification'],
    },
  ])
})

test('D-16: a remote start carries no charging profile of another purpose, and its acceptance is no transaction', () => {
  for (const version of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const) {
    const [call] = plan(version, 'start-transaction', { token: 'AB12' }) as { payload: object }[]
    expect(call?.payload).not.toHaveProperty('chargingProfile')
  }
  const read = answer('ocpp2.0.1', 'start-transaction', { token: 'AB12' }, { status: 'Accepted' })
  expect(read).toEqual({ status: 'Accepted', accepted: true, details: { remoteStartId: 77 } })
  expect(COMMAND_STATES).not.toContain('started')
})

test('a variable of 2.x is asked of a 1.6 station by the key that means the same', () => {
  expect(plan('ocpp1.6', 'get-variables', { variables: [ref] })).toMatchObject([
    { payload: { key: ['HeartbeatInterval'] } },
  ])
  const password = { component: 'SecurityCtrlr', name: 'BasicAuthPassword', value: '00112233445566778899aabbccddeeff' }
  expect(plan('ocpp1.6', 'set-variables', { variables: [password] })).toMatchObject([
    { payload: { key: 'AuthorizationKey', value: '00112233445566778899aabbccddeeff' } },
  ])
  const unknown = { component: 'Connector', name: 'AvailabilityState' }
  expect(plan('ocpp1.6', 'get-variables', { variables: [unknown] })).toEqual({ unsupported: expect.any(String) })
})

test('a transaction is stopped by the name the station knows it by', () => {
  const named = { transactionReference: '12' }
  expect(plan('ocpp1.6', 'stop-transaction', { transactionId: 'ours' }, named)).toMatchObject([
    { action: 'RemoteStopTransaction', payload: { transactionId: 12 } },
  ])
  expect(plan('ocpp2.1', 'stop-transaction', { reference: '12' }, named)).toMatchObject([
    { action: 'RequestStopTransaction', payload: { transactionId: '12' } },
  ])
})

test('C-03: only starting and stopping a charge has to wait until a station is accepted', () => {
  const start = plan('ocpp2.0.1', 'start-transaction', { token: 'AB12' })
  const stop = plan('ocpp2.0.1', 'stop-transaction', { reference: '1' }, { transactionReference: '1' })
  expect([start, stop]).toMatchObject([[{ whilePending: false }], [{ whilePending: false }]])
  expect(plan('ocpp2.0.1', 'get-report', { base: 'full' })).toMatchObject([{ whilePending: true }])
})

describe('F-05: no call has more elements than the station takes', () => {
  const newer = ['ocpp2.0.1', 'ocpp2.1'] as const
  const variables = ['A', 'B', 'C'].map((name) => ({ component: 'X', name, value: '1' }))
  const keys = ['A', 'B', 'C'].map((name) => ({ name, value: '1' }))

  test.each(newer)('B06.FR.05 TC_B_08_CSMS GetVariables of %s', (version) => {
    expect(plan(version, 'get-variables', { variables })).toMatchObject([
      { payload: { getVariableData: [{ variable: { name: 'A' } }, { variable: { name: 'B' } }] } },
      { payload: { getVariableData: [{ variable: { name: 'C' } }] } },
    ])
  })

  test('1.6 §9.1.9 GetConfiguration', () => {
    expect(plan('ocpp1.6', 'get-variables', { variables: keys })).toMatchObject([
      { payload: { key: ['A', 'B'] } },
      { payload: { key: ['C'] } },
    ])
  })

  test.each(newer)(
    'B05.FR.11 B05.FR.13 SetVariables of %s, and the same attribute never twice in one call',
    (version) => {
      const again = { component: 'x', name: 'a', value: '2', attribute: 'Actual' } as const
      expect(plan(version, 'set-variables', { variables: [...variables, again] })).toMatchObject([
        { payload: { setVariableData: [{ variable: { name: 'A' } }, { variable: { name: 'B' } }] } },
        { payload: { setVariableData: [{ variable: { name: 'C' } }] } },
        { payload: { setVariableData: [{ variable: { name: 'a' }, attributeValue: '2' }] } },
      ])
    },
  )

  test('ChangeConfiguration takes one key at a time', () => {
    expect(plan('ocpp1.6', 'set-variables', { variables: keys })).toMatchObject(
      ['A', 'B', 'C'].map((key) => ({ action: 'ChangeConfiguration', payload: { key, value: '1' } })),
    )
  })
})

describe('answers', () => {
  test.each([
    ['ocpp1.6', 'reset', { when: 'immediately' }, { status: 'Accepted' }, true],
    ['ocpp2.0.1', 'reset', { when: 'when-idle' }, { status: 'Scheduled' }, true],
    ['ocpp2.0.1', 'reset', { when: 'when-idle' }, { status: 'Rejected' }, false],
    ['ocpp1.6', 'unlock', { evseId: 1 }, { status: 'Unlocked' }, true],
    ['ocpp1.6', 'unlock', { evseId: 1 }, { status: 'NotSupported' }, false],
    ['ocpp2.1', 'unlock', { evseId: 1 }, { status: 'OngoingAuthorizedTransaction' }, false],
    ['ocpp2.0.1', 'get-report', { base: 'full' }, { status: 'EmptyResultSet' }, true],
    ['ocpp1.6', 'set-variables', { variables: [{ name: 'A', value: '1' }] }, { status: 'RebootRequired' }, true],
    ['ocpp1.6', 'set-variables', { variables: [{ name: 'A', value: '1' }] }, { status: 'NotSupported' }, false],
  ] as const)('%s: %s %j answered with %j', (version, kind, request, payload, accepted) => {
    expect(answer(version, kind, request, payload)).toMatchObject({ status: payload.status, accepted })
  })

  test('configuration keys become variables of the component Configuration', () => {
    const payload = {
      configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '60' }],
      unknownKey: ['X'],
    }
    const variable = { component: 'Configuration', name: 'HeartbeatInterval', attribute: 'Actual', value: '60' }
    expect(answer('ocpp1.6', 'get-variables', {}, payload)).toEqual({
      status: 'UnknownKey',
      accepted: true,
      details: { variables: [{ ...variable, mutability: 'ReadWrite' }], unknown: ['X'] },
      variables: [{ ...variable, mutability: 'ReadWrite' }],
    })
  })

  test('variables that a station gave are known from then on, those it refused are not', () => {
    const read = answer(
      'ocpp2.0.1',
      'get-variables',
      { variables: [ref] },
      {
        getVariableResult: [
          { ...heartbeat, attributeStatus: 'Accepted', attributeValue: '60' },
          { component: { name: 'X' }, variable: { name: 'Y' }, attributeStatus: 'UnknownVariable' },
        ],
      },
    )
    expect(read).toMatchObject({ status: 'UnknownVariable', accepted: false })
    expect(read).toMatchObject({ variables: [{ ...ref, attribute: 'Actual', value: '60' }] })
  })

  test('A-15: a value that was set is known from then on, unless it is a secret', () => {
    const set = (name: string, value: string) =>
      answer('ocpp1.6', 'set-variables', { variables: [{ name, value }] }, { status: 'Accepted' })
    expect(set('HeartbeatInterval', '60')).toMatchObject({ variables: [{ name: 'HeartbeatInterval', value: '60' }] })
    const key = '00112233445566778899aabbccddeeff'
    expect(set('AuthorizationKey', key)).toMatchObject({ accepted: true })
    expect(JSON.stringify(set('AuthorizationKey', key))).not.toContain(key)
  })

  test('an answer that does not follow its schema reads as none', () => {
    expect(answer('ocpp1.6', 'reset', { when: 'immediately' }, {})).toBeUndefined()
  })
})

describe('EVSE 0 is the station as a whole, which is named by naming none', () => {
  const whole: readonly [CommandKind, CommandRequests[CommandKind]][] = [
    ['start-transaction', { evseId: 0, token: 'AB12' }],
    ['reset', { when: 'immediately', evseId: 0 }],
    ['trigger', { message: 'meter-values', evseId: 0 }],
  ]
  test.each(whole)('1.6 RemoteStartTransaction.req, §6.33: %s', (kind, request) => {
    const [call] = plan('ocpp1.6', kind, request) as { payload: object }[]
    expect(call?.payload).not.toHaveProperty('connectorId')
  })

  test.each([...whole, ['change-availability', { evseId: 0, available: true }] as const])('2.x %s', (kind, request) => {
    for (const version of ['ocpp2.0.1', 'ocpp2.1'] as const) {
      const [call] = plan(version, kind, request) as { payload: object }[]
      expect(call?.payload).not.toHaveProperty('evseId')
      expect(call?.payload).not.toHaveProperty('evse')
    }
  })

  test.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const)('%s it has no cable to unlock', (version) => {
    expect(plan(version, 'unlock', { evseId: 0 })).toEqual({ unsupported: expect.stringContaining('name its EVSE') })
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)('F06.FR.13 %s it has no status', (version) => {
    expect(plan(version, 'trigger', { message: 'status', evseId: 0 })).toHaveProperty('unsupported')
  })
})

test.each([
  ['ocpp1.6', 20],
  ['ocpp2.0.1', 36],
  ['ocpp2.1', 255],
] as const)('IdToken (1.6, §7.28) and IdTokenType: %s has room for tokens of %i characters', (version, longest) => {
  const start = (length: number) => plan(version, 'start-transaction', { token: 'x'.repeat(length) })
  expect(start(longest)).not.toHaveProperty('unsupported')
  expect(start(longest + 1)).toEqual({ unsupported: expect.stringContaining(`${longest} characters`) })
})
