import { expect, test } from 'vitest'
import type { CommandRequests } from '#domain/commands'
import { yesterdayAt } from '../booted-station.ts'
import { askedForList, play, type Step, step } from '../official.ts'
import { openScene } from '../scene.ts'

const { operator, raw } = await openScene({ tokens: [] })
const at = yesterdayAt('12:00:00')
const number = expect.any(Number)

const evse = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'AvailabilityState' } }
const whole = { component: { name: 'ChargingStation' }, variable: { name: 'AvailabilityState' } }
const power = { component: { name: 'ChargingStation' }, variable: { name: 'Power' } }
const powerOfEvse = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' } }
const places = {
  evse: { component: 'EVSE', evseId: 1, name: 'AvailabilityState' },
  whole: { component: 'ChargingStation', name: 'AvailabilityState' },
  power: { component: 'ChargingStation', name: 'Power' },
  powerOfEvse: { component: 'EVSE', evseId: 1, name: 'Power' },
}

type ReportRequest = CommandRequests['get-monitoring-report']
/** A report of monitors that the station has, or has none for. */
const report = (request: ReportRequest, payload: object, found: readonly object[]): Step =>
  step(
    ['get-monitoring-report', request],
    ['GetMonitoringReport', { requestId: number, ...payload }],
    found.length === 0 ? 'EmptyResultSet' : 'Accepted',
    {
      state: 'answered',
      tells: found.map((place, seqNo) => [
        'NotifyMonitoringReport',
        {
          ...{ seqNo, generatedAt: at, tbc: seqNo < found.length - 1 },
          monitor: [
            {
              ...place,
              variableMonitoring: [{ id: 7 + seqNo, transaction: false, value: 1, type: 'Delta', severity: 8 }],
            },
          ],
        },
        {},
      ]),
    },
  )
const base = (wanted: CommandRequests['set-monitoring-base']['base'], monitoringBase: string): Step =>
  step(['set-monitoring-base', { base: wanted }], ['SetMonitoringBase', { monitoringBase }])
const level = (status: string): Step =>
  step(['set-monitoring-level', { severity: 4 }], ['SetMonitoringLevel', { severity: 4 }], status)
const delta = { type: 'delta', value: 1, severity: 8 } as const
const monitor = (
  ...wanted: readonly (readonly [place: typeof places.evse | typeof places.whole, wire: object])[]
): Step => ({
  says: ['set-variable-monitoring', { monitors: wanted.map(([place]) => ({ ...place, ...delta })) }],
  call: [
    'SetVariableMonitoring',
    { setMonitoringData: wanted.map(([, wire]) => ({ ...wire, type: 'Delta', value: 1, severity: 8 })) },
  ],
  answer: {
    setMonitoringResult: wanted.map(([, wire], index) => ({
      ...wire,
      ...{ id: index + 1, status: 'Accepted', type: 'Delta', severity: 8 },
    })),
  },
})

const token = { token: 'ALICE' }
const idToken = { idToken: { idToken: 'ALICE', type: expect.any(String) } }
const certificate = { hashAlgorithm: 'SHA256', issuerNameHash: 'a1', issuerKeyHash: 'b2', serialNumber: 'c3' } as const
const told = ['NotifyCustomerInformation', { data: 'known', seqNo: 0, generatedAt: at }, {}] as const
const customer = (
  request: CommandRequests['customer-information'],
  who: object,
  tells: Step['tells'] = [told],
  status = 'Accepted',
): Step =>
  step(
    ['customer-information', request],
    ['CustomerInformation', { requestId: number, report: request.report, clear: request.clear, ...who }],
    status,
    { tells },
  )
const both = { report: true, clear: true }

const log = (kind: 'diagnostics' | 'security', status: string, statuses: readonly string[] = []): Step => ({
  says: ['get-log', { log: kind }],
  call: ['GetLog', { logType: kind === 'security' ? 'SecurityLog' : 'DiagnosticsLog', requestId: number }],
  answer: { status, filename: 'station.log' },
  state: status === 'Rejected' ? 'refused' : 'answered',
  tells: statuses.map((one) => ['LogStatusNotification', { status: one }, {}]),
})
const limited: Step = {
  says: [
    'get-variables',
    { variables: [{ component: 'MonitoringCtrlr', name: 'ItemsPerMessage', instance: 'ClearVariableMonitoring' }] },
  ],
  call: [
    'GetVariables',
    { getVariableData: [{ variable: { name: 'ItemsPerMessage', instance: 'ClearVariableMonitoring' } }] },
  ],
  answer: {
    getVariableResult: [
      {
        ...{ attributeStatus: 'Accepted', attributeValue: '2', component: { name: 'MonitoringCtrlr' } },
        variable: { name: 'ItemsPerMessage', instance: 'ClearVariableMonitoring' },
      },
    ],
  },
}

const cases: readonly (readonly [name: string, ...steps: readonly Step[]])[] = [
  [
    'TC_N_01_CSMS monitors by kind',
    report({ criteria: ['delta'] }, { monitoringCriteria: ['DeltaMonitoring'] }, []),
    report({ criteria: ['threshold'] }, { monitoringCriteria: ['ThresholdMonitoring'] }, [power]),
  ],
  [
    'TC_N_02_CSMS monitors by variable',
    report({ places: [places.power] }, { componentVariable: [power] }, []),
    report({ places: [places.evse] }, { componentVariable: [evse] }, [evse]),
  ],
  [
    'TC_N_03_CSMS monitors by kind and variable',
    report(
      { criteria: ['delta'], places: [places.evse] },
      { monitoringCriteria: ['DeltaMonitoring'], componentVariable: [evse] },
      [],
    ),
    report(
      { criteria: ['threshold'], places: [places.power] },
      { monitoringCriteria: ['ThresholdMonitoring'], componentVariable: [power] },
      [power],
    ),
  ],
  [
    'TC_N_60_CSMS monitors by kind and several variables, in parts',
    report(
      { criteria: ['threshold'], places: [places.power, places.powerOfEvse] },
      { monitoringCriteria: ['ThresholdMonitoring'], componentVariable: [power, powerOfEvse] },
      [],
    ),
    report(
      { criteria: ['delta'], places: [places.whole, places.evse] },
      { monitoringCriteria: ['DeltaMonitoring'], componentVariable: [whole, evse] },
      [whole, evse],
    ),
  ],
  ['TC_N_47_CSMS all monitors', report({}, {}, [evse])],
  [
    'TC_N_05_CSMS a monitoring base',
    base('all', 'All'),
    base('factory-default', 'FactoryDefault'),
    base('hard-wired-only', 'HardWiredOnly'),
  ],
  ['TC_N_08_CSMS one monitor is set', monitor([places.evse, evse])],
  ['TC_N_09_CSMS several monitors are set', monitor([places.evse, evse], [places.whole, whole])],
  ['TC_N_16_CSMS a monitoring level', level('Accepted')],
  ['TC_N_17_CSMS a monitoring level out of range', level('Rejected')],
  [
    'TC_N_44_CSMS monitors cannot be cleared',
    {
      says: ['clear-variable-monitoring', { ids: [9] }],
      call: ['ClearVariableMonitoring', { id: [9] }],
      answer: { clearMonitoringResult: [{ status: 'Rejected', id: 9 }] },
      state: 'refused',
    },
  ],
  ['TC_N_27_CSMS what is known of a customer', customer({ ...token, report: true, clear: false }, idToken)],
  [
    'TC_N_28_CSMS nothing is known of a customer',
    customer({ ...token, report: true, clear: false }, idToken, [
      ['NotifyCustomerInformation', { data: '', seqNo: 0, generatedAt: at }, {}],
    ]),
  ],
  [
    "TC_N_29_CSMS a customer's data are refused",
    customer({ ...token, report: true, clear: false }, idToken, [], 'Rejected'),
  ],
  ['TC_N_30_CSMS a customer is forgotten, and the data reported', customer({ ...token, ...both }, idToken)],
  [
    'TC_N_31_CSMS a customer is forgotten, and there were none',
    customer({ ...token, ...both }, idToken, [
      ['NotifyCustomerInformation', { data: '', seqNo: 0, generatedAt: at }, {}],
    ]),
  ],
  [
    'TC_N_32_CSMS a customer is forgotten without a report',
    customer({ ...token, report: false, clear: true }, idToken),
  ],
  [
    'TC_N_62_CSMS a customer is forgotten by name',
    customer({ customerIdentifier: 'OpenChargeAlliance', ...both }, { customerIdentifier: 'OpenChargeAlliance' }),
  ],
  [
    'TC_N_63_CSMS a customer is forgotten by certificate',
    customer({ certificate, ...both }, { customerCertificate: certificate }),
  ],
  ['TC_N_25_CSMS the diagnostics log is fetched', log('diagnostics', 'Accepted', ['Uploading', 'Uploaded'])],
  ['TC_N_35_CSMS the security log is fetched', log('security', 'Accepted', ['Uploading', 'Uploaded'])],
  ['TC_N_34_CSMS a log is refused', log('diagnostics', 'Rejected')],
]

test.each(cases.map(([name, ...steps]) => [name, steps] as const))('ocpp2.0.1 %s', async (_, steps) => {
  const { id, station } = await raw('ocpp2.0.1')
  await play(operator, id, station, steps)
  station.connection.terminate()
})

test('ocpp2.0.1 TC_N_18_CSMS more monitors are cleared than one message takes', async () => {
  const { id, station } = await raw('ocpp2.0.1')
  await play(operator, id, station, [limited])
  const command = await operator.command(id, 'clear-variable-monitoring', { ids: [1, 2, 3] })
  for (const ids of [[1, 2], [3]]) {
    const asked = await station.asked()
    expect([asked.action, asked.payload]).toEqual(['ClearVariableMonitoring', { id: ids }])
    station.send([3, asked.id, { clearMonitoringResult: ids.map((one) => ({ status: 'Accepted', id: one })) }])
  }
  expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  station.connection.terminate()
})

test('ocpp2.0.1 TC_N_36_CSMS a log takes the place of another', async () => {
  const { id, station } = await raw('ocpp2.0.1')
  const fetch = async (status: string) => {
    const command = await operator.command(id, 'get-log', { log: 'security' })
    const asked = await station.asked()
    expect(asked.action).toBe('GetLog')
    station.send([3, asked.id, { status, filename: 'station.log' }])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { status } })
    return Number(Object(asked.payload).requestId)
  }
  const tell = async (requestId: number, status: string) =>
    expect((await station.call('LogStatusNotification', { requestId, status })).slice(2)).toEqual([{}])
  const first = await fetch('Accepted')
  await tell(first, 'Uploading')
  const second = await fetch('AcceptedCanceled')
  expect(second).not.toBe(first)
  await tell(first, 'AcceptedCanceled')
  await tell(second, 'Uploading')
  await tell(second, 'Uploaded')
  station.connection.terminate()
})

test('ocpp2.0.1 TC_N_46_CSMS a customer is forgotten, and the list without them sent', async () => {
  for (const value of ['ALICE', 'BOB']) await operator.post('/tokens', { partyId: 'default', value })
  const { id, station } = await raw('ocpp2.0.1')
  const whole = await operator.command(id, 'send-local-list', {})
  const first = await askedForList(station, 0)
  expect(first.payload).toMatchObject({ updateType: 'Full', versionNumber: 1 })
  station.send([3, first.id, { status: 'Accepted' }])
  expect(await operator.settled(whole)).toMatchObject({ state: 'answered' })
  const command = await operator.command(id, 'customer-information', { ...token, ...both })
  const asked = await station.asked()
  expect([asked.action, asked.payload]).toEqual([
    'CustomerInformation',
    { requestId: number, ...both, idToken: { idToken: 'ALICE', type: 'ISO14443' } },
  ])
  station.send([3, asked.id, { status: 'Accepted' }])
  const update = await askedForList(station, 1)
  expect(update.payload).toEqual({
    ...{ updateType: 'Differential', versionNumber: 2 },
    localAuthorizationList: [{ idToken: { idToken: 'ALICE', type: 'ISO14443' } }],
  })
  const [action, data] = told
  const { requestId } = Object(asked.payload)
  expect((await station.call(action, { requestId, ...data })).slice(2)).toEqual([{}])
  station.send([3, update.id, { status: 'Accepted' }])
  expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  station.connection.terminate()
})
