import { beforeEach, expect, test } from 'vitest'
import type { NeedsRule, NewChargingProfile } from '#domain/smart-charging'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { play, type Step, step } from '../official.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { operator, raw } = await openScene()

let station: RawStation
let stationId = ''
beforeEach(async () => {
  ;({ id: stationId, station } = await raw('ocpp2.0.1'))
  return () => station.connection.terminate()
})
const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))

const startAt = yesterdayAt('00:00:00')
const validFrom = yesterdayAt('00:00:00.000')
const validTo = '2099-01-01T00:00:00.000Z'
type Change = Partial<Omit<NewChargingProfile, 'schedules'>> & {
  readonly limit?: string
  readonly startAt?: string | undefined
}
const profileOf = ({ limit = '6', startAt: start = startAt, ...change }: Change = {}): NewChargingProfile => ({
  ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
  ...change,
  schedules: [
    {
      ...{ rateUnit: 'A', durationS: 3_600, periods: [{ startS: 0, limit, phases: 3 }] },
      ...(change.kind === 'relative' ? {} : { startAt: start }),
    },
  ],
})
const sent = (limit: number, more: object) => ({
  ...{ stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Absolute' },
  ...more,
  chargingSchedule: [
    { duration: 3_600, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit, numberPhases: 3 }] },
  ],
})
const setting = (evseId: number, change: Change, limit: number, more: object = {}): Step =>
  step(
    ['set-charging-profile', { evseId, profile: profileOf(change) }],
    ['SetChargingProfile', { evseId, chargingProfile: sent(limit, more) }],
  )
const valid = { validFrom, validTo }
/** The station answers with a CALLERROR. */
const unsupported = ({ says, call }: Step): Step => ({ says, call, answer: 'NotSupported', state: 'refused' })
const told = (evseId: number, purpose: string, tbc = false, chargingLimitSource = 'CSO') =>
  [
    'ReportChargingProfiles',
    {
      ...{ chargingLimitSource, tbc, evseId },
      chargingProfile: [
        {
          ...{ id: 10 + evseId, stackLevel: 0, chargingProfilePurpose: purpose, chargingProfileKind: 'Absolute' },
          chargingSchedule: [
            {
              ...{ id: 1, startSchedule: startAt, chargingRateUnit: 'A' },
              chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
            },
          ],
        },
      ],
    },
    {},
  ] as const
const reading = (
  filter: Step['says'] & readonly ['get-charging-profiles', unknown],
  payload: object,
  tells: Step['tells'] = [told(1, 'TxDefaultProfile')],
): Step => step(filter, ['GetChargingProfiles', { requestId: expect.any(Number), ...payload }], 'Accepted', { tells })

const cases: readonly (readonly [name: string, steps: readonly Step[]])[] = [
  ['TC_K_01_CSMS a default profile for one EVSE', [setting(1, valid, 6, valid)]],
  [
    'TC_K_03_CSMS a profile of the whole station',
    [
      setting(0, { purpose: 'station-max', limit: '8', ...valid }, 8, {
        chargingProfilePurpose: 'ChargingStationMaxProfile',
        ...valid,
      }),
    ],
  ],
  [
    'TC_K_04_CSMS a profile takes the place of another, under its id',
    [setting(1, { limit: '8' }, 8, { id: 1 }), setting(1, { limit: '6' }, 6, { id: 1 })],
  ],
  ['TC_K_10_CSMS a default profile for all EVSEs', [setting(0, valid, 6, valid)]],
  [
    'TC_K_19_CSMS a profile that recurs',
    [
      setting(1, { kind: 'recurring', recurrence: 'daily' }, 6, {
        chargingProfileKind: 'Recurring',
        recurrencyKind: 'Daily',
      }),
    ],
  ],
  [
    'TC_K_70_CSMS several profiles, each with an id and a level of its own',
    [setting(1, {}, 6, { id: 1 }), setting(1, { stackLevel: 1 }, 6, { id: 2, stackLevel: 1 })],
  ],
  ['TC_K_15_CSMS profiles are not supported', [unsupported(setting(1, valid, 6, valid))]],
  [
    'TC_K_05_CSMS a profile is cleared by the id that the station has told',
    [
      reading(['get-charging-profiles', {}], { chargingProfile: {} }),
      step(['clear-charging-profile', { profileId: 11 }], ['ClearChargingProfile', { chargingProfileId: 11 }]),
    ],
  ],
  ...(
    [
      ['TC_K_06_CSMS a profile is cleared by level and purpose', 'Accepted'],
      ['TC_K_08_CSMS nothing is there to be cleared', 'Unknown'],
    ] as const
  ).map(
    ([name, status]) =>
      [
        name,
        [
          step(
            ['clear-charging-profile', { evseId: 1, purpose: 'transaction-default', stackLevel: 2 }],
            [
              'ClearChargingProfile',
              { chargingProfileCriteria: { evseId: 1, chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 2 } },
            ],
            status,
            { state: 'answered' },
          ),
        ],
      ] as const,
  ),
  [
    'TC_K_29_CSMS the profiles of the station are read',
    [
      reading(
        ['get-charging-profiles', { evseId: 0, purpose: 'station-max' }],
        { evseId: 0, chargingProfile: { chargingProfilePurpose: 'ChargingStationMaxProfile' } },
        [told(0, 'ChargingStationMaxProfile')],
      ),
    ],
  ],
  [
    'TC_K_30_CSMS the profiles of one EVSE are read',
    [reading(['get-charging-profiles', { evseId: 1, purpose: 'transaction-default' }], { evseId: 1 })],
  ],
  [
    'TC_K_31_CSMS all profiles are read, EVSE by EVSE',
    [
      reading(['get-charging-profiles', { purpose: 'transaction-default' }], {}, [
        told(1, 'TxDefaultProfile', true),
        told(2, 'TxDefaultProfile'),
      ]),
    ],
  ],
  [
    'TC_K_32_CSMS a profile is read by id',
    [reading(['get-charging-profiles', { profileIds: [11] }], { chargingProfile: { chargingProfileId: [11] } })],
  ],
  [
    'TC_K_33_CSMS profiles of one EVSE are read by level',
    [
      reading(['get-charging-profiles', { evseId: 1, stackLevel: 0 }], {
        evseId: 1,
        chargingProfile: { stackLevel: 0 },
      }),
    ],
  ],
  [
    'TC_K_34_CSMS profiles of one EVSE are read by their source',
    [
      reading(['get-charging-profiles', { evseId: 1, sources: ['operator'] }], {
        ...{ evseId: 1, chargingProfile: { chargingLimitSource: ['CSO'] } },
      }),
    ],
  ],
  [
    'TC_K_35_CSMS profiles of one EVSE are read by purpose',
    [
      reading(['get-charging-profiles', { evseId: 1, purpose: 'transaction-default' }], {
        ...{ evseId: 1, chargingProfile: { chargingProfilePurpose: 'TxDefaultProfile' } },
      }),
    ],
  ],
  [
    'TC_K_36_CSMS profiles of one EVSE are read by purpose and level',
    [
      reading(['get-charging-profiles', { evseId: 1, purpose: 'transaction-default', stackLevel: 0 }], {
        ...{ evseId: 1, chargingProfile: { chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 0 } },
      }),
    ],
  ],
  [
    'TC_K_52_CSMS a limit from outside shows in the report',
    [
      reading(['get-charging-profiles', { purpose: 'external-constraints' }], {}, [
        told(1, 'ChargingStationExternalConstraints', false, 'EMS'),
      ]),
    ],
  ],
  ...(
    [
      ['TC_K_43_CSMS the composite schedule of one EVSE', 1],
      ['TC_K_44_CSMS the composite schedule of the station', 0],
    ] as const
  ).map(
    ([name, evseId]) =>
      [
        name,
        [
          step(
            ['get-composite-schedule', { evseId, durationS: 300, rateUnit: 'A' }],
            ['GetCompositeSchedule', { evseId, duration: 300, chargingRateUnit: 'A' }],
            'Accepted',
            {
              answer: {
                status: 'Accepted',
                schedule: {
                  ...{ evseId, duration: 300, scheduleStart: startAt, chargingRateUnit: 'A' },
                  chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }],
                },
              },
            },
          ),
        ],
      ] as const,
  ),
]
test.each(cases)('ocpp2.0.1 %s', async (_, steps) => {
  await play(operator, stationId, station, steps)
})

const event = (eventType: string, triggerReason: string, seqNo: number, more: object = {}) =>
  say('TransactionEvent', {
    ...{ eventType, timestamp: yesterdayAt('12:00:00'), triggerReason, seqNo, evse: { id: 1, connectorId: 1 } },
    transactionInfo: { transactionId: 'T1', chargingState: 'Charging', ...more },
  })
const start = () => event('Started', 'CablePluggedIn', 0)

test('ocpp2.0.1 TC_K_60_CSMS a profile for a transaction during it', async () => {
  await start()
  await play(operator, stationId, station, [
    step(
      ['set-charging-profile', { evseId: 1, reference: 'T1', profile: profileOf({ purpose: 'transaction' }) }],
      [
        'SetChargingProfile',
        { evseId: 1, chargingProfile: sent(6, { chargingProfilePurpose: 'TxProfile', transactionId: 'T1' }) },
      ],
    ),
  ])
})

test('ocpp2.0.1 TC_K_37_CSMS a start from afar with a profile, which names no transaction', async () => {
  const profile = profileOf({ purpose: 'transaction', kind: 'relative' })
  await play(operator, stationId, station, [
    step(
      ['start-transaction', { evseId: 1, token: 'ALICE', profile }],
      [
        'RequestStartTransaction',
        {
          ...{ evseId: 1, idToken: { idToken: 'ALICE', type: expect.any(String) } },
          chargingProfile: { chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Relative' },
        },
      ],
    ),
  ])
  expect(await event('Started', 'RemoteStart', 0, { remoteStartId: 1 })).toEqual({})
})

const limit = { chargingLimitSource: 'EMS' }
test('ocpp2.0.1 TC_K_48_CSMS TC_K_50_CSMS a limit from outside is told, and ends', async () => {
  expect(await say('NotifyChargingLimit', { chargingLimit: limit })).toEqual({})
  expect(await say('ClearedChargingLimit', limit)).toEqual({})
})

test('ocpp2.0.1 TC_K_51_CSMS a limit from outside ends during a charge', async () => {
  await start()
  expect(await say('ClearedChargingLimit', limit)).toEqual({})
  expect(await event('Updated', 'ChargingRateChanged', 1)).toEqual({})
})

const needs = () =>
  say('NotifyEVChargingNeeds', {
    ...{ evseId: 1, maxScheduleTuples: 1 },
    chargingNeeds: {
      requestedEnergyTransfer: 'AC_three_phase',
      acChargingParameters: { energyAmount: 20_000, evMinCurrent: 6, evMaxCurrent: 32, evMaxVoltage: 230 },
    },
  })
const rule = (wanted: NeedsRule) => operator.ask('PUT', `/stations/${stationId}/charging-needs-rule`, wanted)
const hear = async () => {
  const { id, action, payload } = await station.asked()
  expect(action).toBe('SetChargingProfile')
  station.send([3, id, { status: 'Accepted' }])
  expect(field(payload, 'chargingProfile')).toMatchObject({ chargingProfilePurpose: 'TxProfile', transactionId: 'T1' })
  const path = `/stations/${stationId}/charging-profiles`
  await expect.poll(() => operator.get(path)).toMatchObject({ items: [{ standing: 'accepted' }] })
}
const chosen = (power: number) =>
  say('NotifyEVChargingSchedule', {
    ...{ evseId: 1, timeBase: new Date(Date.now() + 1_000).toISOString() },
    chargingSchedule: {
      ...{ id: 1, chargingRateUnit: 'W', duration: 3_600 },
      chargingSchedulePeriod: [{ startPeriod: 0, limit: power }],
    },
  })
/** The vehicle says what it needs, gets its profile, and keeps to it. */
const negotiate = async () => {
  await rule({ decides: 'automatically', maxPowerW: '11000' })
  await start()
  expect(await needs()).toEqual({ status: 'Accepted' })
  await hear()
  expect(await chosen(11_000)).toEqual({ status: 'Accepted' })
}

test('ocpp2.0.1 TC_K_53_CSMS a vehicle tells what it needs, and gets it', async () => {
  await negotiate()
  expect(await event('Updated', 'ChargingStateChanged', 1)).toEqual({})
})

test("ocpp2.0.1 TC_K_55_CSMS a vehicle's schedule exceeds the limits, and is negotiated anew", async () => {
  await rule({ decides: 'automatically', maxPowerW: '11000' })
  await start()
  expect(await needs()).toEqual({ status: 'Accepted' })
  await hear()
  expect(await chosen(12_000)).toEqual({ status: 'Rejected' })
  await hear()
  expect(await event('Updated', 'ChargingStateChanged', 1)).toEqual({})
  expect(await chosen(11_000)).toEqual({ status: 'Accepted' })
  expect(await event('Updated', 'ChargingRateChanged', 2)).toEqual({})
})

test('ocpp2.0.1 TC_K_57_CSMS the vehicle renegotiates', async () => {
  await negotiate()
  expect(await needs()).toEqual({ status: 'Accepted' })
  await hear()
  expect(await chosen(10_000)).toEqual({ status: 'Accepted' })
  expect(await event('Updated', 'ChargingRateChanged', 1)).toEqual({})
})

const renegotiate = async () => {
  const profile = profileOf({ purpose: 'transaction', limit: '8' })
  const command = await operator.command(stationId, 'set-charging-profile', { evseId: 1, reference: 'T1', profile })
  await hear()
  expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
}

test('ocpp2.0.1 TC_K_58_CSMS we renegotiate', async () => {
  await negotiate()
  await renegotiate()
  expect(await chosen(5_000)).toEqual({ status: 'Accepted' })
  expect(await event('Updated', 'ChargingRateChanged', 1)).toEqual({})
})

test('ocpp2.0.1 TC_K_59_CSMS we renegotiate, and the vehicle tells its needs', async () => {
  await negotiate()
  await renegotiate()
  expect(await needs()).toEqual({ status: 'Accepted' })
  await hear()
  expect(await chosen(10_000)).toEqual({ status: 'Accepted' })
  expect(await event('Updated', 'ChargingRateChanged', 1)).toEqual({})
})
