import { Type } from 'typebox'
import { type ConfigurationTemplate, DRIFT_STATES, type Drift } from '#domain/configuration'
import { identifier, instant, text } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'
import { stationGroup } from './station-group.ts'
import { newWantedValues, wantedValue } from './wanted-value.ts'

export const configurationTemplate = resource<ConfigurationTemplate>()(
  'ConfigurationTemplate',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    priority: Type.Integer({ description: 'Where two want different values the higher one counts, else the newer' }),
    applyOnBoot: Type.Boolean({ description: 'Stations get it when they boot for the first time' }),
    group: stationGroup(),
    wanted: Type.Array(wantedValue),
    stations: Type.Integer({ description: 'Stations it fits' }),
    differing: Type.Integer({ description: 'Stations that are not as it wants' }),
    createdAt: instant(),
    updatedAt: instant(),
  }),
)

const templateFields = {
  priority: Type.Optional(
    Type.Integer({
      minimum: -1_000,
      maximum: 1_000,
      description: 'Where two want different values the higher one counts, else the newer',
    }),
  ),
  applyOnBoot: Type.Optional(Type.Boolean({ description: 'Stations get it when they boot for the first time' })),
}

export const newTemplate = exactly({
  partyId: Type.Optional(identifier()),
  name: text(200),
  ...templateFields,
  group: stationGroup(),
  wanted: newWantedValues(),
})

export const templateChange = exactly({
  name: Type.Optional(text(200)),
  ...templateFields,
  group: Type.Optional(stationGroup()),
  wanted: Type.Optional(newWantedValues()),
})

export const templateQuery = exactly({ ...pageFields })

export const configurationDrift = resource<Drift>()(
  'ConfigurationDrift',
  exactly({
    stationId: identifier(),
    partyId: identifier(),
    templateId: identifier(),
    templateName: Type.String(),
    variable: wantedValue,
    state: oneOf(DRIFT_STATES, 'untold: the station has not said what the value is'),
    told: Type.Optional(Type.String({ description: 'What the station has told instead' })),
    since: instant(),
  }),
)

export const driftQuery = exactly({
  templateId: Type.Optional(identifier()),
  stationId: Type.Optional(identifier()),
  state: Type.Optional(oneOf(DRIFT_STATES)),
  ...pageFields,
})
