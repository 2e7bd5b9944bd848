import { afterAll } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { type TestPlatform, testPlatform } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation } from './booted-station.ts'
import { Operator } from './operator.ts'
import { type Simulated, simulated } from './simulated.ts'

/** What the tests of one file take place in: a platform of its own, an operator, and stations that come when called. */
export interface Scene {
  readonly platform: TestPlatform
  readonly operator: Operator
  /** The wire of a new station that has booted; the test says every further word of it. */
  raw(version: OcppVersion): Promise<{ readonly id: string; readonly station: RawStation }>
  /** A new simulated station that has booted. */
  real(version: OcppVersion): Promise<Simulated & { readonly id: string }>
}

/** Sets the scene, with ALICE's token known; it is taken down after the last test of the file. */
export async function openScene(): Promise<Scene> {
  const platform = await testPlatform()
  afterAll(() => platform.stop())
  const operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
  let count = 0
  const nextId = () => {
    count += 1
    return `CS-${count}`
  }
  return {
    ...{ platform, operator },
    async raw(version) {
      const id = nextId()
      const station = await bootedStation(platform, id, version)
      await operator.untilConnected(id)
      return { id, station }
    },
    async real(version) {
      const id = nextId()
      const one = simulated({ id, version, url: platform.ocppUrl })
      await one.boot()
      await operator.untilConnected(id)
      return { ...one, id }
    },
  }
}
