import { describe, expect, test } from 'vitest'
import type { NetworkProfile } from '#domain/commands'
import { openScene } from '../scene.ts'
import { type Simulated, simulated } from '../simulated.ts'

const PASSWORD = 'the password of it'
const NOWHERE = 'ws://127.0.0.1:9/ocpp'
const { platform, operator } = await openScene({ settings: { ocpp: { unknownStations: 'refuse' } } })
let count = 0

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  async function booted(authorities: readonly string[] = platform.tlsCertificates): Promise<Simulated> {
    count += 1
    const id = `NET-${count}`
    await operator.post('/stations', { id, partyId: 'default', secret: PASSWORD, securityProfile: 1 })
    const security = { profile: 1, password: PASSWORD } as const
    const one = simulated({ id, version, url: platform.ocppUrl, security })
    for (const root of authorities) one.station.certificates.trust.install('CSMSRootCertificate', root)
    await one.boot()
    await operator.untilConnected(id)
    return one
  }

  const put = ({ station }: Simulated, slot: number, place: Pick<NetworkProfile, 'url' | 'securityProfile'>) =>
    operator.carryOut(station.id, 'set-network-profile', {
      ...place,
      ...{ slot, messageTimeoutS: 30, interface: 'Wired0' },
    })
  const prefer = ({ station }: Simulated, value: string) =>
    operator.carryOut(station.id, 'set-variables', {
      variables: [{ component: 'OCPPCommCtrlr', name: 'NetworkConfigurationPriority', value }],
    })

  async function reset(one: Simulated): Promise<void> {
    await operator.carryOut(one.station.id, 'reset', { when: 'immediately' })
    await one.journal.state('offline')
    one.clock.advance(3_000)
  }

  test('A05.FR.07 B10.FR.04 after a reset the station comes by the new profile, and the former one opens no more', async () => {
    const one = await booted()
    const { station, journal } = one
    expect(await put(one, 1, { url: platform.ocppTlsUrl, securityProfile: 2 })).toMatchObject({ state: 'answered' })
    expect(await prefer(one, '1')).toMatchObject({ state: 'answered' })
    expect(await operator.station(station.id)).toMatchObject({ securityProfile: 1, awaitedSecurityProfiles: [2] })
    await reset(one)
    await journal.exchange('BootNotification')
    await expect
      .poll(() => operator.station(station.id))
      .toMatchObject({
        ...{ securityProfile: 2, securityProfileSet: true, awaitedSecurityProfiles: [] },
        presence: { connected: true, securityProfile: 2 },
      })
    station.stop()
  })

  test('B10.FR.03 B10.FR.07 one that leads nowhere is tried three times, then the station is back where it was', async () => {
    const one = await booted()
    const { station, journal, clock } = one
    await put(one, 1, { url: NOWHERE, securityProfile: 1 })
    expect(await prefer(one, '1')).toMatchObject({ state: 'answered' })
    await reset(one)
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await journal.state('offline')
      clock.advance(300_000)
    }
    await journal.exchange('BootNotification')
    await operator.untilConnected(station.id)
    expect(await operator.station(station.id)).toMatchObject({ presence: { securityProfile: 1 } })
    station.stop()
  })

  test('B10.FR.03 the next entry is tried where the first one leads nowhere', async () => {
    const one = await booted()
    const { station, journal, clock } = one
    await put(one, 1, { url: NOWHERE, securityProfile: 2 })
    await put(one, 2, { url: platform.ocppTlsUrl, securityProfile: 2 })
    await prefer(one, '1,2')
    await reset(one)
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await journal.state('offline')
      clock.advance(300_000)
    }
    await journal.exchange('BootNotification')
    await expect.poll(() => operator.station(station.id)).toMatchObject({ presence: { securityProfile: 2 } })
    station.stop()
  })

  test.each<[string, number, readonly string[] | undefined, string]>([
    ['B10.FR.02 an empty slot', 1, undefined, '2'],
    ['A05.FR.02 profile 2 without a root of the CSMS', 2, [], '1'],
    ['A05.FR.03 profile 3 without a certificate', 3, undefined, '1'],
  ])('%s is not taken into the priority', async (_, securityProfile, roots, priority) => {
    const one = await booted(roots)
    const profile = securityProfile === 3 ? 3 : securityProfile === 2 ? 2 : 1
    await put(one, 1, { url: platform.ocppTlsUrl, securityProfile: profile })
    expect(await prefer(one, priority)).toMatchObject({ state: 'refused' })
    one.station.stop()
  })
})
