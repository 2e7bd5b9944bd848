import type { ErrorCode } from '#kernel'
import type { OcppVersion } from './version.ts'

/** What can be wrong with a call, whatever the version calls it: 1.6-J §4.2.3, 2.0.1 and 2.1 part 4 §4.3. */
export const RPC_ERROR_CODES = [
  'not-implemented',
  'not-supported',
  'internal',
  'protocol',
  'security',
  'format',
  'property-constraint',
  'occurrence-constraint',
  'type-constraint',
  'generic',
  'message-type-not-supported',
  'rpc-framework',
] as const

export type RpcErrorCode = (typeof RPC_ERROR_CODES)[number]

const shared = {
  'not-implemented': 'NotImplemented',
  'not-supported': 'NotSupported',
  internal: 'InternalError',
  protocol: 'ProtocolError',
  security: 'SecurityError',
  'property-constraint': 'PropertyConstraintViolation',
  'type-constraint': 'TypeConstraintViolation',
  generic: 'GenericError',
} as const

/**
 * The name each version writes. Two names were misspelt and stayed so: 1.6-J errata 5.1 and 5.2 "will not be fixed",
 * and 2.0.1 kept one of them. 1.6 has no word for the last two.
 */
export const wireErrorCodes = {
  'ocpp1.6': {
    ...shared,
    format: 'FormationViolation',
    'occurrence-constraint': 'OccurenceConstraintViolation',
    'message-type-not-supported': 'GenericError',
    'rpc-framework': 'GenericError',
  },
  'ocpp2.0.1': {
    ...shared,
    format: 'FormatViolation',
    'occurrence-constraint': 'OccurenceConstraintViolation',
    'message-type-not-supported': 'MessageTypeNotSupported',
    'rpc-framework': 'RpcFrameworkError',
  },
  'ocpp2.1': {
    ...shared,
    format: 'FormatViolation',
    'occurrence-constraint': 'OccurrenceConstraintViolation',
    'message-type-not-supported': 'MessageTypeNotSupported',
    'rpc-framework': 'RpcFrameworkError',
  },
} as const satisfies Record<OcppVersion, Record<RpcErrorCode, string>>

/** How a failure of ours is told to a station. */
export const rpcErrorCodes = {
  invalid: 'property-constraint',
  unauthenticated: 'security',
  forbidden: 'security',
  'not-found': 'property-constraint',
  conflict: 'generic',
  'too-large': 'property-constraint',
  'too-many': 'generic',
  unsupported: 'not-supported',
  unavailable: 'internal',
  timeout: 'internal',
  internal: 'internal',
} as const satisfies Record<ErrorCode, RpcErrorCode>

const byWireName = new Map<string, RpcErrorCode>()
for (const names of Object.values(wireErrorCodes)) {
  for (const code of RPC_ERROR_CODES) if (!byWireName.has(names[code])) byWireName.set(names[code], code)
}
byWireName.set('GenericError', 'generic')

/** Reads an error name of any version, whatever the version spoken; a name nobody defined is `generic`. */
export function readErrorCode(wireName: string): RpcErrorCode {
  return byWireName.get(wireName) ?? 'generic'
}

/** True when some version defines this error name. */
export function isWireErrorCode(wireName: string): boolean {
  return byWireName.has(wireName)
}
