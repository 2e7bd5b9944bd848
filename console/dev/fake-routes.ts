import type { Station, Transaction } from '../src/api/types.ts'
import { commandKinds } from './command-kinds.ts'
import { alertRoutes } from './fake-alerts.ts'
import { chargesOf } from './fake-charges.ts'
import { readCommand, submit } from './fake-commands.ts'
import { type Call, pageOf, Refusal } from './fake-http.ts'
import { moneyRoutes } from './fake-money.ts'
import { stationPartRoutes } from './fake-station-parts.ts'
import { upkeepRoutes } from './fake-upkeep.ts'
import { type Fleet, type FleetStation, PARTY } from './fleet.ts'

export type Route = (call: Call) => unknown

const found = <T>(thing: T | undefined, what: string): T => {
  if (thing === undefined) throw new Refusal(404, 'not-found', `There is no such ${what}`)
  return thing
}

const shown = ({ maxW: _, ...station }: FleetStation): Station => station
const contains = (text: string | undefined, part: string) => (text ?? '').toLowerCase().includes(part.toLowerCase())

/** Every route of the API, as `METHOD /path` with `:` for what is named in the path. */
export function routesOf(fleet: Fleet): Record<string, Route> {
  return {
    ...stationRoutes(fleet),
    ...transactionRoutes(fleet),
    ...commandRoutes(fleet),
    ...questionRoutes(fleet),
    ...alertRoutes(fleet),
    ...moneyRoutes(fleet),
    ...ofOneOrAll(stationPartRoutes(fleet), upkeepRoutes(fleet)),
  }
}

/** What is asked of one station or of all of them is answered by either. */
function ofOneOrAll(ofOne: Record<string, Route>, ofAll: Record<string, Route>): Record<string, Route> {
  const both = Object.entries(ofAll).map(([name, all]): [string, Route] => [
    name,
    (call) => (call.query.has('stationId') ? (ofOne[name] ?? all) : all)(call),
  ])
  return { ...ofOne, ...Object.fromEntries(both) }
}

function stationRoutes(fleet: Fleet): Record<string, Route> {
  const one = ({ path }: Call) => found(fleet.stations.get(path[1] ?? ''), 'station')
  const admit = (call: Call, admission: Station['admission']) => {
    const station = one(call)
    station.admission = admission
    station.presence.connected = admission === 'accepted'
    fleet.tell(station.id, { kind: 'station-changed' })
    return shown(station)
  }
  return {
    'GET /stations': ({ query }) => pageOf(matching(fleet, query).map(shown), query),
    'GET /station-summary': () => summaryOf([...fleet.stations.values()]),
    'POST /stations': ({ body }) => {
      const id = String(body.id)
      if (fleet.stations.has(id)) throw new Refusal(409, 'conflict', `There is a station ${id} already`)
      const at = fleet.iso()
      const presence = { epoch: 0, connected: false, connectionCount: 0, deviationCount: 0 }
      const fresh = {
        securityProfile: 1,
        securityProfileSet: false,
        awaitedSecurityProfiles: [],
        allowProfileDowngrade: false,
        allowExpiredCertificate: false,
        hasSecret: false,
        createdAt: at,
        maxW: 11_000,
      } as const
      fleet.stations.set(id, {
        id,
        partyId: PARTY,
        admission: 'accepted',
        registration: 'accepted',
        ...fresh,
        presence,
        connectors: [],
        ...body,
      })
      return shown(fleet.station(id))
    },
    'GET /stations/:': (call) => shown(one(call)),
    'PATCH /stations/:': (call) => {
      const station = Object.assign(one(call), call.body)
      for (const [field, value] of Object.entries(call.body)) if (value === null) Reflect.deleteProperty(station, field)
      fleet.tell(station.id, { kind: 'station-changed' })
      return shown(station)
    },
    'POST /stations/:/accept': (call) => admit(call, 'accepted'),
    'POST /stations/:/refuse': (call) => admit(call, 'refused'),
    'POST /stations/:/secret': (call) => ({ secret: call.body.secret ?? `${one(call).id.toLowerCase()}-Qm4r7Xw2Lk9` }),
    'GET /stations/:/variables': (call) => ({ items: fleet.variables.get(one(call).id) ?? [] }),
    'GET /stations/:/events': (call) => {
      const { id } = one(call)
      return pageOf(
        fleet.events.filter(({ stationId }) => stationId === id),
        call.query,
      )
    },
    'GET /stations/:/messages': (call) => pageOf(fleet.messages.get(one(call).id) ?? [], call.query),
    'GET /stations/:/readings': (call) => {
      const { id } = one(call)
      const from = call.query.get('from') ?? ''
      const readings = [...fleet.readings.values()].flat().filter(({ stationId, at }) => stationId === id && at >= from)
      return pageOf(
        readings.toSorted((a, b) => a.at.localeCompare(b.at)),
        call.query,
      )
    },
  }
}

function matching(fleet: Fleet, query: URLSearchParams): FleetStation[] {
  const [connected, admission, locationId, status] = ['connected', 'admission', 'locationId', 'status'].map((name) =>
    query.get(name),
  )
  const search = query.get('search') ?? ''
  return [...fleet.stations.values()].filter(
    (station) =>
      (connected === null || String(station.presence.connected) === connected) &&
      (admission === null || station.admission === admission) &&
      (locationId === null || station.locationId === locationId) &&
      (status === null || station.connectors.some((connector) => connector.status === status)) &&
      [station.id, station.name, station.vendor, station.model, station.serialNumber].some((text) =>
        contains(text, search),
      ),
  )
}

function summaryOf(stations: readonly FleetStation[]) {
  const some = (status: string) =>
    stations.filter(({ connectors }) => connectors.some((each) => each.status === status)).length
  return {
    stations: stations.length,
    connected: stations.filter(({ presence }) => presence.connected).length,
    waiting: stations.filter(({ admission }) => admission === 'waiting').length,
    faulted: some('faulted'),
    charging: some('charging'),
  }
}

function transactionRoutes(fleet: Fleet): Record<string, Route> {
  const one = ({ path }: Call) => found(fleet.transactions.get(path[1] ?? ''), 'transaction')
  return {
    'GET /transactions': ({ query }) => pageOf(transactionsMatching(fleet, query), query),
    'GET /transactions/:': one,
    'GET /transactions/:/events': (call) => ({ items: eventsOf(one(call)) }),
    'GET /transactions/:/charges': (call) => ({ items: chargesOf(one(call)) }),
    'GET /transactions/:/readings': (call) => pageOf(fleet.readings.get(one(call).id) ?? [], call.query),
  }
}

function transactionsMatching(fleet: Fleet, query: URLSearchParams): Transaction[] {
  const [stationId, status, token, flag] = ['stationId', 'status', 'token', 'flag'].map((name) => query.get(name))
  const [from, to] = [query.get('endedFrom'), query.get('endedTo')]
  return [...fleet.transactions.values()]
    .filter(
      (transaction) =>
        (stationId === null || transaction.stationId === stationId) &&
        (status === null || transaction.status === status) &&
        (token === null || transaction.token?.value === token) &&
        (flag === null || transaction.flags.some((each) => each === flag)) &&
        (from === null || (transaction.endedAt ?? '') >= from) &&
        (to === null || (transaction.endedAt !== undefined && transaction.endedAt < to)),
    )
    .toSorted((a, b) => b.firstEventAt.localeCompare(a.firstEventAt))
}

function eventsOf({
  firstEventAt,
  startedAt,
  endedAt,
  startRegisterWh,
  lastRegisterWh,
  token,
  stopReason,
}: Transaction) {
  const begin = {
    kind: 'started',
    seqNo: 0,
    at: startedAt,
    receivedAt: firstEventAt,
    registerWh: startRegisterWh,
    facts: { token, trigger: 'ChargingStateChanged', chargingState: 'Charging' },
  }
  const end = {
    kind: 'ended',
    seqNo: 37,
    at: endedAt,
    receivedAt: endedAt,
    registerWh: lastRegisterWh,
    facts: { stopReason },
  }
  return endedAt === undefined ? [begin] : [begin, end]
}

function commandRoutes(fleet: Fleet): Record<string, Route> {
  return {
    'GET /commands': ({ query }) => {
      const stationId = query.get('stationId')
      const [state, kind] = [query.get('state'), query.get('kind')]
      const commands = [...fleet.commands.values()].filter(
        (command) =>
          (stationId === null || command.stationId === stationId) &&
          (state === null || command.state === state) &&
          (kind === null || command.kind === kind),
      )
      return pageOf(commands.toReversed(), query)
    },
    'GET /commands/kinds': () => ({ items: commandKinds }),
    'GET /commands/:': ({ path }) => found(fleet.commands.get(path[1] ?? ''), 'command'),
    'POST /commands': ({ body }) => submit(fleet, readCommand(body)),
  }
}

function questionRoutes(fleet: Fleet): Record<string, Route> {
  return {
    'GET /questions/active-stations': ({ query }) => {
      const since = fleet.iso(fleet.now() - Number(query.get('withinS') ?? 300) * 1_000)
      return pageOf(
        [...fleet.stations.values()].filter(({ presence }) => (presence.lastSeenAt ?? '') >= since).map(shown),
        query,
      )
    },
    'GET /questions/last-energy': ({ query }) => {
      const [stationId, reference] = [query.get('stationId'), query.get('reference')]
      const transaction = [...fleet.transactions.values()].find(
        (each) => each.stationId === stationId && each.reference === reference,
      )
      const { id, status, energyWh, lastRegisterWh, lastEventAt } = found(transaction, 'transaction')
      return { stationId, reference, transactionId: id, status, energyWh, lastRegisterWh, at: lastEventAt }
    },
    'GET /questions/last-contact': ({ query }) => {
      const { id, presence } = found(fleet.stations.get(query.get('stationId') ?? ''), 'station')
      return { stationId: id, connected: presence.connected, lastSeenAt: presence.lastSeenAt }
    },
    'GET /questions/completed': ({ query }) => {
      const month = query.get('month') ?? ''
      const completed = [...fleet.transactions.values()].filter(({ endedAt }) => endedAt?.startsWith(month))
      return pageOf(
        completed.toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? '')),
        query,
      )
    },
  }
}
