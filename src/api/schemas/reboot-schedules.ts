import { Type } from 'typebox'
import {
  LONGEST_PERIOD_DAYS,
  MANNER_BOUNDS,
  type RebootSchedule,
  SCHEDULE_RESULTS,
  type ScheduledStation,
} from '#domain/campaigns'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'
import { stationGroup } from './station-group.ts'

export const rebootSchedule = resource<RebootSchedule>()(
  'RebootSchedule',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    group: stationGroup(),
    everyDays: Type.Integer(),
    atOnce: Type.Integer({ description: 'Stations that are at it at the same time' }),
    active: Type.Boolean({ description: 'One that is not begins nothing until it is again' }),
    nextAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When the next campaign begins; each station in its quiet hours',
      }),
    ),
    lastAt: Type.Optional(instant()),
    lastResult: Type.Optional(oneOf(SCHEDULE_RESULTS, 'What became of it last: a campaign, or why none')),
    requestedBy: Type.String(),
    requestedByName: Type.String(),
    createdAt: instant(),
  }),
)

export const scheduledStation = resource<ScheduledStation>()(
  'ScheduledStation',
  exactly({
    stationId: identifier(),
    nextAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'The first hour from then on in which it is little used' }),
    ),
  }),
)

const everyDays = () => wholeNumber(1, LONGEST_PERIOD_DAYS)
const atOnce = Type.Optional(wholeNumber(MANNER_BOUNDS.atOnce[0], MANNER_BOUNDS.atOnce[1]))

export const newRebootSchedule = exactly({
  partyId: Type.Optional(identifier()),
  name: text(200),
  group: stationGroup(),
  everyDays: everyDays(),
  firstAt: Type.Optional(Type.String({ format: 'date-time', description: 'At once if absent' })),
  atOnce,
})

export const rebootScheduleChange = exactly({
  name: Type.Optional(text(200)),
  group: Type.Optional(stationGroup()),
  everyDays: Type.Optional(everyDays()),
  nextAt: Type.Optional(instant()),
  atOnce,
  active: Type.Optional(Type.Boolean()),
})

export const rebootScheduleQuery = exactly({ ...pageFields })
