import { Type } from 'typebox'
import { MOST_VALUES, type WantedValue } from '#domain/configuration'
import { ATTRIBUTES } from '#domain/device-model'
import { exactly, oneOf, resource } from './resource.ts'
import { variablePlace } from './variables.ts'

export const wantedValue = resource<WantedValue>()(
  'WantedValue',
  exactly({
    component: Type.String({ description: '`Configuration` for what only OCPP 1.6 has' }),
    componentInstance: Type.Optional(Type.String()),
    evseId: Type.Optional(Type.Integer()),
    connectorId: Type.Optional(Type.Integer()),
    name: Type.String(),
    instance: Type.Optional(Type.String()),
    attribute: Type.Optional(oneOf(ATTRIBUTES)),
    value: Type.Optional(Type.String({ description: 'Absent for a secret, which is never shown' })),
    secret: Type.Optional(Type.Literal(true)),
  }),
)

export const newWantedValues = () =>
  Type.Array(
    exactly({
      ...variablePlace,
      value: Type.Optional(
        Type.String({ maxLength: 2_500, description: 'May be absent for a secret that is known already' }),
      ),
    }),
    { minItems: 1, maxItems: MOST_VALUES },
  )
