import type { OcppVersion } from '#ocpp/rpc'
import type * as v201 from '#ocpp/v201'
import { ID_TAG_LIMIT } from '../actions/token-codec.ts'
import { wordFor } from '../actions/word.ts'
import { type Saying, unsupported } from './command-codec.ts'

/** Longest token a version can tell (1.6 §7.28, 2.x IdTokenType), and its name. */
const LONGEST_TOKEN = {
  'ocpp1.6': { longest: ID_TAG_LIMIT, name: 'OCPP 1.6' },
  'ocpp2.0.1': { longest: 36, name: 'OCPP 2.0.1' },
  'ocpp2.1': { longest: 255, name: 'OCPP 2.1' },
} as const satisfies Record<OcppVersion, object>

/** A command that names a token, said where the version has room for that. */
export function tellingToken<K extends 'start-transaction' | 'reserve-now' | 'customer-information'>(
  version: OcppVersion,
  saying: Saying<K>,
): Saying<K> {
  const { longest, name } = LONGEST_TOKEN[version]
  return (request, context) =>
    (request.token?.length ?? 0) > longest
      ? unsupported(`${name} has tokens of ${longest} characters at most`)
      : saying(request, context)
}

export const types201: Readonly<Record<string, v201.IdTokenEnumType>> = {
  rfid: 'ISO14443',
  central: 'Central',
  emaid: 'eMAID',
  'key-code': 'KeyCode',
  local: 'Local',
  'mac-address': 'MacAddress',
  'no-authorization': 'NoAuthorization',
}

export const types21: Readonly<Record<string, string>> = {
  ...types201,
  evccid: 'EVCCID',
  'direct-payment': 'DirectPayment',
  vin: 'VIN',
}

/** A token as 2.x names it; what has no kind there comes from the platform. */
export function writeIdToken<Type extends string>(
  value: string,
  kind: string,
  types: Readonly<Record<string, Type>>,
  central: Type,
) {
  return { idToken: value, type: wordFor(types, kind) ?? central }
}

/** A group of tokens, which the platform makes. */
export function writeGroup<Type extends string>(groupId: string | undefined, central: Type) {
  return groupId === undefined ? undefined : { idToken: groupId, type: central }
}
