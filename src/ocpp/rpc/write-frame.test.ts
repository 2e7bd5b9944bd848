import { expect, test } from 'vitest'
import { ERROR_CODES } from '#kernel'
import {
  OCPP_VERSIONS,
  RPC_ERROR_CODES,
  rpcErrorCodes,
  wireErrorCodes,
  writeCall,
  writeError,
  writeResult,
  writeResultError,
  writeSend,
} from '#ocpp/rpc'

test('each message type has its number', () => {
  expect(writeCall('1', 'Reset', { type: 'Soft' })).toBe('[2,"1","Reset",{"type":"Soft"}]')
  expect(writeResult('1', { status: 'Accepted' })).toBe('[3,"1",{"status":"Accepted"}]')
  expect(writeError('ocpp1.6', '1', { code: 'internal' })).toBe('[4,"1","InternalError","",{}]')
  expect(writeResultError('1', { code: 'internal' })).toBe('[5,"1","InternalError","",{}]')
  expect(writeSend('1', 'NotifyPeriodicEventStream', { id: 1 })).toBe('[6,"1","NotifyPeriodicEventStream",{"id":1}]')
})

test.each([
  ['ocpp1.6', 'FormationViolation', 'OccurenceConstraintViolation'],
  ['ocpp2.0.1', 'FormatViolation', 'OccurenceConstraintViolation'],
  ['ocpp2.1', 'FormatViolation', 'OccurrenceConstraintViolation'],
] as const)('B-07 %s writes %s and %s', (version, format, occurrence) => {
  expect(writeError(version, '1', { code: 'format' })).toContain(`"${format}"`)
  expect(writeError(version, '1', { code: 'occurrence-constraint' })).toContain(`"${occurrence}"`)
})

test('B-06 an unknown action and one that is not supported have codes of their own', () => {
  for (const version of OCPP_VERSIONS) {
    expect(writeError(version, '1', { code: 'not-implemented' })).toContain('"NotImplemented"')
    expect(writeError(version, '1', { code: 'not-supported' })).toContain('"NotSupported"')
  }
})

test('every failure of ours has a code every version can write', () => {
  for (const code of ERROR_CODES) expect(RPC_ERROR_CODES).toContain(rpcErrorCodes[code])
  for (const version of OCPP_VERSIONS)
    expect(Object.keys(wireErrorCodes[version]).sort()).toEqual([...RPC_ERROR_CODES].sort())
})

test('1.6 writes no code that came later', () => {
  expect(Object.values(wireErrorCodes['ocpp1.6'])).not.toContain('RpcFrameworkError')
  expect(Object.values(wireErrorCodes['ocpp1.6'])).not.toContain('MessageTypeNotSupported')
})

test('B-12 nothing is written for what is left blank', () => {
  expect(writeResult('1', {})).toBe('[3,"1",{}]')
  const blank = {
    a: undefined,
    b: null,
    c: [],
    d: {},
    e: { f: null, g: [] },
    h: [{ i: null, j: 1 }],
    k: 0,
    l: '',
    m: false,
  }
  expect(writeResult('1', blank)).toBe('[3,"1",{"h":[{"j":1}],"k":0,"l":"","m":false}]')
})

test('B-12 what is for others to read stays as it is', () => {
  expect(writeCall('1', 'DataTransfer', { vendorId: 'x', data: { a: null, b: [] } })).toBe(
    '[2,"1","DataTransfer",{"vendorId":"x","data":{"a":null,"b":[]}}]',
  )
})

test('B-14 a description is cut at 255 characters, never through one', () => {
  expect(writeError('ocpp2.1', '1', { code: 'generic', description: 'x'.repeat(300) })).toBe(
    `[4,"1","GenericError","${'x'.repeat(255)}",{}]`,
  )
  const cut = writeError('ocpp2.1', '1', { code: 'generic', description: `${'x'.repeat(254)}😀` })
  expect(cut).toBe(`[4,"1","GenericError","${'x'.repeat(254)}",{}]`)
})

test('B-14 whatever is put into a frame is encoded', () => {
  const nasty = '"],{}\u0000\n'
  const written = writeError('ocpp2.1', nasty, { code: 'generic', description: nasty, details: { nasty } })
  expect(JSON.parse(written)).toEqual([4, nasty, 'GenericError', nasty, { nasty }])
})
