import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StationMonitoring } from '#domain/monitoring'
import { type TestPlatform, testPlatform } from '#test/platform'
import { bootedStation } from '../booted-station.ts'
import { Operator, type Wire } from '../operator.ts'
import { field } from '../simulated.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testPlatform()
})
afterAll(() => platform.stop())

test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
  'N04 %s a command of several calls that fails halfway leaves what the station agreed to known',
  async (version) => {
    const operator = new Operator(platform, platform.ownerKey)
    const id = `HALF-${version}`
    const station = await bootedStation(platform, id, version)
    const upper = { component: 'EVSE', name: 'Power', type: 'upper-threshold' as const, severity: 4 }
    const monitors = [10, 20].map((value) => ({ ...upper, value }))
    const command = await operator.command(id, 'set-variable-monitoring', { monitors })
    const first = await station.asked()
    const told = { component: { name: 'EVSE' }, variable: { name: 'Power' }, type: 'UpperThreshold', severity: 4 }
    expect(field(first.payload, 'setMonitoringData')).toMatchObject([{ ...told, value: 10 }])
    station.send([3, first.id, { setMonitoringResult: [{ ...told, id: 7, status: 'Accepted' }] }])
    const second = await station.asked()
    station.send([4, second.id, 'InternalError', 'out of memory', {}])
    expect(await operator.settled(command)).toMatchObject({ state: 'refused' })
    const { monitors: kept } = await operator.get<Wire<StationMonitoring>>(`/stations/${id}/monitoring`)
    expect(kept).toMatchObject([{ id: 7, value: 10 }])
    station.connection.terminate()
  },
)
