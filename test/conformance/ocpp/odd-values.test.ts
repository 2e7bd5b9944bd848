import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestPlatform, testPlatform } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation } from '../booted-station.ts'
import { Operator } from '../operator.ts'

/** Values that a schema lets through in lenient mode and that some store, sum or index cannot take as they are. */
/** No database can make it any shorter, as it does with what is monotonous. */
const NOISE = Array.from({ length: 80 }, (_, n) => hash('sha512', String(n), 'base64')).join('')
const TEXTS = [
  ...['', '\0', 'a\0b', '\ud800', 'x'.repeat(20_000), NOISE, '\u202e\u0007', "'; DROP TABLE station; --", '%_\\'],
]
const NUMBERS = [-1, 0, 1e12, -1e12, 2 ** 53, 1e300, -1e300, 0.5]
const TIMES = [
  ...[NOISE, '', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', '-100000-01-01T00:00Z'],
  '2026-02-30T00:00:00Z',
]

const time = '2026-03-01T12:00:00Z'
const component = { name: 'C' }
const variable = { name: 'V' }
const named = { hashAlgorithm: 'SHA256', issuerNameHash: 'ab', issuerKeyHash: 'cd', serialNumber: 'ef' }
const ocspRequestData = { ...named, responderURL: 'http://127.0.0.1/' }
const certificates = {
  SignCertificate: { csr: 'c', certificateType: 'V2GCertificate', requestId: 1, hashRootCertificate: named },
  GetCertificateStatus: { ocspRequestData },
  GetCertificateChainStatus: {
    certificateStatusRequests: [{ certificateHashData: named, source: 'CRL', urls: ['http://127.0.0.1/'] }],
  },
  Get15118EVCertificate: {
    ...{ iso15118SchemaVersion: 'v', action: 'Install', exiRequest: 'e' },
    ...{ maximumContractCertificateChains: 2, prioritizedEMAIDs: ['m'] },
  },
} as const
const newer = {
  ...certificates,
  BootNotification: { reason: 'PowerUp', chargingStation: { model: 'm', vendorName: 'v', serialNumber: 's' } },
  StatusNotification: { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: time },
  Authorize: {
    ...{ idToken: { idToken: 'A', type: 'Central' }, certificate: 'c' },
    iso15118CertificateHashData: [ocspRequestData],
  },
  DataTransfer: { vendorId: 'v', messageId: 'm', data: 'd' },
  SecurityEventNotification: { type: 't', timestamp: time, techInfo: 'i' },
  FirmwareStatusNotification: { status: 'Idle', requestId: 1 },
  LogStatusNotification: { status: 'Idle', requestId: 1 },
  NotifyReport: {
    ...{ requestId: 1, generatedAt: time, seqNo: 0, tbc: false },
    reportData: [{ component, variable, variableAttribute: [{ type: 'Actual', value: 'x' }] }],
  },
  NotifyEvent: {
    ...{ generatedAt: time, seqNo: 0, tbc: false },
    eventData: [
      {
        ...{ eventId: 1, timestamp: time, trigger: 'Alerting', actualValue: 'x', component, variable },
        eventNotificationType: 'HardWiredNotification',
      },
    ],
  },
  MeterValues: { evseId: 1, meterValue: [{ timestamp: time, sampledValue: [{ value: 1, context: 'Other' }] }] },
  TransactionEvent: {
    ...{ eventType: 'Updated', seqNo: 1, timestamp: time, triggerReason: 'Trigger', offline: false, reservationId: 1 },
    transactionInfo: { transactionId: 't', chargingState: 'Idle', remoteStartId: 1 },
    ...{ evse: { id: 1, connectorId: 1 }, idToken: { idToken: 'A', type: 'Central' } },
  },
} as const
const chargingSchedule = {
  ...{ id: 1, startSchedule: time, duration: 60, chargingRateUnit: 'A', minChargingRate: 1 },
  chargingSchedulePeriod: [{ startPeriod: 0, limit: 16, numberPhases: 3, phaseToUse: 1 }],
}
const chargingProfile = {
  ...{ id: 1, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Absolute' },
  ...{ validFrom: time, validTo: time, transactionId: 't', chargingSchedule: [chargingSchedule] },
}
const variableMonitoring = [{ id: 1, transaction: false, value: 1, type: 'Delta', severity: 5 }]
/** What stations report when they are asked, and of limits, needs and reservations. */
const reported = {
  ReservationStatusUpdate: { reservationId: 1, reservationUpdateStatus: 'Expired' },
  ReportChargingProfiles: {
    ...{ requestId: 1, chargingLimitSource: 'CSO', evseId: 1, tbc: false },
    chargingProfile: [chargingProfile],
  },
  NotifyChargingLimit: {
    ...{ evseId: 1, chargingLimit: { chargingLimitSource: 'EMS', isGridCritical: true } },
    chargingSchedule: [chargingSchedule],
  },
  ClearedChargingLimit: { chargingLimitSource: 'EMS', evseId: 1 },
  NotifyEVChargingNeeds: {
    ...{ evseId: 1, maxScheduleTuples: 3 },
    chargingNeeds: {
      ...{ requestedEnergyTransfer: 'DC', departureTime: time },
      acChargingParameters: { energyAmount: 1, evMinCurrent: 6, evMaxCurrent: 16, evMaxVoltage: 230 },
      dcChargingParameters: { evMaxCurrent: 100, evMaxVoltage: 400, energyAmount: 1, stateOfCharge: 50 },
    },
  },
  NotifyEVChargingSchedule: { evseId: 1, timeBase: time, chargingSchedule },
  NotifyMonitoringReport: {
    ...{ requestId: 1, seqNo: 0, generatedAt: time, tbc: false },
    monitor: [{ component, variable, variableMonitoring }],
  },
  NotifyDisplayMessages: {
    ...{ requestId: 1, tbc: false },
    messageInfo: [
      {
        ...{ id: 1, priority: 'NormalCycle', startDateTime: time, endDateTime: time, transactionId: 't' },
        ...{ message: { format: 'UTF8', content: 'c', language: 'en' }, display: { name: 'Display', evse: { id: 1 } } },
      },
    ],
  },
  NotifyCustomerInformation: { requestId: 1, seqNo: 0, generatedAt: time, tbc: false, data: 'd' },
  PublishFirmwareStatusNotification: { status: 'Downloading', requestId: 1 },
} as const
const newest = {
  OpenPeriodicEventStream: {
    constantStreamData: { id: 1, variableMonitoringId: 1, params: { interval: 1, values: 1 } },
  },
  ClosePeriodicEventStream: { id: 1 },
  PullDynamicScheduleUpdate: { chargingProfileId: 1 },
  NotifyPriorityCharging: { transactionId: 't', activated: true },
  BatterySwap: {
    ...{ eventType: 'BatteryIn', requestId: 1, idToken: { idToken: 'A', type: 'Central' } },
    batteryData: [{ evseId: 1, serialNumber: 's', soC: 50, soH: 90, productionDate: time }],
  },
  NotifyDERAlarm: {
    ...{ controlType: 'FreqWatt', gridEventFault: 'OverFrequency', alarmEnded: false, timestamp: time, extraInfo: 'i' },
  },
  NotifyDERStartStop: { controlId: 'c', started: true, timestamp: time, supersededIds: ['d'] },
  ReportDERControl: {
    ...{ requestId: 1, tbc: false },
    curve: [
      {
        ...{ id: 'c', curveType: 'FreqWatt', isDefault: false, isSuperseded: false },
        curve: { priority: 1, yUnit: 'PctMaxW', curveData: [{ x: 50, y: 100 }], startTime: time, duration: 60 },
      },
    ],
    limitMaxDischarge: [
      {
        ...{ id: 'd', isDefault: false, isSuperseded: false },
        limitMaxDischarge: { priority: 1, pctMaxDischargePower: 50, startTime: time, duration: 60 },
      },
    ],
  },
  NotifySettlement: {
    ...{ pspRef: 'p', transactionId: 't', status: 'Settled', settlementAmount: 1, settlementTime: time },
    ...{ receiptId: 'r', receiptUrl: 'https://example.org/r', vatNumber: 'DE1' },
  },
  NotifyWebPaymentStarted: { evseId: 1, timeout: 60 },
  VatNumberValidation: { vatNumber: 'DE1', evseId: 1 },
} as const
const older = {
  SignCertificate: { csr: 'c' },
  BootNotification: { chargePointVendor: 'v', chargePointModel: 'm', firmwareVersion: 'f', meterType: 't' },
  StatusNotification: { connectorId: 1, errorCode: 'NoError', status: 'Available', timestamp: time, info: 'i' },
  Authorize: { idTag: 'A' },
  DataTransfer: { vendorId: 'v', messageId: 'm', data: 'd' },
  SecurityEventNotification: { type: 't', timestamp: time, techInfo: 'i' },
  FirmwareStatusNotification: { status: 'Idle' },
  DiagnosticsStatusNotification: { status: 'Idle' },
  LogStatusNotification: { status: 'Idle', requestId: 1 },
  MeterValues: { connectorId: 1, transactionId: 9, meterValue: [{ timestamp: time, sampledValue: [{ value: '1' }] }] },
  StartTransaction: { connectorId: 1, idTag: 'A', meterStart: 1, timestamp: time, reservationId: 1 },
  StopTransaction: { transactionId: 9, meterStop: 1, timestamp: time, idTag: 'A', reason: 'Local' },
} as const

let platform: TestPlatform
beforeAll(async () => {
  platform = await testPlatform()
})
afterAll(() => platform.stop())

/** The payload once for every value inside it and every odd one of the same kind, put in its place. */
function* variants(payload: object): Generator<object> {
  for (const [name, value] of Object.entries(payload)) {
    for (const other of odd(value)) yield { ...payload, [name]: other }
  }
}

function odd(value: unknown): Iterable<unknown> {
  if (typeof value === 'number') return NUMBERS
  if (typeof value === 'string') return value === time ? TIMES : TEXTS
  if (Array.isArray(value)) return value.flatMap((item: unknown) => [...odd(item)].map((other) => [other]))
  return typeof value === 'object' && value !== null ? variants(value) : []
}

describe.each([
  ['ocpp1.6', older],
  ['ocpp2.0.1', { ...newer, ...reported }],
  ['ocpp2.1', { ...newer, ...reported, ...newest }],
] as const)(
  'B-15 %s: no value of any property is an internal error, nor the end of the connection',
  (version, messages) => {
    test.each(Object.entries(messages))('%s', async (action, payload) => {
      const id = `${action}-${version}`
      const station: RawStation = await bootedStation(platform, id, version)
      const failed: unknown[] = []
      let told = 0
      for (const variant of variants(payload)) {
        const answer = await station.call(action, variant)
        told += 1
        if (answer[2] === 'InternalError') failed.push(variant)
      }
      expect(failed).toEqual([])
      expect(told).toBeGreaterThan(0)
      expect((await new Operator(platform, platform.ownerKey).station(id)).id).toBe(id)
    })
  },
)
