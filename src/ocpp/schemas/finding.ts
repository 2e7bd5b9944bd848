import type { RpcErrorCode } from '#ocpp/rpc'

/** The rules a payload can break, by the keyword of JSON Schema; `null` is a null where a value may be left out. */
export const RULES = [
  'type',
  'required',
  'enum',
  'format',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'additionalProperties',
  'null',
] as const

export type Rule = (typeof RULES)[number]

/** Where a payload breaks which rule, in words that hold no value a log may not show. */
export interface Finding {
  /** JSON Pointer (RFC 6901) to the first place; the payload itself is ''. */
  readonly path: string
  readonly rule: Rule
  readonly description: string
  /** How often, over all elements of the same list. */
  readonly times: number
}

/** A broken rule that was tolerated. */
export type Deviation = Finding
/** A broken rule that was not. */
export type Violation = Finding

const rpcErrors = {
  type: 'type-constraint',
  required: 'occurrence-constraint',
  enum: 'property-constraint',
  format: 'property-constraint',
  maxLength: 'property-constraint',
  minimum: 'property-constraint',
  maximum: 'property-constraint',
  multipleOf: 'property-constraint',
  minItems: 'occurrence-constraint',
  maxItems: 'occurrence-constraint',
  additionalProperties: 'format',
  null: 'type-constraint',
} as const satisfies Record<Rule, RpcErrorCode>

/** The RPC error that tells a peer of a violation (part 4 §4.3); a payload that is no object at all is a format error. */
export function rpcErrorOfViolation({ path, rule }: Violation): RpcErrorCode {
  return path === '' && rule === 'type' ? 'format' : rpcErrors[rule]
}
