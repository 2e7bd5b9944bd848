import type { Iso } from './page.ts'

export const TOKEN_KINDS = [
  'rfid',
  'central',
  'emaid',
  'evccid',
  'key-code',
  'local',
  'mac-address',
  'direct-payment',
  'vin',
  'no-authorization',
  'unknown',
] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]

export interface Token {
  readonly id: string
  readonly partyId: string
  readonly value: string
  readonly kind: TokenKind
  readonly label?: string
  readonly groupId?: string
  readonly status: 'active' | 'blocked'
  readonly validUntil?: Iso
  readonly concurrentLimit: number
  readonly createdAt: Iso
}

export type NewToken = Pick<Token, 'partyId' | 'value'> &
  Partial<Pick<Token, 'kind' | 'label' | 'groupId' | 'status' | 'validUntil' | 'concurrentLimit'>>

export interface TokenChange {
  readonly label?: string | null
  readonly groupId?: string | null
  readonly status?: 'active' | 'blocked'
  readonly validUntil?: Iso | null
  readonly concurrentLimit?: number
}

export interface TokenFilter {
  readonly search?: string
  readonly status?: 'active' | 'blocked'
  readonly groupId?: string
}
