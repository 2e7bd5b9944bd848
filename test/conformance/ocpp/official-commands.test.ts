import { expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'

const { operator, raw: connected } = await openScene()

type Said = { readonly [K in CommandKind]: readonly [kind: K, request: CommandRequests[K]] }[CommandKind]

interface Case {
  readonly name: string
  readonly says: Said
  readonly call: readonly [action: string, payload: object]
  readonly answer: object
  readonly state: 'answered' | 'refused'
  readonly status: string
}

function one(
  name: string,
  says: Said,
  call: Case['call'],
  status: string,
  state: Case['state'],
  answer?: object,
): Case {
  return { name, says, call, status, state, answer: answer ?? { status } }
}

const nightly: CommandRequests['set-charging-profile']['profile'] = {
  ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'recurring', recurrence: 'daily' },
  schedules: [
    {
      ...{ rateUnit: 'A', startAt: '2026-01-01T20:00:00.000Z', durationS: 28_800 },
      periods: [{ startS: 0, limit: '6', phases: 3 }],
    },
  ],
}
const setting = { name: 'ConnectionTimeOut', value: 'soon' }
const older: readonly Case[] = [
  one(
    'TC_013_CSMS a hard reset',
    ['reset', { when: 'immediately' }],
    ['Reset', { type: 'Hard' }],
    'Accepted',
    'answered',
  ),
  one(
    'TC_017_2_CSMS a fixed cable is not unlocked',
    ['unlock', { evseId: 1 }],
    ['UnlockConnector', { connectorId: 1 }],
    ...(['NotSupported', 'refused'] as const),
  ),
  one(
    'TC_030_CSMS a lock that fails to open',
    ['unlock', { evseId: 1 }],
    ['UnlockConnector', { connectorId: 1 }],
    ...(['UnlockFailed', 'refused'] as const),
  ),
  one(
    'TC_031_CSMS the lock of a connector that is not there',
    ['unlock', { evseId: 9 }],
    ['UnlockConnector', { connectorId: 9 }],
    ...(['NotSupported', 'refused'] as const),
  ),
  one(
    'TC_026_CSMS a start that is refused',
    ['start-transaction', { evseId: 1, token: 'ALICE' }],
    ['RemoteStartTransaction', { connectorId: 1, idTag: 'ALICE' }],
    ...(['Rejected', 'refused'] as const),
  ),
  one(
    'TC_040_1_CSMS a setting the station does not have',
    ['set-variables', { variables: [setting] }],
    ['ChangeConfiguration', { key: 'ConnectionTimeOut', value: 'soon' }],
    ...(['NotSupported', 'refused'] as const),
  ),
  one(
    'TC_040_2_CSMS a value the station does not take',
    ['set-variables', { variables: [setting] }],
    ['ChangeConfiguration', { key: 'ConnectionTimeOut', value: 'soon' }],
    ...(['Rejected', 'refused'] as const),
  ),
  one(
    'TC_055_CSMS a trigger that is refused',
    ['trigger', { message: 'meter-values', evseId: 1 }],
    ['TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 1 }],
    ...(['Rejected', 'refused'] as const),
  ),
  one(
    '1.6 §5.16.4 TC_056_CSMS a default profile',
    ['set-charging-profile', { evseId: 1, profile: nightly }],
    [
      'SetChargingProfile',
      {
        connectorId: 1,
        csChargingProfiles: {
          ...{ chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile' },
          ...{ chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
          chargingSchedule: {
            ...{ startSchedule: '2026-01-01T20:00:00.000Z', duration: 28_800, chargingRateUnit: 'A' },
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 6, numberPhases: 3 }],
          },
        },
      },
    ],
    ...(['Accepted', 'answered'] as const),
  ),
  one(
    '1.6 §5.8 TC_019_1_CSMS all settings, when none is named',
    ['get-variables', {}],
    ['GetConfiguration', {}],
    ...(['Accepted', 'answered'] as const),
    { configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '300' }] },
  ),
]

const inTx = { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } }
const inComm = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } }
const variables = [
  { component: 'TxCtrlr', name: 'EVConnectionTimeOut', value: '90' },
  { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '60' },
]
const report = (reportBase: string) => ['GetBaseReport', { requestId: expect.any(Number), reportBase }] as const
const newer: readonly Case[] = [
  one(
    'TC_B_07_CSMS several variables are read',
    ['get-variables', { variables: variables.map(({ component, name }) => ({ component, name })) }],
    ['GetVariables', { getVariableData: [inTx, inComm] }],
    ...(['Accepted', 'answered'] as const),
    { getVariableResult: [inTx, inComm].map((ref) => ({ ...ref, attributeStatus: 'Accepted', attributeValue: '1' })) },
  ),
  one(
    'TC_B_10_CSMS several variables are set',
    ['set-variables', { variables }],
    [
      'SetVariables',
      {
        setVariableData: [
          { ...inTx, attributeValue: '90' },
          { ...inComm, attributeValue: '60' },
        ],
      },
    ],
    ...(['Accepted', 'answered'] as const),
    { setVariableResult: [inTx, inComm].map((ref) => ({ ...ref, attributeStatus: 'Accepted' })) },
  ),
  one(
    'TC_B_12_CSMS the configuration',
    ['get-report', { base: 'configuration' }],
    report('ConfigurationInventory'),
    'Accepted',
    'answered',
  ),
  one(
    'TC_B_14_CSMS a summary',
    ['get-report', { base: 'summary' }],
    report('SummaryInventory'),
    'Accepted',
    'answered',
  ),
  one('TC_C_38_CSMS a cache that cannot be cleared', ['clear-cache', {}], ['ClearCache', {}], 'Rejected', 'refused'),
  one(
    'TC_B_25_CSMS one EVSE',
    ['reset', { when: 'when-idle', evseId: 1 }],
    ['Reset', { type: 'OnIdle', evseId: 1 }],
    'Accepted',
    'answered',
  ),
  one(
    'TC_F_12_CSMS the meter values of all EVSEs',
    ['trigger', { message: 'meter-values' }],
    ['TriggerMessage', { requestedMessage: 'MeterValues' }],
    ...(['Accepted', 'answered'] as const),
  ),
  one(
    'TC_F_27_CSMS a trigger the station does not know',
    ['trigger', { message: 'log-status' }],
    ['TriggerMessage', { requestedMessage: 'LogStatusNotification' }],
    ...(['NotImplemented', 'refused'] as const),
  ),
]

const unavailable = (evse?: object) => ({ operationalStatus: 'Inoperative', ...(evse === undefined ? {} : { evse }) })
/** Asked while a transaction runs at EVSE 1. */
const charging: readonly Case[] = [
  one(
    'TC_B_21_CSMS a reset when idle',
    ['reset', { when: 'when-idle' }],
    ['Reset', { type: 'OnIdle' }],
    'Scheduled',
    'answered',
  ),
  one(
    'TC_B_22_CSMS a reset at once',
    ['reset', { when: 'immediately' }],
    ['Reset', { type: 'Immediate' }],
    'Accepted',
    'answered',
  ),
  one(
    'TC_B_26_CSMS one EVSE when idle',
    ['reset', { when: 'when-idle', evseId: 1 }],
    ['Reset', { type: 'OnIdle', evseId: 1 }],
    'Scheduled',
    'answered',
  ),
  one(
    'TC_B_27_CSMS one EVSE at once',
    ['reset', { when: 'immediately', evseId: 1 }],
    ['Reset', { type: 'Immediate', evseId: 1 }],
    'Accepted',
    'answered',
  ),
  one(
    'TC_G_11_CSMS an EVSE out of service',
    ['change-availability', { evseId: 1, available: false }],
    ['ChangeAvailability', unavailable({ id: 1 })],
    ...(['Scheduled', 'answered'] as const),
  ),
  one(
    'TC_G_14_CSMS the station out of service',
    ['change-availability', { available: false }],
    ['ChangeAvailability', unavailable()],
    ...(['Scheduled', 'answered'] as const),
  ),
  one(
    'TC_G_17_CSMS a connector out of service',
    ['change-availability', { evseId: 1, connectorId: 1, available: false }],
    ['ChangeAvailability', unavailable({ id: 1, connectorId: 1 })],
    ...(['Scheduled', 'answered'] as const),
  ),
  one(
    'TC_F_13_CSMS the transaction of one EVSE',
    ['trigger', { message: 'transaction', evseId: 1 }],
    ['TriggerMessage', { requestedMessage: 'TransactionEvent', evse: { id: 1 } }],
    ...(['Accepted', 'answered'] as const),
  ),
  one(
    'TC_F_14_CSMS the transactions of all EVSEs',
    ['trigger', { message: 'transaction' }],
    ['TriggerMessage', { requestedMessage: 'TransactionEvent' }],
    ...(['Accepted', 'answered'] as const),
  ),
  one(
    'F06.FR.13 TC_F_24_CSMS the status of an occupied connector',
    ['trigger', { message: 'status', evseId: 1 }],
    ['TriggerMessage', { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } }],
    ...(['Accepted', 'answered'] as const),
  ),
]

async function prove(version: OcppVersion, { says, call, answer, state, status }: Case, whileCharging = false) {
  const { id, station } = await connected(version)
  if (whileCharging) await begin(station)
  const [kind, request] = says
  const command = await operator.command(id, kind, request)
  const asked = await station.asked()
  expect([asked.action, asked.payload]).toEqual(call)
  station.send([3, asked.id, answer])
  expect(await operator.settled(command)).toMatchObject({ state, result: { status } })
}

async function begin(station: RawStation): Promise<void> {
  const event = {
    ...{ eventType: 'Started', seqNo: 0, timestamp: yesterdayAt('10:00:00'), triggerReason: 'Authorized' },
    ...{ transactionInfo: { transactionId: 'tx-1' }, evse: { id: 1, connectorId: 1 } },
    idToken: { idToken: 'ALICE', type: 'ISO14443' },
  }
  expect(resultOf(await station.call('TransactionEvent', event))).toEqual({ idTokenInfo: { status: 'Accepted' } })
}

test.each(older)('ocpp1.6 $name is asked for, and what came of it is known', (one) => prove('ocpp1.6', one))

test.each(['ocpp2.0.1', 'ocpp2.1'].flatMap((version) => newer.map((one) => ({ ...one, version }))))(
  '$version $name is asked for, and what came of it is known',
  (one) => prove(one.version === 'ocpp2.1' ? 'ocpp2.1' : 'ocpp2.0.1', one),
)

test.each(['ocpp2.0.1', 'ocpp2.1'].flatMap((version) => charging.map((one) => ({ ...one, version }))))(
  '$version $name is asked for during a charge, and what came of it is known',
  (one) => prove(one.version === 'ocpp2.1' ? 'ocpp2.1' : 'ocpp2.0.1', one, true),
)
