import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let viewer: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform()
  viewer = await platform.keyFor('north', 'viewer')
  await platform.services.stations.create({ id: 'N1', partyId: 'north' })
})
afterAll(() => platform.close())

const ask = (url: string) => platform.api.app.inject({ url: `/api/v1/stations${url}`, headers: viewer })
const at = (minute: number) => new Date(Date.UTC(2026, 10, 15, 11, minute))

test('what a station tells of itself is listed, by kind', async () => {
  const event = { stationId: 'N1', partyId: 'north', receivedAt: at(9), facts: { techInfo: 'x' } }
  await platform.services.stationEvents.record([
    { ...event, kind: 'security', type: 'InvalidCentralSystemCertificate', at: at(1), severity: 0 },
    { ...event, kind: 'firmware', type: 'Installed', at: at(2) },
  ])
  const types = async (query: string) =>
    (await ask(`/N1/events${query}`)).json().items.map(({ type }: { type: string }) => type)
  expect((await types('')).sort()).toEqual(['Installed', 'InvalidCentralSystemCertificate'])
  expect(await types('?kind=firmware')).toEqual(['Installed'])
  expect((await ask('/N1/events?kind=other')).json()).toMatchObject({ status: 400 })
  expect((await ask('/N1/events?kind=security')).json().items).toMatchObject([
    { stationId: 'N1', kind: 'security', at: '2026-11-15T11:01:00.000Z', severity: 0, facts: { techInfo: 'x' } },
  ])
})

test('what a station and the platform said is listed, by time, action and text', async () => {
  const { messages } = platform.services
  const common = { direction: 'in', kind: 'call' } as const
  messages.log('N1', at(1).getTime(), {
    ...common,
    action: 'Heartbeat',
    messageId: '1',
    frame: '[2,"1","Heartbeat",{}]',
  })
  messages.log('N1', at(2).getTime(), {
    ...common,
    action: 'Authorize',
    messageId: '2',
    frame: '[2,"2","Authorize",{"idTag":"ABC"}]',
  })
  await messages.flush()
  const ids = async (query: string) =>
    (await ask(`/N1/messages${query}`)).json().items.map(({ messageId }: { messageId: string }) => messageId)
  expect((await ids('')).sort()).toEqual(['1', '2'])
  expect(await ids('?action=Authorize')).toEqual(['2'])
  expect(await ids('?search=abc')).toEqual(['2'])
  expect(await ids('?from=2026-11-15T11:00:30Z&to=2026-11-15T11:01:30Z')).toEqual(['1'])
})
