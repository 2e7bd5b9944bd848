import type { OcppVersion } from '#ocpp/rpc'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { alwaysAnswered, assumptions } from './assumptions.ts'
import type { Deviation, Violation } from './finding.ts'
import * as ready16 from './generated/v16.js'
import * as ready21 from './generated/v21.js'
import * as ready201 from './generated/v201.js'
import { type Mode, Review } from './review.ts'
import type { Direction, Schema, SchemaSource, ValidatorTable } from './schema.ts'

/** The messages of each version, by action. */
export interface ActionsOf {
  'ocpp1.6': v16.Actions
  'ocpp2.0.1': v201.Actions
  'ocpp2.1': v21.Actions
}

/** Names of the actions of a version. */
export type ActionOf<V extends OcppVersion> = keyof ActionsOf[V] & string

/** The type of one message. In lenient mode a string of an enumeration may hold a value that is not in it. */
export type PayloadOf<V extends OcppVersion, A extends ActionOf<V>, D extends Direction> = ActionsOf[V][A] extends {
  [direction in D]: infer Payload
}
  ? Payload
  : never

export type Check<Payload = unknown> =
  | { readonly outcome: 'valid'; readonly payload: Payload }
  | { readonly outcome: 'deviant'; readonly payload: Payload; readonly deviations: readonly Deviation[] }
  | { readonly outcome: 'invalid'; readonly violations: readonly Violation[] }

const ready = {
  'ocpp1.6': ready16,
  'ocpp2.0.1': ready201,
  'ocpp2.1': ready21,
} as const satisfies Record<OcppVersion, { validators: ValidatorTable; schemas: SchemaSource }>

/** True when the version defines the action, whoever may send it. */
export function isAction<V extends OcppVersion>(version: V, name: string): name is ActionOf<V> {
  return Object.hasOwn(ready[version].validators, name)
}

/** The schemas themselves, for whoever goes through them. */
export function schemasOf(version: OcppVersion): SchemaSource {
  return ready[version].schemas
}

/** True when the payload is to the letter of the specification. Quick, and allocates nothing when it is. */
export function isValidPayload<V extends OcppVersion, A extends ActionOf<V>, D extends Direction>(
  version: V,
  action: A,
  direction: D,
  payload: unknown,
): payload is PayloadOf<V, A, D> {
  return validator(version, action, direction)(payload)
}

/**
 * Judges a payload against the schema of its message. `lenient` accepts what can be understood and says how it deviates,
 * with the payload mended where a type was wrong; `strict` refuses whatever is not to the letter.
 * @throws TypeError when the version has no such message (ask `isAction` first; a SEND has no response).
 */
export function checkPayload<V extends OcppVersion, A extends ActionOf<V>, D extends Direction>(
  version: V,
  action: A,
  direction: D,
  payload: unknown,
  mode: Mode = 'lenient',
): Check<PayloadOf<V, A, D>> {
  if (isValidPayload(version, action, direction, payload)) return { outcome: 'valid', payload }
  const { definitions } = ready[version].schemas
  const name = messageName(version, action, direction)
  const review = new Review(definitions, mode, assumptions[version][name], alwaysAnswered.has(name))
  const mended = review.value(payload, schemaOf(version, action, direction))
  const { deviations, violations } = review
  return isMended<PayloadOf<V, A, D>>(mended, violations)
    ? { outcome: 'deviant', payload: mended, deviations }
    : { outcome: 'invalid', violations }
}

/** The schema of a message, for those who write payloads in another form than JSON. */
export function schemaOf<V extends OcppVersion>(version: V, action: ActionOf<V>, direction: Direction): Schema {
  return ready[version].schemas.messages[messageName(version, action, direction)] ?? {}
}

/** A payload whose review found no violation has the type its schema promises. */
function isMended<Payload>(_: unknown, violations: readonly Violation[]): _ is Payload {
  return violations.length === 0
}

/** The schema of a message that is not one of the built-in versions', with the type it promises. */
export interface MessageSchema<Payload> {
  readonly schema: Schema
  readonly definitions: Readonly<Record<string, Schema>>
  /** Never there: it carries the type alone. */
  readonly payload?: Payload
}

/** Judges a payload as `checkPayload` does, by a schema that was not compiled beforehand. */
export function checkMessage<Payload>(
  { schema, definitions }: MessageSchema<Payload>,
  payload: unknown,
  mode: Mode = 'lenient',
): Check<Payload> {
  const review = new Review(definitions, mode)
  const mended = review.value(payload, schema)
  const { deviations, violations } = review
  if (!isMended<Payload>(mended, violations)) return { outcome: 'invalid', violations }
  return deviations.length === 0
    ? { outcome: 'valid', payload: mended }
    : { outcome: 'deviant', payload: mended, deviations }
}

function validator(version: OcppVersion, action: string, direction: Direction): (payload: unknown) => boolean {
  const validators: ValidatorTable = ready[version].validators
  const judge = validators[action]?.[direction]
  if (judge === undefined) throw new TypeError(`${version} has no ${direction} of ${action}`)
  return judge
}

function messageName(version: OcppVersion, action: string, direction: Direction): string {
  const name = `${action}${direction === 'request' ? 'Request' : 'Response'}`
  return Object.hasOwn(ready[version].schemas.messages, name) ? name : action
}
