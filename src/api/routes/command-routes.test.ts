import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CommandKind } from '#domain/commands'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let operator: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform()
  operator = await platform.keyFor('north', 'operator')
  await platform.services.stations.create({ id: 'N1', partyId: 'north' })
})
afterAll(() => platform.close())

function submit(payload: object, headers: Record<string, string> = {}) {
  return platform.api.app.inject({
    method: 'POST',
    url: '/api/v1/commands',
    headers: 'cookie' in headers ? headers : { ...operator, ...headers },
    payload,
  })
}
const reset = { stationId: 'N1', kind: 'reset', request: { when: 'immediately' } }

/** A request of every kind there is; the compiler holds the list against the kinds. */
const REQUESTS = {
  'start-transaction': { token: 'ABC123', evseId: 1 },
  'stop-transaction': { transactionId: 'x' },
  reset: { when: 'when-idle' },
  'change-availability': { available: false, evseId: 1 },
  unlock: { evseId: 1, connectorId: 1 },
  'get-variables': { variables: [{ name: 'HeartbeatInterval' }] },
  'set-variables': { variables: [{ component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '300' }] },
  'get-report': { base: 'full' },
  trigger: { message: 'status' },
  'clear-cache': {},
  'certificate-signed': { chain: '-----BEGIN CERTIFICATE-----' },
  'install-certificate': { use: 'platform-root', certificate: '-----BEGIN CERTIFICATE-----' },
  'delete-certificate': { installedId: 'x' },
  'get-installed-certificates': { uses: ['platform-root', 'v2g-chain'] },
  'data-transfer': { vendorId: 'org.example', data: 'x' },
  'set-charging-profile': {
    evseId: 0,
    profile: {
      ...{ purpose: 'station-max', stackLevel: 0, kind: 'absolute' },
      schedules: [{ startAt: '2026-11-15T00:00:00Z', rateUnit: 'A', periods: [{ startS: 0, limit: '16.5' }] }],
    },
  },
  'clear-charging-profile': { profileId: 1 },
  'get-composite-schedule': { evseId: 0, durationS: 3600, rateUnit: 'W' },
  'get-charging-profiles': { purpose: 'external-constraints' },
  'update-dynamic-schedule': { profileId: 1, values: { setpoint: '-4.2' } },
  'use-priority-charging': { reference: 'T1', activate: true },
  'signal-frequency-restoration': { signal: -3, at: '2026-11-15T00:00:00Z' },
  'set-der-control': {
    controlId: 'c1',
    control: { kind: 'gradients', isDefault: true, priority: 0, gradient: { ramp: 1, softRamp: 2 } },
  },
  'get-der-controls': { kind: 'volt-var' },
  'clear-der-controls': { isDefault: true },
  'notify-allowed-energy-transfer': { reference: 'T1', transfers: ['dc-bidirectional'] },
  'send-local-list': { update: 'full' },
  'get-local-list-version': {},
  'reserve-now': { evseId: 1, token: 'ABC123', expiresAt: '2026-11-15T13:00:00.000Z' },
  'cancel-reservation': { reservationId: 'x' },
  'get-custom-report': { criteria: ['problem'], targets: [{ component: 'EVSE', evseId: 1 }] },
  'set-network-profile': {
    ...{ slot: 1, url: 'wss://csms.example/ocpp', securityProfile: 2, messageTimeoutS: 30, interface: 'Wired0' },
  },
  'get-transaction-status': {},
  'customer-information': { token: 'ABC123', report: true, clear: false },
  'announce-web-payment': { evseId: 1, timeoutS: 60 },
  'request-battery-swap': { token: 'x' },
  'set-default-tariff': { tariffId: 'x' },
  'get-tariffs': { evseId: 1 },
  'clear-tariffs': { tariffIds: ['x'] },
  'change-transaction-tariff': { reference: 'x', tariffId: 'x' },
  'update-cost': { reference: 'x', totalCost: '12.50' },
  'update-firmware': { imageId: 'image-1', installAt: '2026-12-01T02:00:00Z', retries: 3 },
  'publish-firmware': { imageId: 'image-1' },
  'unpublish-firmware': { imageId: 'image-1' },
  'get-log': { log: 'security', from: '2026-11-01T00:00:00Z' },
  'set-display-message': { priority: 'in-front', wordings: [{ format: 'utf8', language: 'en-US', content: 'Hello' }] },
  'get-display-messages': { priority: 'in-front', state: 'idle' },
  'clear-display-message': { messageId: 7 },
  'set-monitoring-base': { base: 'all' },
  'set-monitoring-level': { severity: 5 },
  'set-variable-monitoring': {
    monitors: [
      { component: 'EVSE', evseId: 1, name: 'Power', type: 'periodic', value: 60, severity: 8, stream: { values: 9 } },
    ],
  },
  'clear-variable-monitoring': { ids: [1, 2] },
  'get-monitoring-report': { criteria: ['delta'], places: [{ component: 'EVSE' }] },
  'get-periodic-event-streams': {},
  'adjust-periodic-event-stream': { streamId: 1, intervalS: 30 },
} satisfies Record<CommandKind, object>

describe('a command', () => {
  test.each(Object.entries(REQUESTS))('is taken on and can be watched: %s', async (kind, request) => {
    const answer = await submit({ stationId: 'N1', kind, request })
    expect(answer.statusCode).toBe(202)
    const { id } = answer.json()
    expect(answer.headers.location).toBe(`/api/v1/commands/${id}`)
    expect(answer.json()).toMatchObject({
      stationId: 'N1',
      partyId: 'north',
      kind,
      request,
      createdAt: '2026-11-15T12:00:00.000Z',
    })
    const watched = await platform.api.app.inject({ url: `/api/v1/commands/${id}`, headers: operator })
    expect(watched.json()).toMatchObject({ id, kind, request })
  })

  test('names whoever asked for it, also to viewers, and to nobody of another party', async () => {
    const byKey = (await submit(reset)).json()
    const session = await platform.signIn([{ partyId: 'north', role: 'operator' }])
    const byPerson = (await submit(reset, session)).json()
    const watch = (id: string, headers: Record<string, string>) =>
      platform.api.app.inject({ url: `/api/v1/commands/${id}`, headers })
    const viewer = await platform.keyFor('north', 'viewer')
    const key = { requestedBy: expect.any(String), requestedByName: 'API key operator of north' }
    expect((await watch(byKey.id, viewer)).json()).toMatchObject(key)
    expect((await watch(byPerson.id, viewer)).json()).toMatchObject({ requestedByName: 'Person 1' })
    const stranger = await platform.keyFor('south', 'owner')
    expect(await watch(byPerson.id, stranger)).toMatchObject({ statusCode: 404 })
  })

  test('waits for a station that is offline as long as it says', async () => {
    expect((await submit({ ...reset, expiresInS: 3600 })).json()).toMatchObject({
      state: 'queued',
      expiresAt: '2026-11-15T13:00:00.000Z',
    })
  })

  test('sent again with the same Idempotency-Key is the same command', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = (await submit(reset, key)).json()
    const again = await submit(reset, key)
    expect(again.statusCode).toBe(202)
    expect(again.json().id).toBe(first.id)
    expect((await submit(reset)).json().id).not.toBe(first.id)
    const other = await submit({ ...reset, request: { when: 'when-idle' } }, key)
    expect(other.json()).toMatchObject({ status: 409, code: 'conflict' })
  })

  test.each([
    ['an unknown kind', { ...reset, kind: 'explode' }, 'kind'],
    ['a request of another kind', { ...reset, request: { token: 'x' } }, 'request.when'],
    ['a word that is none of the allowed', { ...reset, request: { when: 'later' } }, 'request.when'],
    ['an expiry before now', { ...reset, expiresInS: -1 }, 'expiresInS'],
    ['nothing to set', { ...reset, kind: 'set-variables', request: { variables: [] } }, 'request.variables'],
    ['no station', { kind: 'clear-cache', request: {} }, 'stationId'],
  ])('with %s is refused by the name of the field', async (_what, payload, field) => {
    const answer = await submit(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().details.fields).toContainEqual(expect.objectContaining({ field }))
  })

  test('for a station that is not there is not found', async () => {
    expect(await submit({ ...reset, stationId: 'nowhere' })).toMatchObject({ statusCode: 404 })
  })

  test('is found by station, state and kind', async () => {
    const kinds = async (query: string) =>
      (await platform.api.app.inject({ url: `/api/v1/commands?stationId=N1&${query}`, headers: operator }))
        .json()
        .items.map(({ kind }: { kind: string }) => kind)
    expect(await kinds('kind=unlock')).toEqual(['unlock'])
    expect(await kinds('state=timed-out')).toEqual([])
  })
})
