import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FleetVariable, PastValue, ValueSeries } from '#domain/device-model'
import { type TestPlatform, testPlatform } from '#test/platform'
import { bootedStation } from '../booted-station.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { type Simulated, simulated, VERSIONS } from '../simulated.ts'

let platform: TestPlatform
let operator: Operator
const running: Simulated[] = []
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(async () => {
  for (const { station } of running) station.stop()
  await platform.stop()
})

/** A booted station of each version, named after the test. */
async function fleet(name: string): Promise<string[]> {
  const ids: string[] = []
  for (const version of VERSIONS) {
    const one = simulated({ id: `${name}-${version}`, version, url: platform.ocppUrl })
    running.push(one)
    await one.boot()
    await operator.untilConnected(one.station.id)
    ids.push(one.station.id)
  }
  return ids
}

const heartbeat = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' } as const
const query = (fields: Readonly<Record<string, string>>) => String(new URLSearchParams(fields))
const values = async (ids: readonly string[], fields: Readonly<Record<string, string>>) => {
  const { items } = await operator.get<List<Wire<FleetVariable>>>(`/variables?${query({ ...fields, limit: '500' })}`)
  return items.filter(({ stationId }) => ids.includes(stationId)).map(({ stationId, value }) => [stationId, value])
}

describe('one view of the configuration over all versions', () => {
  test('1.6 §9.1.10, 2.x HeartbeatInterval: asked once, answered by all', async () => {
    const ids = await fleet('beat')
    for (const id of ids) await operator.carryOut(id, 'get-variables', { variables: [heartbeat] })
    const told = await values(ids, heartbeat)
    expect(told.map(([id]) => id)).toEqual(ids)
    expect(await values(ids, { name: 'HeartbeatInterval' })).toEqual(told)
    const [first = ''] = ids
    await operator.carryOut(first, 'set-variables', { variables: [{ ...heartbeat, value: '777' }] })
    expect(await values(ids, { ...heartbeat, value: '777' })).toEqual([[first, '777']])
    expect(await values(ids, { ...heartbeat, differsFrom: '777' })).toEqual(told.slice(1))
  })

  test('what was told and what was set is kept, with when and how', async () => {
    for (const id of await fleet('past')) {
      await operator.carryOut(id, 'get-variables', { variables: [heartbeat] })
      await operator.carryOut(id, 'set-variables', { variables: [{ ...heartbeat, value: '444' }] })
      const path = `/stations/${id}/variables`
      const { items } = await operator.get<List<Wire<PastValue>>>(`${path}/history?${query(heartbeat)}`)
      expect(items).toMatchObject([
        { value: '444', source: 'set' },
        { source: 'get', until: items[0]?.since },
      ])
      const series = await operator.get<ValueSeries>(`${path}/series?${query(heartbeat)}`)
      expect(series).toMatchObject({ values: [Number(items[1]?.value), 444] })
      expect(series.times).toHaveLength(2)
    }
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
    'N07 %s what an event tells of a variable is its value',
    async (version) => {
      const id = `event-${version}`
      const station = await bootedStation(platform, id, version)
      const told = { component: { name: 'Fan' }, variable: { name: 'Speed' }, actualValue: '1200' }
      const at = new Date(Date.now() + 86_400_000).toISOString()
      const event = { eventId: 1, timestamp: at, trigger: 'Delta', eventNotificationType: 'CustomMonitor', ...told }
      await station.call('NotifyEvent', { generatedAt: at, seqNo: 0, eventData: [event] })
      await station.call('NotifyEvent', { generatedAt: at, seqNo: 0, eventData: [{ ...event, actualValue: '900' }] })
      const { items } = await operator.get<List<Wire<PastValue>>>(
        `/stations/${id}/variables/history?${query({ component: 'Fan', name: 'Speed' })}`,
      )
      expect(items).toMatchObject([
        { value: '900', source: 'event' },
        { value: '1200', source: 'event' },
      ])
      // A clock that is ahead does not make the value one of tomorrow.
      expect(Date.parse(items[0]?.since ?? '')).toBeLessThanOrEqual(Date.now())
    },
  )
})
