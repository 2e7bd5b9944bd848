import { Type } from 'typebox'
import { identifier, text } from './fields.ts'
import { exactly } from './resource.ts'

const pattern = () => Type.Optional(text(100, '* stands for anything'))

/** Which stations of a party; everything that is given has to fit. */
export const stationGroup = () =>
  exactly({
    vendor: pattern(),
    model: pattern(),
    firmware: pattern(),
    locationId: Type.Optional(identifier()),
    stationIds: Type.Optional(Type.Array(identifier(), { minItems: 1, maxItems: 1_000 })),
  })
