import { Type } from 'typebox'
import type { Location } from '#domain/locations'
import type { Party } from '#domain/parties'
import { identifier, instant, text } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, orNull, resource } from './resource.ts'

export const party = resource<Party>()(
  'Party',
  exactly({ id: identifier(), name: Type.String(), createdAt: instant() }),
)

export const newParty = exactly({
  id: Type.String({
    pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,47}$',
    description: 'Short and lasting; letters, digits, _ and -',
  }),
  name: text(200),
})
export const partyChange = exactly({ name: text(200) })

const placeFields = {
  address: text(200),
  city: text(100),
  postalCode: text(20),
  country: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 3166-1 alpha-3' }),
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
}
const place = {
  address: Type.Optional(placeFields.address),
  city: Type.Optional(placeFields.city),
  postalCode: Type.Optional(placeFields.postalCode),
  country: Type.Optional(placeFields.country),
  latitude: Type.Optional(placeFields.latitude),
  longitude: Type.Optional(placeFields.longitude),
}
const timeZone = () => text(64, 'IANA time zone, as Europe/Berlin')

export const location = resource<Location>()(
  'Location',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    ...place,
    timeZone: timeZone(),
    createdAt: instant(),
  }),
)

export const newLocation = exactly({
  id: Type.Optional(identifier()),
  partyId: Type.Optional(identifier('Needed only by who may act for several parties')),
  name: text(200),
  ...place,
  timeZone: Type.Optional(timeZone()),
})
export const locationChange = exactly({
  name: Type.Optional(text(200)),
  address: Type.Optional(orNull(placeFields.address)),
  city: Type.Optional(orNull(placeFields.city)),
  postalCode: Type.Optional(orNull(placeFields.postalCode)),
  country: Type.Optional(orNull(placeFields.country)),
  latitude: Type.Optional(orNull(placeFields.latitude)),
  longitude: Type.Optional(orNull(placeFields.longitude)),
  timeZone: Type.Optional(timeZone()),
})

export const locationQuery = exactly({ search: Type.Optional(text(100, 'Part of the name or address')), ...pageFields })
