import { AppError } from '#kernel'

/** What a fault says of its cause (1.6-S §4); a peer may say others, which are understood as none of these (errata 3.3). */
export const FAULT_CODES = [
  'SecurityError',
  'IdentityMismatch',
  'ProtocolError',
  'InternalError',
  'NotSupported',
] as const

export type FaultCode = (typeof FAULT_CODES)[number]

/** Whose fault it is: SOAP 1.2 part 1 §5.4.6. */
const blamed = {
  SecurityError: 'Sender',
  IdentityMismatch: 'Sender',
  ProtocolError: 'Sender',
  InternalError: 'Receiver',
  NotSupported: 'Receiver',
} as const satisfies Record<FaultCode, 'Sender' | 'Receiver'>

/** A fault as it is written: OCPP's, or one of SOAP itself, which has no subcode. */
export interface Fault {
  readonly code: FaultCode | 'VersionMismatch' | 'MustUnderstand'
  /** For people; never anything of the peer's. */
  readonly reason: string
}

/** A message that is answered with a fault. */
export class FaultError extends AppError {
  readonly fault: Fault

  constructor(code: Fault['code'], reason: string) {
    super(code === 'NotSupported' ? 'unsupported' : 'invalid', reason)
    this.fault = { code, reason }
  }
}

/** The value of a fault's code, and its subcode. */
export function faultWords({ code }: Fault): { readonly value: string; readonly subcode?: FaultCode } {
  if (code === 'VersionMismatch' || code === 'MustUnderstand') return { value: code }
  return { value: blamed[code], subcode: code }
}

/** HTTP status of a fault: SOAP 1.2 part 2 §7.5.2.2. */
export function faultStatus(fault: Fault): 400 | 500 {
  return faultWords(fault).value === 'Sender' ? 400 : 500
}

/**
 * What an RPC error is called in a fault, by its name in 1.6-J: whatever is wrong with a message is a ProtocolError, and
 * what is not known is a failure of ours.
 */
const byRpcError: Readonly<Record<string, FaultCode>> = {
  NotImplemented: 'NotSupported',
  NotSupported: 'NotSupported',
  SecurityError: 'SecurityError',
  ProtocolError: 'ProtocolError',
  FormationViolation: 'ProtocolError',
  PropertyConstraintViolation: 'ProtocolError',
  OccurenceConstraintViolation: 'ProtocolError',
  TypeConstraintViolation: 'ProtocolError',
}

export function faultOfRpcError(wireCode: string, description: string): Fault {
  return { code: byRpcError[wireCode] ?? 'InternalError', reason: description === '' ? wireCode : description }
}

/** The name 1.6-J has for a fault, and what of it the name does not say. */
export function rpcErrorOfFault(
  subcode: string,
  reason: string,
): { readonly code: string; readonly description: string } {
  switch (subcode) {
    case 'SecurityError':
    case 'ProtocolError':
    case 'InternalError':
    case 'NotSupported':
      return { code: subcode, description: reason }
    default:
      return { code: 'GenericError', description: subcode === '' ? reason : `${subcode}: ${reason}` }
  }
}
