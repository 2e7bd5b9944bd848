import { afterAll } from 'vitest'
import type { Clock } from '#kernel'
import type { Overrides } from '#main'
import type { OcppVersion } from '#ocpp/rpc'
import type { StationOptions } from '#simulator'
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
  real(version: OcppVersion, more?: Partial<StationOptions>): Promise<Simulated & { readonly id: string }>
}

export interface Setting {
  readonly settings?: Overrides
  readonly clock?: Clock
  /** Whose tokens are known, of the default party: ALICE's alone, unless it is said. */
  readonly tokens?: readonly object[]
}

const alice = { value: 'ALICE', concurrentLimit: 0 }

/** Sets the scene; it is taken down after the last test of the file, and after what the file itself takes down. */
export async function openScene({ settings, clock, tokens = [alice] }: Setting = {}): Promise<Scene> {
  const platform = await testPlatform(settings, clock)
  afterAll(() => platform.stop())
  const operator = new Operator(platform, platform.ownerKey)
  for (const token of tokens) await operator.post('/tokens', { partyId: 'default', ...token })
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
    async real(version, more) {
      const id = nextId()
      const one = simulated({ id, version, url: platform.ocppUrl, ...more })
      await one.boot()
      await operator.untilConnected(id)
      return { ...one, id }
    },
  }
}
