import type { Operations, Token } from '#api-client'
import { wordsOf } from './words-of.ts'

export type { Token } from '#api-client'

export type TokenKind = Token['kind']
export const TOKEN_KINDS = wordsOf<TokenKind>({
  rfid: true,
  central: true,
  emaid: true,
  evccid: true,
  'key-code': true,
  local: true,
  'mac-address': true,
  'direct-payment': true,
  vin: true,
  'no-authorization': true,
  unknown: true,
})

type EvseKind = NonNullable<Token['evseKind']>
export const EVSE_KINDS = wordsOf<EvseKind>({ ac: true, dc: true })
type Transfer = NonNullable<Token['transfers']>[number]
export const TRANSFERS = wordsOf<Transfer>({
  'ac-single-phase': true,
  'ac-two-phase': true,
  'ac-three-phase': true,
  dc: true,
  'ac-bidirectional': true,
  'ac-bidirectional-der': true,
  'ac-der': true,
  'dc-bidirectional': true,
  'dc-pantograph': true,
  'dc-pantograph-bidirectional': true,
  wireless: true,
})
export type TokenPlace = NonNullable<Token['places']>[number]

export type NewToken = Operations['createToken']['request']['body']
export type TokenChange = Operations['changeToken']['request']['body']
export interface TokenFilter {
  readonly search?: string
  readonly status?: Token['status']
  readonly groupId?: string
}
