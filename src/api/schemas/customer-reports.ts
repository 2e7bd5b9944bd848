import { Type } from 'typebox'
import type { CustomerReport } from '#domain/customer-information'
import { identifier, instant } from './fields.ts'
import { exactly, resource } from './resource.ts'

export const customerReport = resource<CustomerReport>()(
  'CustomerReport',
  exactly({
    stationId: identifier(),
    partyId: identifier(),
    requestId: Type.Integer({ description: 'Found in the details of the command that asked for it' }),
    complete: Type.Boolean(),
    missing: Type.Array(Type.Integer(), { description: 'Parts that have not come, as far as is known' }),
    data: Type.String({ description: 'The parts that have come, in their order; text of the station’s own making' }),
    receivedAt: instant(),
  }),
)
