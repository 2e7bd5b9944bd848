import { Type } from 'typebox'
import type { LastContact, LastEnergy } from '#analytics'
import { identifier, instant, text } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

export const activeStationQuery = exactly({
  withinS: Type.Optional(Type.Integer({ minimum: 1, maximum: 31_622_400, description: 'Seconds; 900 if absent' })),
  ...pageFields,
})

export const lastEnergy = resource<LastEnergy>()(
  'LastEnergy',
  exactly({
    stationId: identifier(),
    reference: Type.String(),
    transactionId: identifier(),
    status: oneOf(['active', 'ended']),
    energyWh: Type.Integer({ description: 'Whole watt-hours delivered so far' }),
    lastRegisterWh: Type.Optional(Type.Number({ description: 'What the meter itself showed' })),
    at: instant(),
  }),
)
export const lastEnergyQuery = exactly({
  stationId: identifier(),
  reference: text(255, 'The id used on the wire, or the platform’s'),
})

export const lastContact = resource<LastContact>()(
  'LastContact',
  exactly({ stationId: identifier(), connected: Type.Boolean(), lastSeenAt: Type.Optional(instant()) }),
)
export const lastContactQuery = exactly({ stationId: identifier() })

export const completedQuery = exactly({
  month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: 'As 2026-11' }),
  timeZone: Type.Optional(text(64, 'IANA time zone the month is of; UTC if absent')),
  ...pageFields,
})
