import { describe, expect, test } from 'vitest'
import {
  checkPayload,
  type Deviation,
  isAction,
  isValidPayload,
  rpcErrorOfViolation,
  type Violation,
} from '#ocpp/schemas'
import { FINDING_LIMIT } from './finding-list.ts'

const start = { connectorId: 1, idTag: 'TAG', meterStart: 100, timestamp: '2026-01-01T00:00:00Z' }
const boot = { chargePointVendor: 'V', chargePointModel: 'M' }
const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' }

/** What both modes say of a StartTransaction.req, of which some is changed. */
function startTransaction(changed: object, mode: 'strict' | 'lenient' = 'lenient') {
  return checkPayload('ocpp1.6', 'StartTransaction', 'request', { ...start, ...changed }, mode)
}

function sampled(sample: object, timestamp = '2026-01-01T00:00:00Z') {
  return { connectorId: 1, meterValue: [{ timestamp, sampledValue: [{ value: '1', ...sample }] }] }
}

const places = (findings: readonly (Deviation | Violation)[]) => findings.map(({ path, rule }) => [path, rule])

describe('to the letter', () => {
  test('a payload is handed on as it is, in both modes', () => {
    for (const mode of ['strict', 'lenient'] as const) {
      const check = checkPayload('ocpp1.6', 'StartTransaction', 'request', start, mode)
      expect(check.outcome === 'valid' && check.payload).toBe(start)
    }
  })

  test('responses are judged too', () => {
    expect(checkPayload('ocpp2.0.1', 'Heartbeat', 'response', { currentTime: '2026-01-01T00:00:00Z' }).outcome).toBe(
      'valid',
    )
    expect(checkPayload('ocpp2.0.1', 'Heartbeat', 'response', {}).outcome).toBe('invalid')
  })

  test('a SEND has a request and no response', () => {
    const payload = { id: 1, pending: 0, basetime: '2026-01-01T00:00:00Z', data: [{ t: 0, v: '230.4' }] }
    expect(checkPayload('ocpp2.1', 'NotifyPeriodicEventStream', 'request', payload).outcome).toBe('valid')
    expect(() => isValidPayload('ocpp2.1', 'NotifyPeriodicEventStream', 'response', {})).toThrow(TypeError)
  })

  test('B-06 an action is known to its version, or not', () => {
    expect(isAction('ocpp1.6', 'StartTransaction')).toBe(true)
    expect(isAction('ocpp2.0.1', 'StartTransaction')).toBe(false)
    expect(isAction('ocpp2.1', 'constructor')).toBe(false)
  })

  test.each(['Celcius', 'Celsius'])('D-15 the unit may be spelt %s', (unit) => {
    const payload = sampled({ unit, measurand: 'Temperature' })
    expect(checkPayload('ocpp1.6', 'MeterValues', 'request', payload, 'strict').outcome).toBe('valid')
    const stop = { meterStop: 1, timestamp: start.timestamp, transactionId: 1, transactionData: payload.meterValue }
    expect(checkPayload('ocpp1.6', 'StopTransaction', 'request', stop, 'strict').outcome).toBe('valid')
  })

  test('D-11 a StopTransaction needs neither reason nor tag', () => {
    const stop = { meterStop: 1, timestamp: start.timestamp, transactionId: 1 }
    expect(checkPayload('ocpp1.6', 'StopTransaction', 'request', stop, 'strict').outcome).toBe('valid')
  })

  test('B-16 all limits with one decimal from 0.0 to 40.0 are multiples of 0.1, and none with two', () => {
    const profile = (limit: number) => ({
      connectorId: 1,
      csChargingProfiles: {
        chargingProfileId: 1,
        stackLevel: 0,
        chargingProfilePurpose: 'TxDefaultProfile',
        chargingProfileKind: 'Absolute',
        chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit }] },
      },
    })
    const outcome = (limit: number) =>
      checkPayload('ocpp1.6', 'SetChargingProfile', 'request', profile(limit), 'strict').outcome
    for (let tenths = 0; tenths <= 400; tenths += 1) expect([tenths, outcome(tenths / 10)]).toEqual([tenths, 'valid'])
    for (let tenths = 0; tenths < 400; tenths += 1)
      expect([tenths, outcome(tenths / 10 + 0.05)]).toEqual([tenths, 'invalid'])
    expect(outcome(0.1 + 0.2)).toBe('valid')
  })
})

describe('B-15 carelessness is accepted and recorded in lenient mode, refused in strict mode', () => {
  test.each([
    ['an integer where a string belongs', { idTag: 12345 }, { idTag: '12345' }, '/idTag', 'type'],
    ['a boolean where a string belongs', { idTag: true }, { idTag: 'true' }, '/idTag', 'type'],
    ['a string where an integer belongs', { connectorId: '1' }, { connectorId: 1 }, '/connectorId', 'type'],
    ['a fraction where an integer belongs', { meterStart: 100.9 }, { meterStart: 100 }, '/meterStart', 'type'],
    ['text that is too long', { idTag: 'x'.repeat(30) }, { idTag: 'x'.repeat(30) }, '/idTag', 'maxLength'],
    ['a property nobody defined', { vendorThing: 1 }, { vendorThing: 1 }, '', 'additionalProperties'],
    [
      'C-08 a timestamp without offset',
      { timestamp: '2026-01-01T00:00:00' },
      { timestamp: '2026-01-01T00:00:00' },
      '/timestamp',
      'format',
    ],
    [
      'C-08 a timestamp with a blank',
      { timestamp: '2026-01-01 00:00:00' },
      { timestamp: '2026-01-01 00:00:00' },
      '/timestamp',
      'format',
    ],
    ['a timestamp that is none', { timestamp: 'soon' }, { timestamp: 'soon' }, '/timestamp', 'format'],
  ])('%s', (_what, changed, read, path, rule) => {
    const lenient = startTransaction(changed)
    if (lenient.outcome !== 'deviant') return expect.unreachable(lenient.outcome)
    expect(lenient.payload).toEqual({ ...start, ...read })
    expect(places(lenient.deviations)).toEqual([[path, rule]])
    const strict = startTransaction(changed, 'strict')
    if (strict.outcome !== 'invalid') return expect.unreachable(strict.outcome)
    expect(places(strict.violations)).toEqual([[path, rule]])
  })

  test('B-12 null for what may be left out is left out', () => {
    const check = startTransaction({ reservationId: null })
    expect(check).toMatchObject({ outcome: 'deviant', payload: start })
    expect(check.outcome === 'deviant' && check.payload).not.toHaveProperty('reservationId')
    expect(startTransaction({ reservationId: null }, 'strict').outcome).toBe('invalid')
  })

  test.each([
    ['unit Hz', sampled({ unit: 'Hz', measurand: 'Frequency' }), '/meterValue/0/sampledValue/0/unit'],
    ['an unknown context', sampled({ context: 'Sample.Whenever' }), '/meterValue/0/sampledValue/0/context'],
  ])('%s', (_what, payload, path) => {
    const check = checkPayload('ocpp1.6', 'MeterValues', 'request', payload)
    if (check.outcome !== 'deviant') return expect.unreachable(check.outcome)
    expect(check.payload).toEqual(payload)
    expect(places(check.deviations)).toEqual([[path, 'enum']])
  })

  test('an errorCode that is not in the list', () => {
    const check = checkPayload('ocpp1.6', 'StatusNotification', 'request', { ...status, errorCode: 'Error' })
    expect(check).toMatchObject({ outcome: 'deviant', payload: { errorCode: 'Error' } })
  })

  test('an errorCode that is missing says there is no error', () => {
    const check = checkPayload('ocpp1.6', 'StatusNotification', 'request', { connectorId: 1, status: 'Available' })
    expect(check).toMatchObject({ outcome: 'deviant', payload: status })
  })

  test('D-10 a transaction message without a time has one that cannot be read', () => {
    const check = startTransaction({ timestamp: undefined })
    expect(check).toMatchObject({ outcome: 'deviant', payload: { timestamp: '' } })
    expect(check.outcome === 'deviant' && places(check.deviations)).toEqual([['', 'required']])
    expect(startTransaction({ timestamp: undefined }, 'strict').outcome).toBe('invalid')
  })

  test.each([
    ['no token', { idTag: undefined }, { idTag: '' }],
    ['a token that is null', { idTag: null }, { idTag: '' }],
    ['a token that is an object', { idTag: {} }, { idTag: '' }],
    ['no connector', { connectorId: undefined }, { connectorId: 0 }],
    ['no register', { meterStart: undefined }, { meterStart: Number.NaN }],
    ['a register in words', { meterStart: 'much' }, { meterStart: Number.NaN }],
    ['a register without end', { meterStart: 'Infinity' }, { meterStart: Number.NaN }],
    ['a register that no number holds', JSON.parse('{ "meterStart": 1e999 }'), { meterStart: Number.NaN }],
    ['a register in hexadecimal', { meterStart: '0x10' }, { meterStart: Number.NaN }],
    ['a register that is true', { meterStart: true }, { meterStart: Number.NaN }],
    ['less than a watt-hour', { meterStart: '.5' }, { meterStart: 0 }],
  ])('D-10 a StartTransaction with %s is taken as far as it is known', (_what, changed, taken) => {
    expect(startTransaction(changed)).toMatchObject({ outcome: 'deviant', payload: taken })
    expect(startTransaction(changed, 'strict').outcome).toBe('invalid')
  })

  test('a value of an enumeration in other capitals is the one that was meant', () => {
    const check = checkPayload('ocpp1.6', 'StatusNotification', 'request', { ...status, status: 'available' })
    expect(check).toMatchObject({ outcome: 'deviant', payload: status })
  })

  test('a serial number of more than 25 characters', () => {
    const payload = { ...boot, chargePointSerialNumber: '9'.repeat(40) }
    expect(checkPayload('ocpp1.6', 'BootNotification', 'request', payload)).toMatchObject({
      outcome: 'deviant',
      payload,
    })
  })

  test('numbers as text in 2.x', () => {
    const sample = { value: '12.5', measurand: 'Power.Active.Import' }
    const payload = { evseId: '1', meterValue: [{ timestamp: start.timestamp, sampledValue: [sample] }] }
    const check = checkPayload('ocpp2.0.1', 'MeterValues', 'request', payload)
    expect(check).toMatchObject({
      outcome: 'deviant',
      payload: { evseId: 1, meterValue: [{ sampledValue: [{ value: 12.5 }] }] },
    })
  })
})

describe('what cannot be understood is invalid in both modes', () => {
  test.each([
    ['a required property is missing', { status: undefined }, '', 'required', 'occurrence-constraint'],
    ['a required property is null', { status: null }, '/status', 'type', 'type-constraint'],
    ['an object where a string belongs', { status: {} }, '/status', 'type', 'type-constraint'],
    ['words where a number belongs', { connectorId: 'first' }, '/connectorId', 'type', 'type-constraint'],
  ])('%s', (_what, changed, path, rule, code) => {
    for (const mode of ['strict', 'lenient'] as const) {
      const check = checkPayload('ocpp1.6', 'StatusNotification', 'request', { ...status, ...changed }, mode)
      if (check.outcome !== 'invalid') return expect.unreachable(check.outcome)
      expect(places(check.violations)).toEqual([[path, rule]])
      expect(check.violations.map(rpcErrorOfViolation)).toEqual([code])
    }
  })

  test('a payload that is no object is a format error', () => {
    const check = checkPayload('ocpp1.6', 'Heartbeat', 'request', 'hello')
    expect(check.outcome === 'invalid' && check.violations.map(rpcErrorOfViolation)).toEqual(['format'])
  })

  test.each([
    [{ idTag: 'x'.repeat(21) }, 'property-constraint'],
    [{ surplus: 1 }, 'format'],
    [{ timestamp: 'soon' }, 'property-constraint'],
  ])('B-07 strict mode tells %j as a %s error', (changed, code) => {
    const check = startTransaction(changed, 'strict')
    expect(check.outcome === 'invalid' && check.violations.map(rpcErrorOfViolation)).toEqual([code])
  })
})

describe('D-10 one bad reading does not cost the others', () => {
  const good = { value: '1', measurand: 'Voltage' }

  test.each([
    ['a sample without value', [good, { measurand: 'Current.Import' }, good], [good, good]],
    ['a sample whose value is null', [{ value: null }, good], [good]],
    ['a sample that is no object', [good, 7], [good]],
    ['nothing but bad samples', [null, null], []],
  ])('%s is left out', (_what, sampledValue, kept) => {
    const payload = { connectorId: 1, meterValue: [{ timestamp: start.timestamp, sampledValue }] }
    const check = checkPayload('ocpp1.6', 'MeterValues', 'request', payload)
    if (check.outcome !== 'deviant') return expect.unreachable(check.outcome)
    expect(check.payload.meterValue).toEqual([{ timestamp: start.timestamp, sampledValue: kept }])
    expect(check.deviations[0]?.description).toMatch(/; left out$/)
    expect(checkPayload('ocpp1.6', 'MeterValues', 'request', payload, 'strict').outcome).toBe('invalid')
  })

  test('a bad sample is not hidden by a tolerated one before it', () => {
    const sampledValue = [{ value: 1 }, { value: {} }, { value: 2 }]
    const payload = { connectorId: 1, meterValue: [{ timestamp: start.timestamp, sampledValue }] }
    const check = checkPayload('ocpp1.6', 'MeterValues', 'request', payload)
    expect(check).toMatchObject({
      outcome: 'deviant',
      payload: { meterValue: [{ sampledValue: [{ value: '1' }, { value: '2' }] }] },
    })
  })

  test('other lists are all or nothing', () => {
    const idToken = { idToken: 'TAG', type: 'Central', additionalInfo: [{ additionalIdToken: 'x' }] }
    expect(checkPayload('ocpp2.0.1', 'Authorize', 'request', { idToken }).outcome).toBe('invalid')
  })
})

describe('D-10 a message about a transaction loses what cannot be read and may be missing, and no more', () => {
  const event = {
    ...{ eventType: 'Started', timestamp: start.timestamp, triggerReason: 'Authorized', seqNo: 0 },
    transactionInfo: { transactionId: 'T-1' },
  }

  test.each([
    ['a token without its kind', { idToken: { idToken: 'TAG' } }, {}],
    ['a token that is a text', { idToken: 'TAG' }, {}],
    ['an EVSE in words', { evse: { id: 'left' } }, {}],
    ['a connector in words', { evse: { id: 1, connectorId: 'left' } }, { evse: { id: 1 } }],
    ['readings that are no list', { meterValue: 'none' }, {}],
    ['data of a vendor without its name', { customData: { x: 1 } }, {}],
  ])('%s', (_what, more, kept) => {
    const check = checkPayload('ocpp2.0.1', 'TransactionEvent', 'request', { ...event, ...more })
    if (check.outcome !== 'deviant') return expect.unreachable(check.outcome)
    expect(check.payload).toEqual({ ...event, ...kept })
    expect(check.deviations.at(-1)?.description).toMatch(/; left out$/)
    expect(checkPayload('ocpp2.0.1', 'TransactionEvent', 'request', { ...event, ...more }, 'strict').outcome).toBe(
      'invalid',
    )
  })

  test('a stop whose reason and data cannot be read is a stop', () => {
    const stop = { transactionId: 7, meterStop: 5, timestamp: start.timestamp }
    const odd = { ...stop, reason: {}, transactionData: 'none', idTag: [] }
    expect(checkPayload('ocpp1.6', 'StopTransaction', 'request', odd)).toMatchObject({ outcome: 'deviant' })
    const check = checkPayload('ocpp1.6', 'StopTransaction', 'request', odd)
    expect(check.outcome === 'deviant' && check.payload).toEqual(stop)
  })

  test('a sample without its unit would be another sample: it goes as a whole', () => {
    const sampledValue = [{ value: '1' }, { value: '2', unit: {} }]
    const payload = { connectorId: 1, meterValue: [{ timestamp: start.timestamp, sampledValue }] }
    expect(checkPayload('ocpp1.6', 'MeterValues', 'request', payload)).toMatchObject({
      payload: { meterValue: [{ sampledValue: [{ value: '1' }] }] },
    })
  })

  test.each([{ transactionInfo: undefined }, { transactionInfo: {} }, { transactionInfo: { transactionId: {} } }])(
    'an event that does not say of which transaction is about nothing: %j',
    (more) => {
      expect(checkPayload('ocpp2.1', 'TransactionEvent', 'request', { ...event, ...more }).outcome).toBe('invalid')
    },
  )

  test('what others may hang on is not left out of their messages', () => {
    const idToken = { idToken: 'TAG', type: 'eMAID' }
    const payload = { idToken, iso15118CertificateHashData: 'none' }
    expect(checkPayload('ocpp2.0.1', 'Authorize', 'request', payload).outcome).toBe('invalid')
  })
})

describe('what is recorded', () => {
  test('the same rule broken all over a list is one finding', () => {
    const sampledValue = Array.from({ length: 1000 }, () => ({ value: 1, unit: 'Hz' }))
    const payload = { connectorId: 1, meterValue: [{ timestamp: start.timestamp, sampledValue }] }
    const check = checkPayload('ocpp1.6', 'MeterValues', 'request', payload)
    expect(check).toMatchObject({
      outcome: 'deviant',
      deviations: [
        { path: '/meterValue/0/sampledValue/0/value', rule: 'type', times: 1000 },
        { path: '/meterValue/0/sampledValue/0/unit', rule: 'enum', times: 1000 },
      ],
    })
  })

  test('there is a bound on findings', () => {
    const surplus = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x${at}`, at]))
    const check = startTransaction(surplus)
    expect(check.outcome === 'deviant' && check.deviations.length).toBe(FINDING_LIMIT)
  })

  test('A-15 no value of a property without a closed list is repeated', () => {
    const check = checkPayload('ocpp1.6', 'ChangeConfiguration', 'request', {
      key: 'AuthorizationKey',
      value: 5_318_008,
      x: 'hidden',
    })
    expect(check.outcome).toBe('deviant')
    expect(check.outcome === 'deviant' && JSON.stringify(check.deviations)).not.toMatch(/5318008|hidden/)
  })

  test('names and values from outside are cut', () => {
    const check = startTransaction({ ['x'.repeat(5000)]: 1 })
    expect(JSON.stringify(check.outcome === 'deviant' && check.deviations).length).toBeLessThan(300)
  })
})
