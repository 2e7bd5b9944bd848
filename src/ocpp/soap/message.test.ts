import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Direction, schemaOf } from '#ocpp/schemas'
import type { Action } from '#ocpp/v16'
import { arbitraryPayload } from '#test/arbitrary-payload'
import { FaultError } from './fault.ts'
import { operationOf } from './messages.ts'
import { readEnvelope } from './read-envelope.ts'
import { readRequest, readResponse } from './read-message.ts'
import { namespaceOf, type Service, type SoapVersion } from './soap-version.ts'
import { type Manner, writeFault, writeRequest, writeResponse } from './write-message.ts'

const header = { messageId: 'urn:uuid:1', identity: 'CS-1', from: 'http://192.0.2.1/', to: 'http://csms.example/' }
const answering = { messageId: 'urn:uuid:2', relatesTo: 'urn:uuid:1' }

function manner(version: SoapVersion, service: Service): Manner {
  return { version, service, slash: true }
}

/** What the other side reads of a payload. */
function sent({ version, service }: Manner, action: Action, direction: Direction, payload: Record<string, unknown>) {
  const how = manner(version, service)
  if (direction === 'request')
    return readRequest(readEnvelope(writeRequest(how, header, action, payload)), service).payload
  const answer = readResponse(readEnvelope(writeResponse(how, answering, action, payload)), service, action)
  return 'payload' in answer ? answer.payload : answer
}

const actions = [
  ...['Authorize', 'BootNotification', 'DataTransfer', 'Heartbeat', 'MeterValues', 'StartTransaction'],
  ...['StatusNotification', 'StopTransaction', 'DiagnosticsStatusNotification', 'FirmwareStatusNotification'],
].map((name) => ['Cs', name] as const)
const commands = [
  ...['CancelReservation', 'ChangeAvailability', 'ChangeConfiguration', 'ClearCache', 'ClearChargingProfile'],
  ...['DataTransfer', 'GetCompositeSchedule', 'GetConfiguration', 'GetDiagnostics', 'GetLocalListVersion', 'Reset'],
  ...['RemoteStartTransaction', 'RemoteStopTransaction', 'ReserveNow', 'SendLocalList', 'SetChargingProfile'],
  ...['TriggerMessage', 'UnlockConnector', 'UpdateFirmware'],
].map((name) => ['Cp', name] as const)

describe('a payload of 1.6 is the same behind the XML', () => {
  const both = [...actions, ...commands].flatMap(([service, name]) => [
    [name, 'request', service] as const,
    [name, 'response', service] as const,
  ])
  test.each(both)('%s %s', (name, direction, service) => {
    const action = operationOf('ocpp1.6', service, name)
    if (action === undefined) throw new Error(`${name} is no operation`)
    fc.assert(
      fc.property(
        arbitraryPayload(schemaOf('ocpp1.6', action, direction), { definitions: {}, messages: {} }),
        (any) => {
          const payload = tidy(any)
          expect(sent(manner('ocpp1.6', service), action, direction, payload)).toEqual(payload)
        },
      ),
      { numRuns: 30 },
    )
  })
})

/** As XML can say it: no empty lists, no empty objects, text without white space around it or controls in it. */
function tidy(value: unknown): Record<string, unknown> {
  const tidied = tidyValue(value)
  return typeof tidied === 'object' && tidied !== null ? Object.fromEntries(Object.entries(tidied)) : {}
}
function tidyValue(value: unknown): unknown {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(tidyValue)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).map(([name, inner]) => [name, tidyValue(inner)] as const)
  return Object.fromEntries(kept.filter(([, inner]) => inner !== undefined))
}

describe('elements stand in the order of the WSDL', () => {
  test.each<[Action, object, string[]]>([
    [
      'StartTransaction',
      { transactionId: 1, idTagInfo: { parentIdTag: 'P', status: 'Accepted' } },
      ['transactionId', 'idTagInfo', 'status', 'parentIdTag'],
    ],
    [
      'BootNotification',
      { interval: 5, currentTime: 'now', status: 'Accepted' },
      ['status', 'currentTime', 'interval'],
    ],
  ])('%s', (action, payload, order) => {
    const xml = writeResponse(manner('ocpp1.6', 'Cs'), answering, action, { ...payload })
    const [, body = ''] = xml.split('<soap:Body>')
    const names = [...body.matchAll(/<ocpp:(\w+)>/g)].map(([, name]) => name)
    expect(names.slice(1)).toEqual(order)
  })
})

describe('what 1.5 says otherwise', () => {
  const wire = (service: Service, action: Action, direction: Direction, payload: Record<string, unknown>) =>
    sent(manner('ocpp1.5', service), action, direction, payload)
  const timestamp = '2026-03-01T12:00:00Z'

  test('heartbeatInterval is the interval, and Pending is Rejected', () => {
    const payload = { status: 'Pending', currentTime: timestamp, interval: 300 }
    expect(writeResponse(manner('ocpp1.5', 'Cs'), answering, 'BootNotification', payload)).toContain(
      '<ocpp:status>Rejected</ocpp:status><ocpp:currentTime>2026-03-01T12:00:00Z</ocpp:currentTime><ocpp:heartbeatInterval>300</',
    )
    expect(wire('Cs', 'BootNotification', 'response', payload)).toEqual({ ...payload, status: 'Rejected' })
  })

  test('readings are values with attributes, with Amp and Volt', () => {
    const sample = { value: '230', measurand: 'Voltage', unit: 'V', context: 'Sample.Periodic' }
    const payload = { connectorId: 1, transactionId: 7, meterValue: [{ timestamp, sampledValue: [sample] }] }
    const xml = writeRequest(manner('ocpp1.5', 'Cs'), header, 'MeterValues', payload)
    expect(xml).toContain(
      '<ocpp:values><ocpp:timestamp>2026-03-01T12:00:00Z</ocpp:timestamp><ocpp:value context="Sample.Periodic" measurand="Voltage" unit="Volt">230</ocpp:value></ocpp:values>',
    )
    expect(wire('Cs', 'MeterValues', 'request', payload)).toEqual(payload)
  })

  test('samples it has no words for are not sent: phases, state of charge', () => {
    const samples = [{ value: '1' }, { value: '2', phase: 'L1' }, { value: '3', measurand: 'SoC', unit: 'Percent' }]
    const payload = { connectorId: 1, meterValue: [{ timestamp, sampledValue: samples }] }
    expect(wire('Cs', 'MeterValues', 'request', payload)).toMatchObject({
      meterValue: [{ sampledValue: [{ value: '1' }] }],
    })
  })

  test('no values at all are an empty list of readings', () => {
    expect(wire('Cs', 'MeterValues', 'request', { connectorId: 1, meterValue: [] })).toEqual({
      connectorId: 1,
      meterValue: [],
    })
  })

  test('transactionData holds values, and a stop has no reason', () => {
    const readings = [
      { timestamp, sampledValue: [{ value: '10' }] },
      { timestamp, sampledValue: [{ value: '20' }] },
    ]
    const stop = { transactionId: 7, meterStop: 20, timestamp, transactionData: readings }
    expect(wire('Cs', 'StopTransaction', 'request', { ...stop, reason: 'Remote' })).toEqual(stop)
  })

  test('five states of 1.6 are Occupied, and Mode3Error is EVCommunicationError', () => {
    for (const status of ['Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing']) {
      const payload = { connectorId: 1, status, errorCode: 'EVCommunicationError' }
      expect(wire('Cs', 'StatusNotification', 'request', payload)).toEqual({ ...payload, status: 'Occupied' })
    }
  })

  test.each([
    ['Unlocked', 'Unlocked'],
    ['UnlockFailed', 'UnlockFailed'],
    ['NotSupported', 'UnlockFailed'],
  ])('an unlock is accepted or rejected: %s', (status, understood) => {
    expect(wire('Cp', 'UnlockConnector', 'response', { status })).toEqual({ status: understood })
  })

  test('the local list is spelt with an s', () => {
    const payload = { listVersion: 2, updateType: 'Full', localAuthorizationList: [{ idTag: 'A' }] }
    const xml = writeRequest(manner('ocpp1.5', 'Cp'), header, 'SendLocalList', payload)
    expect(xml).toContain('<ocpp:localAuthorisationList><ocpp:idTag>A</ocpp:idTag></ocpp:localAuthorisationList>')
    expect(wire('Cp', 'SendLocalList', 'request', payload)).toEqual(payload)
  })

  test('HashError is a failure', () => {
    const xml = writeResponse(manner('ocpp1.5', 'Cp'), answering, 'SendLocalList', { status: 'HashError', hash: 'x' })
    expect(readResponse(readEnvelope(xml), 'Cp', 'SendLocalList')).toEqual({ payload: { status: 'Failed' } })
  })

  test.each(['TriggerMessage', 'SetChargingProfile', 'ClearChargingProfile', 'GetCompositeSchedule'])(
    'it has no %s',
    (action) => expect(operationOf('ocpp1.5', 'Cp', action)).toBeUndefined(),
  )
})

test('numbers, booleans and lists are what the schema has; what is no number stays text', () => {
  const body = `<getConfigurationResponse xmlns="${namespaceOf('ocpp1.6', 'Cp')}"><configurationKey><key>A</key><readonly>1</readonly><value/></configurationKey></getConfigurationResponse>`
  const answer = readResponse(readEnvelope(soap(body)), 'Cp', 'GetConfiguration')
  expect(answer).toEqual({ payload: { configurationKey: [{ key: 'A', readonly: true, value: '' }] } })
  const start = `<startTransactionRequest xmlns="${namespaceOf('ocpp1.6', 'Cs')}"><connectorId>one</connectorId><meterStart>+12</meterStart><timestamp/></startTransactionRequest>`
  expect(readRequest(readEnvelope(soap(start)), 'Cs').payload).toEqual({ connectorId: 'one', meterStart: 12 })
})

function soap(body: string, header = ''): string {
  return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
}

const heartbeat = (namespace: string) => `<heartbeatRequest xmlns="${namespace}"/>`

describe('G-05: namespaces', () => {
  test.each([
    ['urn://Ocpp/Cs/2012/06/', 'ocpp1.5', true],
    ['urn://Ocpp/Cs/2015/10', 'ocpp1.6', false],
    ['urn://Ocpp/Cs/2015/10/', 'ocpp1.6', true],
  ])('%s is %s', (namespace, version, slash) => {
    expect(readRequest(readEnvelope(soap(heartbeat(namespace))), 'Cs')).toMatchObject({
      version,
      slash,
      action: 'Heartbeat',
    })
  })

  test('the answer is in the namespace of the question', () => {
    const how = { version: 'ocpp1.6', service: 'Cs', slash: false } as const
    expect(writeResponse(how, answering, 'Heartbeat', {})).toContain('xmlns:ocpp="urn://Ocpp/Cs/2015/10"')
  })

  test.each([
    ['1.2', 'urn://Ocpp/Cs/2010/08/', 'NotSupported'],
    ['the service of the other side', 'urn://Ocpp/Cp/2015/10/', 'ProtocolError'],
    ['a namespace of nobody', 'urn:example', 'ProtocolError'],
    ['no namespace', '', 'ProtocolError'],
  ])('%s is refused', (_, namespace, code) => {
    expect(faultOf(soap(heartbeat(namespace)))).toBe(code)
  })
})

function faultOf(text: string): string {
  try {
    readRequest(readEnvelope(text), 'Cs')
  } catch (thrown) {
    if (thrown instanceof FaultError) return thrown.fault.code
    throw thrown
  }
  return 'none'
}

describe('G-02: header and body', () => {
  const ours = namespaceOf('ocpp1.6', 'Cs')
  test('headers are read in any order and whatever their prefix', () => {
    const head = `<ChargeBoxIDENTITY xmlns="${ours}" s:mustUnderstand="true">CS-1</ChargeBoxIDENTITY><w:MessageID>urn:uuid:1</w:MessageID><w:Action s:mustUnderstand="1">/Heartbeat</w:Action><w:From><w:Address> http://192.0.2.1:8080/ </w:Address></w:From>`
    expect(readEnvelope(soap(heartbeat(ours), head))).toMatchObject({
      identity: 'CS-1',
      messageId: 'urn:uuid:1',
      action: '/Heartbeat',
      from: 'http://192.0.2.1:8080/',
    })
  })

  test.each([
    ['another action than the body', soap(heartbeat(ours), '<w:Action>/Authorize</w:Action>'), 'ProtocolError'],
    [
      'a header nobody knows that must be understood',
      soap(heartbeat(ours), '<x xmlns="urn:x" s:mustUnderstand="1"/>'),
      'MustUnderstand',
    ],
    ['an operation nobody knows', soap(`<fooRequest xmlns="${ours}"/>`), 'NotSupported'],
    ['a message of 1.6J alone', soap(`<securityEventNotificationRequest xmlns="${ours}"/>`), 'NotSupported'],
    ['a response where a request is due', soap(`<heartbeatResponse xmlns="${ours}"/>`), 'ProtocolError'],
    ['two messages', soap(heartbeat(ours).repeat(2)), 'ProtocolError'],
    ['an empty body', soap(''), 'ProtocolError'],
    [
      'SOAP 1.1',
      soap('<x/>').replace('http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/'),
      'VersionMismatch',
    ],
    ['no envelope', '<x/>', 'ProtocolError'],
    ['an endless message id', soap(heartbeat(ours), `<w:MessageID>${'x'.repeat(2000)}</w:MessageID>`), 'ProtocolError'],
  ])('%s is refused', (_, text, code) => {
    expect(faultOf(text)).toBe(code)
  })

  test('an unknown header that need not be understood does no harm', () => {
    expect(faultOf(soap(heartbeat(ours), '<x xmlns="urn:x" s:mustUnderstand="0"/>'))).toBe('none')
  })
})

describe('G-04: faults', () => {
  test.each([
    ['SecurityError', 'Sender'],
    ['IdentityMismatch', 'Sender'],
    ['ProtocolError', 'Sender'],
    ['InternalError', 'Receiver'],
    ['NotSupported', 'Receiver'],
  ] as const)('%s blames the %s', (code, value) => {
    const xml = writeFault(manner('ocpp1.6', 'Cs'), answering, { code, reason: 'because' })
    expect(xml).toContain(`<soap:Value>soap:${value}</soap:Value><soap:Subcode><soap:Value>ocpp:${code}</soap:Value>`)
    expect(xml).toContain('<wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>')
    expect(readResponse(readEnvelope(xml), 'Cs', 'Heartbeat')).toEqual({ fault: { subcode: code, reason: 'because' } })
  })

  test('1.6-S §4/2 a fault without a subcode, or with one nobody knows, is one too (errata 3.3)', () => {
    const fault = (code: string) =>
      soap(`<s:Fault><s:Code>${code}</s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault>`)
    const read = (code: string) => readResponse(readEnvelope(fault(code)), 'Cp', 'Reset')
    expect(read('<s:Value>s:Receiver</s:Value>')).toEqual({ fault: { subcode: 'Receiver', reason: 'no' } })
    expect(read('<s:Value>s:Sender</s:Value><s:Subcode><s:Value>x:Odd</s:Value></s:Subcode>')).toEqual({
      fault: { subcode: 'Odd', reason: 'no' },
    })
  })
})
