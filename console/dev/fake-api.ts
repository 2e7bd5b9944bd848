import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Me, Role } from '../src/api/types.ts'
import { answer, send } from './fake-commands.ts'
import { Refusal, readBody, sendJson, sendRefusal } from './fake-http.ts'
import { EMAIL, LINK, PASSWORD, peopleRoutes } from './fake-people.ts'
import { type Route, routesOf } from './fake-routes.ts'
import { Fleet, PARTY } from './fleet.ts'
import { LiveClients } from './live-clients.ts'
import { plugInSome, tick } from './movement.ts'
import { populate } from './populate.ts'

const PREFIX = '/api/v1'
/** Seconds the fleet has moved before anybody looks. */
const PAST_S = 120
const COOKIE = 'chargewright_session=fake'

interface FakeApiOptions {
  readonly extraStations?: number
  readonly role?: Role
  /** No station, no token, nothing yet. */
  readonly empty?: boolean
}

/**
 * The HTTP API as far as the console uses it, over a fleet that moves: by itself after `run`, else only when a test says
 * so. Commands stay queued until `moveCommands`.
 */
export class FakeApi {
  /** How far the fleet's clock is behind: what it did before the start has its own times. */
  #behindMs = 0
  readonly fleet = new Fleet(() => Date.now() - this.#behindMs)
  readonly live = new LiveClients()
  readonly #me: Me
  readonly #routes: Record<string, Route>
  #timer: NodeJS.Timeout | undefined
  #second = 0

  constructor({ extraStations = 0, role = 'owner', empty = false }: FakeApiOptions = {}) {
    if (!empty) {
      this.#behindMs = PAST_S * 1_000
      populate(this.fleet, extraStations)
      plugInSome(this.fleet)
      for (; this.#second < PAST_S; this.#second += 1) {
        tick(this.fleet, this.#second)
        this.#behindMs -= 1_000
      }
    }
    this.fleet.onLive = (envelope) => this.live.send(envelope)
    this.#me = {
      principal: { kind: 'person', id: 'acc-1', name: 'Ada Owner', memberships: [{ partyId: '', role }] },
      installation: { version: '0.1.0', parties: [{ id: PARTY, name: 'Demo operator' }] },
    }
    this.#routes = { ...routesOf(this.fleet), ...peopleRoutes(this.fleet, this.#me.principal) }
  }

  run(): void {
    this.#timer = setInterval(() => {
      tick(this.fleet, this.#second++)
      this.moveCommands()
    }, 1_000)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.live.drop()
  }

  /** Each unsettled command takes its next step. */
  moveCommands(): void {
    for (const command of this.fleet.commands.values()) {
      if (command.state === 'sent') answer(this.fleet, command)
      if (command.state === 'queued' && this.fleet.station(command.stationId).presence.connected)
        send(this.fleet, command)
    }
  }

  /** Answers a request of the API; false leaves it to somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (!url.pathname.startsWith(PREFIX)) return false
    this.#answer(request, response, url).catch((thrown: unknown) => sendRefusal(response, thrown))
    return true
  }

  async #answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname
      .slice(PREFIX.length + 1)
      .split('/')
      .map(decodeURIComponent)
    const body = await readBody(request)
    if (request.method !== 'GET' && request.headers['x-chargewright'] !== '1') {
      throw new Refusal(403, 'forbidden', 'The header x-chargewright is missing')
    }
    if (path[0] === 'sign-in') return this.#signIn(response, body)
    if (request.headers.cookie?.includes(COOKIE) !== true) throw new Refusal(401, 'unauthenticated', 'Sign in first')
    if (path[0] === 'sign-out')
      return void response.writeHead(204, { 'set-cookie': `${COOKIE}; Max-Age=0; Path=/` }).end()
    if (path[0] === 'me') return sendJson(response, 200, this.#me)
    if (path[0] === 'live') return this.live.add(response, url.searchParams.get('stationId') ?? undefined)
    const route = this.#routes[`${request.method} /${path.join('/')}`] ?? this.#routes[pattern(request.method, path)]
    if (route === undefined) throw new Refusal(404, 'not-found', `Nothing is at ${url.pathname}`)
    const result = route({ path, query: url.searchParams, body, signedIn: true, response })
    sendJson(
      response,
      result === undefined ? 204 : path[0] === 'commands' && request.method === 'POST' ? 202 : 200,
      result,
    )
  }

  #signIn(response: ServerResponse, body: Record<string, unknown>): void {
    const known = body.link === LINK || (body.email === EMAIL && body.password === PASSWORD)
    if (!known) {
      const detail = body.link === undefined ? 'Email or password is wrong' : 'This link has been used, or is too old'
      throw new Refusal(401, 'unauthenticated', detail)
    }
    response.setHeader('set-cookie', `${COOKIE}; HttpOnly; SameSite=Strict; Path=/`)
    sendJson(response, 200, { principal: this.#me.principal })
  }
}

/** `GET /stations/CS-1/events` as the name of its route: `GET /stations/:/events`. */
const pattern = (method = 'GET', path: readonly string[]): string =>
  `${method} /${path.map((part, index) => (index === 1 ? ':' : part)).join('/')}`
