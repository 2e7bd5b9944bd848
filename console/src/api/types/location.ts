import type { Iso } from './page.ts'

export interface Location {
  readonly id: string
  readonly partyId: string
  readonly name: string
  readonly address?: string
  readonly city?: string
  readonly postalCode?: string
  /** ISO 3166-1 alpha-3. */
  readonly country?: string
  readonly latitude?: number
  readonly longitude?: number
  /** IANA time zone. */
  readonly timeZone: string
  readonly createdAt: Iso
}

export type NewLocation = Omit<Location, 'id' | 'createdAt' | 'timeZone'> & { readonly timeZone?: string }
/** What is null is taken away. */
export type LocationChange = Partial<Pick<Location, 'name' | 'timeZone'>> & {
  readonly [F in 'address' | 'city' | 'postalCode' | 'country' | 'latitude' | 'longitude']?: Location[F] | null
}
