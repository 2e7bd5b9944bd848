import { afterAll, describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests, CommandState, OperationRequests } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import type { SeenCommand } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene()
const stations = new Map<OcppVersion, Simulated>()
const idOf = (version: OcppVersion) => `CS-${version}`
for (const version of VERSIONS) {
  const options = { hardware: 'doublePost', settings: { authorizeRemoteStart: true } } as const
  const one = simulated({ id: idOf(version), version, url: platform.ocppUrl, ...options })
  await one.boot()
  stations.set(version, one)
}
afterAll(() => {
  for (const { station } of stations.values()) station.stop()
})

function at(version: OcppVersion): Simulated {
  const found = stations.get(version)
  if (found === undefined) throw new Error(`there is no station of ${version}`)
  return found
}

interface Case {
  /** The clauses it proves, and the official test cases it covers. */
  readonly proves: string
  readonly version: OcppVersion
  readonly kind: CommandKind
  readonly request: CommandRequests[CommandKind]
  /** What the station is asked by. */
  readonly action: string
  readonly payload: object
  readonly state: CommandState
  readonly result: object
}

type Words = readonly [action: string, payload: object, proves?: string]

/** The action of a call is the name of its message. */
const naming = { 'ocpp1.6': '1.6-J §4.2.1', 'ocpp2.0.1': '2.0.1-J §4.1.6', 'ocpp2.1': '2.1-J §4.1.6' } as const

/** One case for each version: words of 1.6, words of 2.x. */
function cases<K extends CommandKind>(
  kind: K,
  request: CommandRequests[K],
  older: Words | undefined,
  newer: Words | undefined,
  state: CommandState = 'answered',
  result: object = { status: 'Accepted' },
): Case[] {
  return VERSIONS.flatMap((version) => {
    const words = version === 'ocpp1.6' ? older : newer
    if (words === undefined) return []
    const [action, payload, more = ''] = words
    return [{ proves: `${naming[version]} ${more}`.trim(), version, kind, request, action, payload, state, result }]
  })
}

const variables = (list: readonly object[]) => ({
  details: { variables: list.map((one) => expect.objectContaining(one)) },
})

const plain: readonly Case[] = [
  ...cases('clear-cache', {}, ['ClearCache', {}, '1.6 §5.4 TC_061_CSMS'], ['ClearCache', {}, 'TC_C_37_CSMS']),
  ...cases(
    'data-transfer',
    { vendorId: 'Chargewright Works', data: 'hello' },
    ['DataTransfer', { vendorId: 'Chargewright Works', data: 'hello' }, '1.6 §5.6'],
    ['DataTransfer', { vendorId: 'Chargewright Works', data: 'hello' }],
  ),
  ...cases(
    'data-transfer',
    { vendorId: 'com.example', messageId: 'x' },
    ['DataTransfer', { vendorId: 'com.example', messageId: 'x' }],
    ['DataTransfer', { vendorId: 'com.example', messageId: 'x' }],
    'refused',
    { status: 'UnknownVendorId' },
  ),
  ...cases(
    'unlock',
    { evseId: 2 },
    ['UnlockConnector', { connectorId: 2 }, '1.6 §5.18 TC_017_1_CSMS'],
    ['UnlockConnector', { evseId: 2, connectorId: 1 }, 'TC_F_06_CSMS'],
    'answered',
    { status: 'Unlocked' },
  ),
  ...cases(
    'change-availability',
    { evseId: 2, available: false },
    ['ChangeAvailability', { connectorId: 2, type: 'Inoperative' }, '1.6 §5.2'],
    ['ChangeAvailability', { operationalStatus: 'Inoperative', evse: { id: 2 } }, 'TC_G_03_CSMS'],
  ),
  ...cases(
    'change-availability',
    { evseId: 2, available: true },
    ['ChangeAvailability', { connectorId: 2, type: 'Operative' }, '1.6 §5.2'],
    ['ChangeAvailability', { operationalStatus: 'Operative', evse: { id: 2 } }, 'TC_G_04_CSMS'],
  ),
  ...cases('change-availability', { evseId: 2, connectorId: 1, available: false }, undefined, [
    'ChangeAvailability',
    { operationalStatus: 'Inoperative', evse: { id: 2, connectorId: 1 } },
    'TC_G_07_CSMS',
  ]),
  ...cases('change-availability', { evseId: 2, connectorId: 1, available: true }, undefined, [
    'ChangeAvailability',
    { operationalStatus: 'Operative', evse: { id: 2, connectorId: 1 } },
    'TC_G_08_CSMS',
  ]),
  ...cases(
    'change-availability',
    { available: false },
    ['ChangeAvailability', { connectorId: 0, type: 'Inoperative' }, '1.6 §5.2 1.6 §3.8'],
    ['ChangeAvailability', { operationalStatus: 'Inoperative' }, 'TC_G_05_CSMS'],
  ),
  ...cases(
    'change-availability',
    { available: true },
    ['ChangeAvailability', { connectorId: 0, type: 'Operative' }, '1.6 §5.2 1.6 §3.8'],
    ['ChangeAvailability', { operationalStatus: 'Operative' }, 'TC_G_06_CSMS'],
  ),
  ...cases(
    'get-variables',
    { variables: [{ name: 'HeartbeatInterval' }, { name: 'Nonsense' }] },
    ['GetConfiguration', { key: ['HeartbeatInterval', 'Nonsense'] }, '1.6 §5.8 TC_019_2_CSMS'],
    undefined,
    'answered',
    { status: 'UnknownKey', ...variables([{ name: 'HeartbeatInterval', value: '300', mutability: 'ReadWrite' }]) },
  ),
  ...cases(
    'get-variables',
    { variables: [{ component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }] },
    undefined,
    [
      'GetVariables',
      { getVariableData: [{ component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } }] },
      'TC_B_06_CSMS',
    ],
    'answered',
    { status: 'Accepted', ...variables([{ name: 'HeartbeatInterval', value: '300', status: 'Accepted' }]) },
  ),
  ...cases(
    'get-variables',
    { variables: [{ component: 'Oven', name: 'Temperature' }] },
    undefined,
    ['GetVariables', { getVariableData: [{ component: { name: 'Oven' }, variable: { name: 'Temperature' } }] }],
    'refused',
    { status: 'UnknownComponent', ...variables([{ component: 'Oven', status: 'UnknownComponent' }]) },
  ),
  ...cases(
    'set-variables',
    { variables: [{ name: 'ConnectionTimeOut', value: '90' }] },
    ['ChangeConfiguration', { key: 'ConnectionTimeOut', value: '90' }, '1.6 §5.3 TC_021_CSMS'],
    undefined,
    'answered',
    { status: 'Accepted', ...variables([{ name: 'ConnectionTimeOut', status: 'Accepted' }]) },
  ),
  ...cases(
    'set-variables',
    { variables: [{ name: 'NumberOfConnectors', value: '9' }] },
    ['ChangeConfiguration', { key: 'NumberOfConnectors', value: '9' }],
    undefined,
    'refused',
    { status: 'Rejected', ...variables([{ name: 'NumberOfConnectors', status: 'Rejected' }]) },
  ),
  ...cases(
    'set-variables',
    { variables: [{ component: 'TxCtrlr', name: 'EVConnectionTimeOut', value: '90' }] },
    undefined,
    [
      'SetVariables',
      {
        setVariableData: [
          { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' }, attributeValue: '90' },
        ],
      },
      'TC_B_09_CSMS',
    ],
    'answered',
    { status: 'Accepted', ...variables([{ name: 'EVConnectionTimeOut', status: 'Accepted' }]) },
  ),
  ...cases(
    'reset',
    { when: 'immediately', evseId: 1 },
    undefined,
    ['Reset', { type: 'Immediate', evseId: 1 }],
    'refused',
    { status: 'Rejected', details: { reasonCode: 'UnsupportedParam' } },
  ),
  ...cases(
    'stop-transaction',
    { reference: '2000000000' },
    ['RemoteStopTransaction', { transactionId: 2_000_000_000 }, '1.6 §5.12 TC_028_CSMS'],
    ['RequestStopTransaction', { transactionId: '2000000000' }],
    'refused',
    { status: 'Rejected' },
  ),
]

test('a station of every version is connected', async () => {
  for (const version of VERSIONS) await operator.untilConnected(idOf(version))
})

test.each(plain)('$proves $version $kind goes out as $action and ends $state', async (one) => {
  const { version, kind, request, action, payload, state, result } = one
  const command = await operator.command(idOf(version), kind, request)
  expect(command).toMatchObject({ kind, request })
  const served = await at(version).journal.served(action)
  expect(served.request).toEqual(payload)
  expect(await operator.settled(command)).toMatchObject({ state, result })
})

describe('trigger: the station says what it was asked for', () => {
  const messages = [
    ['heartbeat', 'Heartbeat', 'Heartbeat', 'TC_F_20_CSMS'],
    ['status', 'StatusNotification', 'StatusNotification', 'F06.FR.13 TC_F_23_CSMS'],
    ['meter-values', 'MeterValues', 'MeterValues', 'TC_F_11_CSMS'],
    ['firmware-status', 'FirmwareStatusNotification', 'FirmwareStatusNotification', 'TC_F_18_CSMS'],
    ['log-status', 'DiagnosticsStatusNotification', 'LogStatusNotification', 'TC_F_15_CSMS'],
  ] as const
  const all = VERSIONS.flatMap((version) =>
    messages.map(([message, older, newer, proves]) =>
      version === 'ocpp1.6'
        ? { version, message, action: older, proves: '1.6 §5.17 TC_054_CSMS' }
        : { version, message, action: newer, proves: `F06.FR.01 ${proves}` },
    ),
  )
  test.each(all)('$proves $version $message', async ({ version, message, action }) => {
    const { journal } = at(version)
    const command = await operator.carryOut(idOf(version), 'trigger', { message, evseId: 1 })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request } = await journal.served('TriggerMessage')
    expect(request).toMatchObject({ requestedMessage: action })
    if (version !== 'ocpp1.6' && message === 'status') expect(field(request, 'evse', 'connectorId')).toBe(1)
    expect((await journal.exchange(action)).refused).toBe(false)
  })

  test('C-07 ocpp1.6 boot: an accepted station is not asked to boot again', async () => {
    const command = await operator.carryOut(idOf('ocpp1.6'), 'trigger', { message: 'boot' })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    expect(command.sentAt).toBeUndefined()
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s transaction: refused while there is none', async (version) => {
    const command = await operator.carryOut(idOf(version), 'trigger', { message: 'transaction' })
    expect(command).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
  })
})

test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
  'TC_B_13_CSMS %s get-report: the report comes in parts and its variables are shown',
  async (version) => {
    const { journal } = at(version)
    const command = await operator.carryOut(idOf(version), 'get-report', { base: 'full' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { requestId } = command.result?.details ?? {}
    for (let more: unknown = true; more === true; ) {
      const { request } = await journal.exchange('NotifyReport')
      expect(field(request, 'requestId')).toBe(requestId)
      more = field(request, 'tbc')
    }
    const { items } = await operator.get<{ items: readonly object[] }>(`/stations/${idOf(version)}/variables`)
    expect(items).toContainEqual(
      expect.objectContaining({
        component: 'ChargingStation',
        name: 'Model',
        value: 'Post 2x22',
        mutability: 'ReadOnly',
      }),
    )
    expect(items.length).toBeGreaterThan(30)
  },
)

test.each<[CommandKind, CommandRequests[CommandKind]]>([
  ['get-report', { base: 'full' }],
  ['reset', { when: 'immediately', evseId: 1 }],
  ['trigger', { message: 'transaction' }],
  ['trigger', { message: 'sign-certificate' }],
  ['change-availability', { evseId: 1, connectorId: 2, available: true }],
])('ocpp1.6 cannot say %s %j: refused with the reason, and nothing is sent', async (kind, request) => {
  const command = await operator.carryOut(idOf('ocpp1.6'), kind, request)
  expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
  expect(command.sentAt).toBeUndefined()
})

test.each(VERSIONS)(
  "%s D-16 F02.FR.12 F03.FR.01 F04.FR.01 1.6 §5.11 1.6 §5.12 TC_011_1_CSMS TC_012_CSMS TC_F_02_CSMS TC_E_21_CSMS start-transaction: the station's Accepted is not a start; its transaction is, until it is stopped",
  async (version) => {
    const { journal, station } = at(version)
    const is16 = version === 'ocpp1.6'
    const before = (await operator.transactions(idOf(version))).length
    const starting = await operator.carryOut(idOf(version), 'start-transaction', { evseId: 1, token: 'ALICE' })
    expect(starting).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
    const asked = await journal.served(is16 ? 'RemoteStartTransaction' : 'RequestStartTransaction')
    expect(asked.request).not.toHaveProperty('chargingProfile')
    expect(is16 ? asked.request : field(asked.request, 'idToken')).toMatchObject({
      [is16 ? 'idTag' : 'idToken']: 'ALICE',
    })
    await journal.exchange('Authorize')
    expect(await operator.transactions(idOf(version))).toHaveLength(before)
    station.plugIn(car)
    const { request, response } = await journal.exchange(is16 ? 'StartTransaction' : 'TransactionEvent')
    const reference = is16 ? field(response, 'transactionId') : field(request, 'transactionInfo', 'transactionId')
    const running = await operator.record(idOf(version), String(reference))
    expect(running).toMatchObject({ status: 'active', token: { value: 'ALICE' } })
    if (!is16) expect(running.remoteStartId).toBe(field(starting.result, 'details', 'remoteStartId'))

    const stopping = await operator.carryOut(idOf(version), 'stop-transaction', { transactionId: running.id })
    expect(stopping).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
    await at(version).ended()
    station.unplug()
    expect(await operator.record(idOf(version), String(reference))).toMatchObject({
      status: 'ended',
      stopReason: 'Remote',
    })
  },
)

test.each(VERSIONS)(
  '1.6 §5.14 TC_014_CSMS TC_B_20_CSMS %s reset: the station restarts and is served again',
  async (version) => {
    const { journal, clock } = at(version)
    const command = await operator.carryOut(idOf(version), 'reset', { when: 'when-idle' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    await journal.state('offline')
    clock.advance(10_000)
    expect((await journal.exchange('BootNotification')).request).toMatchObject(
      version === 'ocpp1.6' ? {} : { reason: 'RemoteReset' },
    )
    await journal.state('online')
  },
)

const kinds: Readonly<Record<keyof OperationRequests, true>> = {
  ...{ 'start-transaction': true, 'stop-transaction': true, reset: true, 'change-availability': true, unlock: true },
  ...{ 'get-variables': true, 'set-variables': true, 'get-report': true, trigger: true, 'clear-cache': true },
  'data-transfer': true,
}

test('every command that runs a station has been settled for every version that has it', async () => {
  for (const version of VERSIONS) {
    const query = new URLSearchParams({ stationId: idOf(version), limit: '500' })
    const { items } = await operator.get<{ items: readonly SeenCommand[] }>(`/commands?${query}`)
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)))
    for (const { state } of items) expect(state).toMatch(/^(answered|refused)$/)
  }
})
