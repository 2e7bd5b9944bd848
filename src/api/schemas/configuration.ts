import { Type } from 'typebox'
import {
  CHANGE_STATES,
  type ChangeMember,
  type ConfigurationChange,
  type ConfigurationTemplate,
  DRIFT_STATES,
  type Drift,
  MEMBER_STATES,
  MOST_VALUES,
  type WantedValue,
} from '#domain/configuration'
import { ATTRIBUTES } from '#domain/device-model'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'
import { variablePlace } from './variables.ts'

const count = () => Type.Integer()

const wantedValue = resource<WantedValue>()(
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

const newWanted = () =>
  Type.Array(
    exactly({
      ...variablePlace,
      value: Type.Optional(
        Type.String({ maxLength: 2_500, description: 'May be absent for a secret that is known already' }),
      ),
    }),
    { minItems: 1, maxItems: MOST_VALUES },
  )

const pattern = () => Type.Optional(text(100, 'May hold *'))
const group = () =>
  exactly({
    vendor: pattern(),
    model: pattern(),
    firmware: pattern(),
    locationId: Type.Optional(identifier()),
    stationIds: Type.Optional(Type.Array(identifier(), { minItems: 1, maxItems: 1_000 })),
  })

export const configurationTemplate = resource<ConfigurationTemplate>()(
  'ConfigurationTemplate',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    priority: Type.Integer({ description: 'Where two want different values the higher one counts, else the newer' }),
    applyOnBoot: Type.Boolean({ description: 'Stations get it when they boot for the first time' }),
    group: group(),
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
  group: group(),
  wanted: newWanted(),
})

export const templateChange = exactly({
  name: Type.Optional(text(200)),
  ...templateFields,
  group: Type.Optional(group()),
  wanted: Type.Optional(newWanted()),
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

export const configurationChange = resource<ConfigurationChange>()(
  'ConfigurationChange',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    templateId: Type.Optional(identifier()),
    wanted: Type.Array(wantedValue),
    state: oneOf(CHANGE_STATES),
    atOnce: Type.Integer({ description: 'Stations that are at it at the same time' }),
    waitHours: Type.Integer({ description: 'How long it waits for stations that are away' }),
    progress: exactly({
      waiting: count(),
      ordered: count(),
      succeeded: count(),
      failed: count(),
      skipped: count(),
    }),
    rebootsRequired: Type.Integer({ description: 'Stations that have to be rebooted before some value counts' }),
    requestedBy: Type.String(),
    requestedByName: Type.String(),
    createdAt: instant(),
    finishedAt: Type.Optional(instant()),
  }),
)

export const changeMember = resource<ChangeMember>()(
  'ConfigurationChangeStation',
  exactly({
    stationId: identifier(),
    state: oneOf(MEMBER_STATES),
    reason: Type.Optional(Type.String()),
    rebootRequired: Type.Boolean(),
    attempts: Type.Integer(),
    commandId: Type.Optional(identifier()),
    results: Type.Optional(
      Type.Array(
        exactly({
          component: Type.String(),
          name: Type.String(),
          instance: Type.Optional(Type.String()),
          status: Type.String({ description: 'In the word of the station' }),
        }),
      ),
    ),
    orderedAt: Type.Optional(instant()),
    settledAt: Type.Optional(instant()),
  }),
)

export const newChange = exactly({
  partyId: Type.Optional(identifier()),
  name: text(200),
  templateId: Type.Optional(identifier('Its values, for the stations it fits unless there is a group')),
  wanted: Type.Optional(newWanted()),
  group: Type.Optional(group()),
  atOnce: Type.Optional(wholeNumber(1, 1_000, 'Stations that are at it at the same time')),
  waitHours: Type.Optional(wholeNumber(1, 8_760, 'How long it waits for stations that are away')),
})

export const changeQuery = exactly({ state: Type.Optional(oneOf(CHANGE_STATES)), ...pageFields })

export const changeMemberQuery = exactly({
  state: Type.Optional(oneOf(MEMBER_STATES)),
  rebootRequired: Type.Optional(Type.Boolean()),
  ...pageFields,
})
