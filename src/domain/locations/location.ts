import type { Page, PageRequest, Scope } from '#kernel'

/** A site where stations stand. */
export interface Location {
  readonly id: string
  readonly partyId: string
  readonly name: string
  readonly address?: string
  readonly city?: string
  readonly postalCode?: string
  /** ISO 3166-1 alpha-3, as OCPI has it. */
  readonly country?: string
  readonly latitude?: number
  readonly longitude?: number
  /** IANA time zone. */
  readonly timeZone: string
  readonly createdAt: Date
}

export type NewLocation = Omit<Location, 'id' | 'createdAt' | 'timeZone'> & {
  readonly id?: string
  readonly timeZone?: string
}
/** What is null is taken away. */
export type LocationChange = Partial<Pick<Location, 'name' | 'timeZone'>> & {
  readonly [Field in 'address' | 'city' | 'postalCode' | 'country' | 'latitude' | 'longitude']?: Location[Field] | null
}

export interface Locations {
  create(location: NewLocation): Promise<Location>
  change(scope: Scope, locationId: string, change: LocationChange): Promise<Location>
  remove(scope: Scope, locationId: string): Promise<void>
  get(scope: Scope, locationId: string): Promise<Location>
  list(scope: Scope, filter: { search?: string }, page: PageRequest): Promise<Page<Location>>
}
