import { describe, expect, test } from 'vitest'
import type { Verdict } from '#domain/authorization'
import type { BootVerdict } from '#domain/stations'
import { checkPayload } from '#ocpp/schemas'
import type { StationCall, StationFacts } from './action.ts'
import { authorize } from './authorize.ts'
import { bootNotification } from './boot-notification.ts'
import { dataTransfer } from './data-transfer.ts'
import { diagnosticsStatusNotification } from './diagnostics-status-notification.ts'
import { firmwareStatusNotification, signedFirmwareStatusNotification } from './firmware-status-notification.ts'
import { heartbeat } from './heartbeat.ts'
import { logStatusNotification } from './log-status-notification.ts'
import { meterValues } from './meter-values.ts'
import { notifyEvent } from './notify-event.ts'
import { notifyReport } from './notify-report.ts'
import { securityEventNotification } from './security-event-notification.ts'
import { startTransaction } from './start-transaction.ts'
import { statusNotification } from './status-notification.ts'
import { stopTransaction } from './stop-transaction.ts'
import { transactionEvent } from './transaction-event.ts'

const receivedAt = new Date('2026-03-01T12:00:05Z')
const timestamp = '2026-03-01T12:00:00Z'
const at = new Date(timestamp)
const station: StationFacts = {
  stationId: 'CS-1',
  partyId: 'north',
  version: 'ocpp1.6',
  securityProfile: 1,
  certificateExpired: false,
}
const call: StationCall = { station, receivedAt }
const who = { stationId: 'CS-1', partyId: 'north' }

const accepted: Verdict = { status: 'accepted' }
const until = new Date('2027-01-01T00:00:00Z')

describe('Authorize', () => {
  const { 'ocpp1.6': one, 'ocpp2.0.1': two, 'ocpp2.1': three } = authorize.versions

  test('a 1.6 tag is a card', () => {
    expect(one.read({ idTag: 'AB12' })).toEqual({ value: 'AB12', kind: 'rfid' })
  })

  test.each([
    ['ISO14443', 'rfid'],
    ['ISO15693', 'rfid'],
    ['eMAID', 'emaid'],
    ['KeyCode', 'key-code'],
    ['NoAuthorization', 'no-authorization'],
    ['EVCCID', 'evccid'],
    ['DirectPayment', 'direct-payment'],
    ['toString', 'unknown'],
  ])('a 2.x token of type %s is of kind %s', (type, kind) => {
    expect(three.read({ idToken: { idToken: 'x', type } })).toMatchObject({ value: 'x', kind })
  })

  test.each([
    ['unknown', 'Invalid', 'Unknown'],
    ['invalid', 'Invalid', 'Invalid'],
    ['blocked', 'Blocked', 'Blocked'],
    ['expired', 'Expired', 'Expired'],
    ['concurrent', 'ConcurrentTx', 'ConcurrentTx'],
    ['not-here', 'Blocked', 'NotAtThisLocation'],
    ['wrong-kind', 'Blocked', 'NotAllowedTypeEVSE'],
  ] as const)('a token refused as %s is %s in 1.6 and %s in 2.x', (reason, status16, status2x) => {
    expect(one.write({ status: 'refused', reason })).toEqual({ idTagInfo: { status: status16 } })
    expect(two.write({ status: 'refused', reason })).toEqual({ idTokenInfo: { status: status2x } })
  })

  test('E-07: the group and the validity go along', () => {
    const verdict: Verdict = { ...accepted, groupId: 'FLEET', validUntil: until }
    expect(one.write(verdict)).toEqual({
      idTagInfo: { status: 'Accepted', parentIdTag: 'FLEET', expiryDate: '2027-01-01T00:00:00.000Z' },
    })
    expect(two.write(verdict)).toEqual({
      idTokenInfo: {
        status: 'Accepted',
        groupIdToken: { idToken: 'FLEET', type: 'Central' },
        cacheExpiryDateTime: '2027-01-01T00:00:00.000Z',
      },
    })
  })

  test('a group that 1.6 has no room for is left out', () => {
    expect(one.write({ ...accepted, groupId: 'G'.repeat(21) })).toEqual({ idTagInfo: { status: 'Accepted' } })
  })
})

describe('BootNotification', () => {
  const verdict: BootVerdict = { registration: 'pending', intervalS: 60, now: at }
  const answer = { status: 'Pending', interval: 60, currentTime: '2026-03-01T12:00:00.000Z' }

  test('1.6', () => {
    const codec = bootNotification.versions['ocpp1.6']
    const payload = { chargePointVendor: 'Acme', chargePointModel: 'One', chargeBoxSerialNumber: 'S1', imsi: '1' }
    expect(codec.read(payload)).toEqual({ vendor: 'Acme', model: 'One', serialNumber: 'S1', imsi: '1' })
    expect(codec.read({ ...payload, chargePointSerialNumber: 'S2' })).toMatchObject({ serialNumber: 'S2' })
    expect(codec.write(verdict)).toEqual(answer)
  })

  test('2.x', () => {
    const codec = bootNotification.versions['ocpp2.0.1']
    const chargingStation = { model: 'Two', vendorName: 'Acme', serialNumber: 'S1', modem: { iccid: '89' } }
    const facts = { vendor: 'Acme', model: 'Two', serialNumber: 'S1', iccid: '89', reason: 'PowerUp' }
    expect(codec.read({ chargingStation, reason: 'PowerUp' })).toEqual(facts)
    expect(codec.write(verdict)).toEqual(answer)
  })

  test.each([
    ['CN of the station', 'S1', undefined],
    ['S1', 'S1', undefined],
    ['CS-1', 'S1', undefined],
    ['S2', 'S1', 'the serial number is not the one of the client certificate'],
  ])('A-11: a certificate for %j and the serial number %j: %s', (certificateName, serialNumber, reason) => {
    const named = certificateName === 'CN of the station' ? station : { ...station, certificateName }
    expect(bootNotification.closes({ serialNumber }, named)).toBe(reason)
  })
})

test('Heartbeat is answered with the time, without asking anybody', () => {
  expect(heartbeat.handle(undefined, call)).toBe(receivedAt)
  for (const codec of Object.values(heartbeat.versions)) {
    expect(codec.write(at)).toEqual({ currentTime: '2026-03-01T12:00:00.000Z' })
  }
})

describe('StatusNotification', () => {
  const { 'ocpp1.6': one, 'ocpp2.1': three } = statusNotification.versions

  test.each([
    ['Available', 'available'],
    ['Preparing', 'preparing'],
    ['Charging', 'charging'],
    ['SuspendedEV', 'suspended-vehicle'],
    ['SuspendedEVSE', 'suspended-station'],
    ['Finishing', 'finishing'],
    ['Reserved', 'reserved'],
    ['Unavailable', 'unavailable'],
    ['Faulted', 'faulted'],
  ] as const)('1.6 %s is %s', (status, word) => {
    const read = one.read({ connectorId: 2, errorCode: 'NoError', status, timestamp }, call)
    expect(read).toEqual({ stationId: 'CS-1', evseId: 2, connectorId: 1, status: word, errorCode: 'NoError', at })
  })

  test('D-18 C-10: connector 0 is the whole station, and without a timestamp it is now', () => {
    const read = one.read({ connectorId: 0, errorCode: 'NoError', status: 'Available', info: 'fine' }, call)
    expect(read).toMatchObject({ evseId: 0, connectorId: 0, info: 'fine', at: receivedAt })
  })

  test.each([
    ['Available', 'available'],
    ['Occupied', 'occupied'],
    ['Reserved', 'reserved'],
    ['Unavailable', 'unavailable'],
    ['Faulted', 'faulted'],
  ] as const)('2.x %s is %s', (connectorStatus, status) => {
    const read = three.read({ evseId: 1, connectorId: 2, connectorStatus, timestamp }, call)
    expect(read).toEqual({ stationId: 'CS-1', evseId: 1, connectorId: 2, status, at })
  })

  test('B-15: a status that no enumeration has is unknown, whatever it is called', () => {
    const check = checkPayload('ocpp1.6', 'StatusNotification', 'request', {
      ...{ connectorId: 1, errorCode: 'Error', status: 'hasOwnProperty' },
    })
    expect(check.outcome === 'deviant' && one.read(check.payload, call)).toMatchObject({
      status: 'unknown',
      errorCode: 'Error',
    })
  })
})

describe('transactions of 1.6', () => {
  test('D-02: a start is answered with its number, also when the token is refused', () => {
    const codec = startTransaction.versions['ocpp1.6']
    const payload = { connectorId: 2, idTag: 'AB12', meterStart: 1000, timestamp, reservationId: 7 }
    expect(codec.read(payload, call)).toEqual({
      ...{ ...who, evseId: 2, token: { value: 'AB12', kind: 'rfid' }, at, receivedAt },
      ...{ startRegisterWh: 1000, reservationId: 7 },
    })
    expect(codec.write({ number: 12, verdict: { status: 'refused', reason: 'blocked' } })).toEqual({
      transactionId: 12,
      idTagInfo: { status: 'Blocked' },
    })
  })

  test('D-11: a stop needs neither token nor reason; without a reason it is Local', () => {
    const codec = stopTransaction.versions['ocpp1.6']
    expect(codec.read({ transactionId: -1, meterStop: 2000, timestamp }, call)).toEqual({
      ...{ ...who, number: -1, at, receivedAt, stopRegisterWh: 2000, stopReason: 'Local', readings: [] },
    })
    expect(codec.write({})).toEqual({})
    expect(codec.write({ verdict: accepted })).toEqual({ idTagInfo: { status: 'Accepted' } })
  })

  test('D-13: meter values without a transaction are readings of their connector', () => {
    const codec = meterValues.versions['ocpp1.6']
    const meterValue = [{ timestamp, sampledValue: [{ value: '5' }] }]
    const read = codec.read({ connectorId: 0, meterValue }, call)
    expect(read).toMatchObject({ ...who, evseId: 0, receivedAt, readings: [{ at, registerWh: 5 }] })
    expect(read).not.toHaveProperty('number')
    expect(codec.read({ connectorId: 1, transactionId: 12, meterValue }, call)).toMatchObject({ number: 12 })
  })
})

describe('transactions of 2.x', () => {
  const codec = transactionEvent.versions['ocpp2.1']
  const least = {
    eventType: 'Updated',
    seqNo: 4,
    timestamp,
    triggerReason: 'MeterValuePeriodic',
    transactionInfo: { transactionId: 'tx-1' },
  } as const

  test('an event says what it says and nothing more', () => {
    expect(codec.read(least, call)).toEqual({
      ...{ ...who, reference: 'tx-1', kind: 'updated', seqNo: 4, at, receivedAt },
      ...{ facts: { trigger: 'MeterValuePeriodic' }, readings: [] },
    })
  })

  test('E-08 E-09: EVSE, token, states and whether it happened offline are facts', () => {
    const read = codec.read(
      {
        ...least,
        eventType: 'Ended',
        offline: true,
        evse: { id: 1, connectorId: 2 },
        idToken: { idToken: 'AB12', type: 'ISO14443' },
        transactionInfo: {
          transactionId: 'tx-1',
          stoppedReason: 'EVDisconnected',
          chargingState: 'Idle',
          remoteStartId: 9,
        },
      },
      call,
    )
    expect(read.kind).toBe('ended')
    expect(read.facts).toEqual({
      ...{ evseId: 1, connectorId: 2, token: { value: 'AB12', kind: 'rfid' }, trigger: 'MeterValuePeriodic' },
      ...{ chargingState: 'Idle', stopReason: 'EVDisconnected', remoteStartId: 9, offline: true },
    })
  })

  test('C-08: an odd timestamp is kept as it came', () => {
    const read = codec.read({ ...least, timestamp: '2026-03-01 12:00' }, call)
    expect(read).toMatchObject({ at, facts: { timestamp: '2026-03-01 12:00' } })
  })

  test('E-07 E-12: the answer tells about the token when there was one, and no cost that is not known', () => {
    expect(codec.write({})).toEqual({})
    expect(codec.write({ verdict: accepted })).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })
})

describe('reports and events of 2.x', () => {
  const component = { name: 'EVSE', evse: { id: 1 } }
  const variable = { name: 'AvailabilityState' }

  test('F-06: a part of a report has its number and says whether more follows', () => {
    const codec = notifyReport.versions['ocpp2.0.1']
    const characteristics = { dataType: 'OptionList', supportsMonitoring: true } as const
    const variableAttribute = [{ value: 'Available', mutability: 'ReadOnly' as const }, { type: 'Target' as const }]
    const reportData = [{ component, variable, variableAttribute, variableCharacteristics: characteristics }]
    const read = codec.read({ requestId: 3, generatedAt: timestamp, seqNo: 1, tbc: true, reportData }, call)
    const named = { component: 'EVSE', evseId: 1, name: 'AvailabilityState', dataType: 'OptionList' }
    expect(read).toEqual({
      ...{ stationId: 'CS-1', requestId: 3, seqNo: 1, toBeContinued: true },
      variables: [
        { ...named, attribute: 'Actual', value: 'Available', mutability: 'ReadOnly' },
        { ...named, attribute: 'Target' },
      ],
    })
    expect(codec.read({ requestId: 3, generatedAt: timestamp, seqNo: 0 }, call)).toMatchObject({
      toBeContinued: false,
      variables: [],
    })
  })

  test('an event is kept with everything it says', () => {
    const codec = notifyEvent.versions['ocpp2.1']
    const data = {
      eventId: 1,
      timestamp,
      trigger: 'Alerting',
      actualValue: '80',
      severity: 2,
      component,
      variable,
      eventNotificationType: 'HardWiredMonitor',
    } as const
    const { events, statuses } = codec.read({ generatedAt: timestamp, seqNo: 0, eventData: [data] }, call)
    expect(events).toMatchObject([{ ...who, kind: 'monitoring', type: 'EVSE.AvailabilityState', severity: 2, at }])
    expect(events[0]?.facts).toMatchObject({ eventId: 1, actualValue: '80', component, variable })
    expect(statuses).toEqual([])
  })

  test('the availability of a connector may come as an event', () => {
    const codec = notifyEvent.versions['ocpp2.0.1']
    const connector = { name: 'Connector', evse: { id: 2, connectorId: 1 } }
    const data = {
      eventId: 1,
      timestamp,
      trigger: 'Delta',
      actualValue: 'Occupied',
      component: connector,
      variable,
      eventNotificationType: 'HardWiredNotification',
    } as const
    const { statuses } = codec.read({ generatedAt: timestamp, seqNo: 0, eventData: [data] }, call)
    expect(statuses).toEqual([{ stationId: 'CS-1', evseId: 2, connectorId: 1, status: 'occupied', at }])
  })
})

test('notifications become events', () => {
  const security = securityEventNotification.versions['ocpp1.6']
  const told = security.read({ type: 'TamperDetectionActivated', timestamp, techInfo: 'lid' }, call)
  expect(told).toEqual({
    ...{ ...who, kind: 'security', type: 'TamperDetectionActivated', at, receivedAt, facts: { techInfo: 'lid' } },
  })
  const now = { ...who, at: receivedAt, receivedAt, facts: {} }
  const firmware = firmwareStatusNotification.versions['ocpp2.0.1'].read({ status: 'Installed', requestId: 5 }, call)
  expect(firmware).toEqual({
    event: { ...now, kind: 'firmware', type: 'Installed', facts: { requestId: 5 } },
    report: { stationId: 'CS-1', status: 'installed', requestId: 5, at: receivedAt },
  })
  const signed = signedFirmwareStatusNotification.versions['ocpp1.6'].read({ status: 'Installing' }, call)
  expect(signed).toEqual({
    event: { ...now, kind: 'firmware', type: 'Installing' },
    report: { stationId: 'CS-1', status: 'installing', at: receivedAt },
  })
  const diagnostics = diagnosticsStatusNotification.versions['ocpp1.6'].read({ status: 'Uploaded' }, call)
  expect(diagnostics).toEqual({
    event: { ...now, kind: 'log', type: 'Uploaded' },
    report: { stationId: 'CS-1', status: 'uploaded', at: receivedAt },
  })
  const log = logStatusNotification.versions['ocpp2.1'].read({ status: 'Uploading' }, call)
  expect(log).toEqual({
    event: { ...now, kind: 'log', type: 'Uploading' },
    report: { stationId: 'CS-1', status: 'uploading', at: receivedAt },
  })
})

test.each(['Idle', 'NoWordOfAnyVersion', 'toString'])('%s says nothing about an update or a log', (status) => {
  const firmware = firmwareStatusNotification.versions['ocpp2.1'].read({ status }, call)
  expect(firmware).toMatchObject({ event: { type: status } })
  expect(firmware.report).toBeUndefined()
  expect(logStatusNotification.versions['ocpp2.1'].read({ status }, call).report).toBeUndefined()
})

test('a number that cannot be ours counts as none', () => {
  const read = firmwareStatusNotification.versions['ocpp2.1'].read({ status: 'Installed', requestId: 0.5 }, call)
  expect(read.report).toEqual({ stationId: 'CS-1', status: 'installed', at: receivedAt })
})

describe('DataTransfer', () => {
  const codec = dataTransfer.versions['ocpp2.0.1']

  test('of a vendor nobody knows is kept and answered so', () => {
    const read = codec.read({ vendorId: 'acme', messageId: 'hello', data: { a: 1 } }, call)
    expect(read).toMatchObject({ kind: 'data-transfer', type: 'acme', facts: { messageId: 'hello', data: '{"a":1}' } })
    expect(codec.write()).toEqual({ status: 'UnknownVendorId' })
  })

  test('keeps a bounded part of long data', () => {
    const read = codec.read({ vendorId: 'acme', data: 'x'.repeat(10_000) }, call)
    expect(read.facts.data).toHaveLength(4096)
  })
})
