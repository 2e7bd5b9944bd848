import { type TSchema, Type } from 'typebox'
import type { MonitoringRequests } from '#domain/commands'
import { MONITOR_TYPES, MONITORING_BASES } from '#domain/monitoring'
import { text, wholeNumber } from '../fields.ts'
import { exactly, oneOf } from '../resource.ts'
import { about } from './about.ts'
import { connectorId, evseId } from './operation-requests.ts'

const MOST_MONITORS = 200
const LARGEST_INTEGER = 2_147_483_647

export const severity = () => wholeNumber(0, 9)
const number = () => wholeNumber(0, LARGEST_INTEGER)

const place = {
  component: text(50),
  componentInstance: Type.Optional(text(50)),
  evseId: Type.Optional(evseId()),
  connectorId: Type.Optional(connectorId()),
  instance: Type.Optional(text(50)),
}

const pace = {
  intervalS: Type.Optional(wholeNumber(0, 86_400)),
  values: Type.Optional(wholeNumber(0, 10_000)),
}

/** What is asked to watch variables. */
export const monitoringRequests = {
  'set-monitoring-base': exactly(
    { base: oneOf(MONITORING_BASES) },
    about('Monitoring', 'Set monitoring base', 'Chooses the set of monitors that is active.'),
  ),
  'set-monitoring-level': exactly(
    { severity: severity() },
    about('Monitoring', 'Set monitoring level', 'Chooses how severe an event has to be to be told.'),
  ),
  'set-variable-monitoring': exactly(
    {
      monitors: Type.Array(
        exactly({
          ...place,
          id: Type.Optional(number()),
          name: text(50),
          type: oneOf(MONITOR_TYPES),
          value: Type.Number({ description: 'A threshold, a difference, or for periodic ones an interval in seconds' }),
          severity: severity(),
          duringTransaction: Type.Optional(Type.Boolean()),
          stream: Type.Optional(exactly(pace)),
        }),
        { minItems: 1, maxItems: MOST_MONITORS },
      ),
    },
    about(
      'Monitoring',
      'Set variable monitoring',
      'Watches variables: the station tells when they pass a threshold, change, or now and then.',
    ),
  ),
  'clear-variable-monitoring': exactly(
    { ids: Type.Array(number(), { minItems: 1, maxItems: MOST_MONITORS }) },
    about('Monitoring', 'Clear variable monitoring', 'Watches these no longer.'),
  ),
  'get-monitoring-report': exactly(
    {
      criteria: Type.Optional(Type.Array(oneOf(['threshold', 'delta', 'periodic']), { maxItems: 3 })),
      places: Type.Optional(
        Type.Array(exactly({ ...place, name: Type.Optional(text(50)) }), { maxItems: MOST_MONITORS }),
      ),
    },
    about(
      'Monitoring',
      'Get monitoring report',
      'Has the station report what it watches, narrowed by everything given.',
    ),
  ),
  'get-periodic-event-streams': Type.Unsafe<Record<string, never>>({
    type: 'object',
    additionalProperties: false,
    ...about('Monitoring', 'Get periodic event streams', 'Asks which streams of values run.'),
  }),
  'adjust-periodic-event-stream': exactly(
    { streamId: number(), ...pace },
    about('Monitoring', 'Adjust periodic event stream', 'Changes how often a stream of values is sent.'),
  ),
} satisfies Record<keyof MonitoringRequests, TSchema>
