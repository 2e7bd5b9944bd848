import { Type } from 'typebox'
import {
  ATTRIBUTES,
  type FleetVariable,
  MUTABILITIES,
  type PastValue,
  SOURCES,
  type ValueSeries,
  type Variable,
} from '#domain/device-model'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const source = () => oneOf(SOURCES, 'How the value became known: reported, asked for, set by us, told in an event')

const variableFields = {
  stationId: identifier(),
  component: Type.String({ description: '`Configuration` for the configuration keys of OCPP 1.6' }),
  componentInstance: Type.Optional(Type.String()),
  evseId: Type.Optional(Type.Integer()),
  connectorId: Type.Optional(Type.Integer()),
  name: Type.String(),
  instance: Type.Optional(Type.String()),
  attribute: oneOf(ATTRIBUTES),
  value: Type.Optional(Type.String()),
  mutability: Type.Optional(oneOf(MUTABILITIES)),
  dataType: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
  maxLimit: Type.Optional(Type.Number({ description: 'The greatest value; of a list or counter, the most' })),
  updatedAt: instant(),
  since: Type.String({ format: 'date-time', description: 'Since when the value is what it is' }),
  source: source(),
}

export const variable = resource<Variable>()('Variable', exactly(variableFields))

export const fleetVariable = resource<FleetVariable>()(
  'FleetVariable',
  exactly({
    ...variableFields,
    partyId: identifier(),
    locationId: Type.Optional(identifier()),
    vendor: Type.Optional(Type.String()),
    model: Type.Optional(Type.String()),
    firmwareVersion: Type.Optional(Type.String()),
  }),
)

export const pastValue = resource<PastValue>()(
  'PastValue',
  exactly({
    component: Type.String(),
    name: Type.String(),
    value: Type.Optional(Type.String()),
    source: source(),
    since: instant(),
    until: Type.Optional(instant()),
  }),
)

export const valueSeries = resource<ValueSeries>()(
  'ValueSeries',
  exactly({
    times: Type.Array(Type.Number(), { description: 'Seconds since 1970, ascending' }),
    values: Type.Array(Type.Union([Type.Number(), Type.Null()])),
    words: Type.Optional(Type.Array(Type.String(), { description: 'What the values are numbers of' })),
  }),
)

/** Which variable, in the words of either generation. */
export const variablePlace = {
  component: Type.Optional(text(50, 'Absent: a configuration key of OCPP 1.6')),
  componentInstance: Type.Optional(text(50)),
  evseId: Type.Optional(wholeNumber(0, 9_999)),
  connectorId: Type.Optional(wholeNumber(0, 9_999)),
  name: text(255),
  instance: Type.Optional(text(50)),
  attribute: Type.Optional(oneOf(ATTRIBUTES)),
}

const pattern = () => Type.Optional(text(100, '* stands for anything'))

export const fleetQuery = exactly({
  ...variablePlace,
  vendor: pattern(),
  model: pattern(),
  firmware: pattern(),
  locationId: Type.Optional(identifier()),
  partyId: Type.Optional(identifier()),
  value: Type.Optional(Type.String({ maxLength: 2_500 })),
  differsFrom: Type.Optional(Type.String({ maxLength: 2_500, description: 'Has told another value than this' })),
  ...pageFields,
})

const span = { from: Type.Optional(instant()), to: Type.Optional(instant()) }

export const seriesQuery = exactly({ ...variablePlace, ...span })
export const historyQuery = exactly({ ...variablePlace, ...span, ...pageFields })
