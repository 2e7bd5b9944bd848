import type { AnswerOf, Route as ApiRoute } from '../src/api/types.ts'
import { type Call, Refusal } from './fake-http.ts'
import type { Route } from './fake-routes.ts'
import { type Fleet, type FleetStation, PARTY } from './fleet.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ROOT = '5a1d0c77e2b94f31'
const listed = { kind: 'rfid', status: 'accepted' } as const

type Answering<R extends ApiRoute> = (station: FleetStation) => AnswerOf<R>

/** What belongs to one station, the same of each: enough to see how it is shown. */
export function stationPartRoutes(fleet: Fleet): Record<string, Route> {
  const one = ({ path }: Call): FleetStation => {
    const station = fleet.stations.get(path[1] ?? '')
    if (station === undefined) throw new Refusal(404, 'not-found', 'There is no such station')
    return station
  }
  const of = <R extends ApiRoute>(route: R, answer: Answering<R>): Record<string, Route> => ({
    [route.replace('{id}', ':')]: (call) =>
      answer(route.includes('{id}') ? one(call) : fleet.station(call.query.get('stationId') ?? '')),
  })
  const ago = (ms: number) => fleet.iso(fleet.now() - ms)
  const soon = (ms: number) => ago(-ms)
  return {
    ...chargingParts(of, ago),
    ...driverParts(of, ago, soon),
    ...watchedParts(fleet, of, ago),
    ...upkeepParts(of, ago, soon),
    'GET /certificate-authority/roots': () => ({ items: [] }),
  }
}

type Of = <R extends ApiRoute>(route: R, answer: Answering<R>) => Record<string, Route>
type Moment = (ms: number) => string

function chargingParts(of: Of, ago: Moment): Record<string, Route> {
  const periods = [
    { startS: 0, limit: '16' },
    { startS: 14_400, limit: '8' },
    { startS: 36_000, limit: '32' },
  ]
  return {
    ...of('GET /stations/{id}/charging-profiles', ({ id }) => ({
      items: [
        {
          stationId: id,
          profileId: 4,
          evseId: 1,
          purpose: 'transaction-default',
          stackLevel: 0,
          source: 'operator',
          standing: 'accepted',
          sentAt: ago(HOUR),
          sent: {
            purpose: 'transaction-default',
            stackLevel: 0,
            kind: 'recurring',
            recurrence: 'daily',
            schedules: [{ startAt: ago(DAY), rateUnit: 'A', periods }],
          },
        },
      ],
    })),
    ...of('GET /stations/{id}/charging-schedule', ({ id }) => ({
      stationId: id,
      calculated: { evseId: 1, startAt: ago(0), durationS: 86_400, rateUnit: 'A', periods },
    })),
    ...of('GET /stations/{id}/charging-limits', () => ({ items: [] })),
    ...of('GET /stations/{id}/charging-needs', () => ({ items: [] })),
    ...of('GET /stations/{id}/charging-needs-rule', ({ id }) => ({ stationId: id, decides: 'never' })),
    ...of('GET /stations/{id}/der-controls', () => ({ items: [] })),
    ...of('GET /stations/{id}/der-alarms', () => ({ items: [] })),
  }
}

function driverParts(of: Of, ago: Moment, soon: Moment): Record<string, Route> {
  return {
    ...of('GET /reservations', ({ id }) => ({
      items: [
        {
          id: 'reservation-1',
          stationId: id,
          partyId: PARTY,
          number: 1,
          state: 'active',
          evseId: 1,
          token: '04A1B2C3D4E5',
          tokenKind: 'rfid',
          expiresAt: soon(HOUR),
          commandId: 'cmd-0',
          createdAt: ago(HOUR),
          updatedAt: ago(HOUR),
        },
      ],
    })),
    ...of('GET /stations/{id}/local-list', ({ id }) => ({
      stationId: id,
      partyId: PARTY,
      selection: 'all',
      version: 3,
      confirmedAt: ago(2 * DAY),
      uncertain: false,
      entries: 7,
      limits: { entries: 500 },
      drift: { upToDate: false, put: 1, drop: 0, omitted: 0, otherVersion: false },
    })),
    ...of('GET /stations/{id}/local-list/entries', () => ({
      items: [
        { number: 1, value: '04A1B2C3D4E5', state: 'same', held: listed, wanted: listed },
        { number: 2, value: '04FFEE001122', state: 'to-add', wanted: { ...listed, groupId: 'yard' } },
      ],
    })),
    ...of('GET /stations/{id}/display-messages', ({ id }) => ({
      stationId: id,
      messages: [
        {
          id: 1,
          priority: 'normal-cycle',
          wordings: [{ format: 'utf8', content: 'The first hour of parking is free.' }],
          reportedAt: ago(DAY),
        },
      ],
      reports: [],
    })),
  }
}

function watchedParts(fleet: Fleet, of: Of, ago: Moment): Record<string, Route> {
  const power = { component: 'EVSE', evseId: 1, name: 'Power', severity: 8, duringTransaction: false } as const
  const named = ({ query }: Call) => query.get('name') ?? ''
  return {
    ...of('GET /stations/{id}/monitoring', ({ id }) => ({
      stationId: id,
      base: 'all',
      level: 6,
      monitors: [{ id: 1, ...power, type: 'upper-threshold', origin: 'custom', value: 20_000, reportedAt: ago(DAY) }],
      reports: [],
    })),
    ...of('GET /stations/{id}/event-streams', () => ({ items: [] })),
    ...of('GET /stations/{id}/stream-values', () => ({ items: [] })),
    'GET /stations/:/variables/history': (call): AnswerOf<'GET /stations/{id}/variables/history'> => {
      const found = fleet.variables.get(call.path[1] ?? '')?.find(({ name }) => name === named(call))
      if (found === undefined) return { items: [] }
      const { component, name, value = '', since, source } = found
      return { items: [{ component, name, value, since, source }] }
    },
    'GET /stations/:/variables/series': (call): AnswerOf<'GET /stations/{id}/variables/series'> => {
      const value = Number(fleet.variables.get(call.path[1] ?? '')?.find(({ name }) => name === named(call))?.value)
      return Number.isNaN(value)
        ? { times: [], values: [] }
        : { times: [Date.parse(ago(DAY)) / 1_000, Date.parse(ago(HOUR)) / 1_000], values: [value * 2, value] }
    },
  }
}

function upkeepParts(of: Of, ago: Moment, soon: Moment): Record<string, Route> {
  return {
    ...of('GET /stations/{id}/certificates', ({ id }) => ({
      items: [
        {
          id: 'certificate-1',
          stationId: id,
          partyId: PARTY,
          state: 'in-use',
          foreign: false,
          subject: `O=Demo operator, CN=${id}`,
          serialNumber: '4f6a3c51d2',
          notBefore: ago(345 * DAY),
          notAfter: soon(20 * DAY),
          requestedAt: ago(345 * DAY),
          usedAt: ago(HOUR),
        },
      ],
    })),
    ...of('GET /stations/{id}/installed-certificates', ({ id }) => ({
      items: [
        {
          id: 'installed-1',
          stationId: id,
          use: 'platform-root',
          hashData: { algorithm: 'SHA256', issuerNameHash: 'ab', issuerKeyHash: 'cd', serialNumber: ROOT },
          children: [],
          toldAt: ago(DAY),
        },
      ],
    })),
    ...of('GET /firmware-updates', ({ id }) => ({
      items: [
        {
          id: 'update-1',
          stationId: id,
          partyId: PARTY,
          commandId: 'cmd-0',
          requestId: 7,
          version: '3.0.0',
          formerVersion: '2.4.0',
          signed: true,
          status: 'downloading',
          outcome: 'running',
          steps: [{ status: 'downloading', at: ago(60_000) }],
          requestedAt: ago(90_000),
          statusAt: ago(60_000),
        },
      ],
    })),
    ...of('GET /station-logs', () => ({ items: [] })),
    ...of('GET /configuration-drift', () => ({ items: [] })),
    'GET /firmware-images': () => ({ items: [] }),
  }
}
