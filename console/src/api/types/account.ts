import type { Operations, Principal } from '#api-client'
import { wordsOf } from './words-of.ts'

export type { Account, ApiKey, Principal } from '#api-client'

/** `partyId` '' is every party of the installation. */
export type Membership = Principal['memberships'][number]
export type Role = Membership['role']
export const ROLES = wordsOf<Role>({ viewer: true, operator: true, owner: true })

/** Who is signed in, and where: `GET /me`. */
export type Me = Operations['me']['response']
export type Party = Me['installation']['parties'][number]
