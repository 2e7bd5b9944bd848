import type { Iso } from './page.ts'

export const ROLES = ['viewer', 'operator', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** `partyId` '' is every party of the installation. */
export interface Membership {
  readonly partyId: string
  readonly role: Role
}

export interface Principal {
  readonly kind: 'person' | 'program'
  readonly id: string
  readonly name: string
  readonly memberships: readonly Membership[]
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly memberships: readonly Membership[]
  readonly hasPassword: boolean
  readonly createdAt: Iso
  readonly disabledAt?: Iso
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly partyId: string
  readonly role: Role
  readonly createdAt: Iso
  readonly lastUsedAt?: Iso
  readonly revokedAt?: Iso
}

export interface Party {
  readonly id: string
  readonly name: string
}

/** Who is signed in, and where: `GET /me`. */
export interface Me {
  readonly principal: Principal
  readonly installation: {
    readonly version: string
    readonly parties: readonly Party[]
    /** Where stations connect, without their identity: `wss://charge.example.org/ocpp`. */
    readonly ocppUrl?: string
    /** The same for stations that use TLS. */
    readonly ocppTlsUrl?: string
  }
}
