import { describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { schemasOf } from '#ocpp/schemas'
import * as v16 from '#ocpp/v16'
import * as v21 from '#ocpp/v21'
import * as v201 from '#ocpp/v201'
import { fingerprint } from '#test/database-fingerprint'
import { codeFor, isAlwaysLenient, isTolerated } from '#test/negative-answers'
import { fullPayload, messageSchema, type NegativePayload, negativePayloads } from '#test/negative-payloads'
import type { RawFrame, RawStation } from '#test/raw-station'
import { bootedStation } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { VERSIONS } from '../simulated.ts'

const actions: Readonly<Record<OcppVersion, { fromStation: readonly string[]; fromCsms: readonly string[] }>> = {
  'ocpp1.6': v16,
  'ocpp2.0.1': v201,
  'ocpp2.1': v21,
}
const everything = new Set(
  VERSIONS.flatMap((version) => [...actions[version].fromStation, ...actions[version].fromCsms]),
)

const { platform, operator } = await openScene()
let count = 0

async function station(version: OcppVersion, { registration = 'accepted', validation = 'lenient' } = {}) {
  count += 1
  const id = `CS-${count}`
  await operator.post('/stations', { id, partyId: 'default', registration })
  await operator.patch(`/stations/${id}`, { validation })
  const connected = await bootedStation(platform, id, version)
  await operator.untilConnected(id)
  return connected
}

/** Each of them answered with this error, or those that are not. */
async function notAnswered(wire: RawStation, code: string, calls: readonly (readonly [string, object])[]) {
  const odd: unknown[] = []
  for (const [action, payload] of calls) {
    const [type, , answer] = await wire.call(action, payload)
    if (type !== 4 || answer !== code) odd.push([action, type, answer])
  }
  return odd
}

function full(version: OcppVersion, action: string): object {
  const source = schemasOf(version)
  const payload = fullPayload(messageSchema(source, action, 'request'), source)
  if (typeof payload !== 'object' || payload === null) throw new Error(`${action} has no payload`)
  return payload
}

const isSend = (action: string) => action === 'NotifyPeriodicEventStream'

describe.each(VERSIONS)('%s', (version) => {
  const asked = actions[version].fromStation.filter((action) => !isSend(action))
  const gated = asked.filter((action) => action !== 'BootNotification')
  const calls = gated.map((action) => [action, full(version, action)] as const)

  test.each(['pending', 'rejected'] as const)(
    `B02.FR.09 B03.FR.07 B01.FR.10 C-01 C-02 TC_B_30_CSMS a station that is %s negative ${version} not accepted: ${calls.length} cases`,
    async (registration) => {
      const wire = await station(version, { registration })
      const before = await fingerprint(platform.database)
      expect(await notAnswered(wire, 'SecurityError', calls)).toEqual([])
      expect(await fingerprint(platform.database)).toBe(before)
    },
  )

  const ours = actions[version].fromCsms.filter((action) => !actions[version].fromStation.includes(action))
  test(`B-06 negative ${version} not a station's to ask: ${ours.length} cases`, async () => {
    const wire = await station(version)
    const before = await fingerprint(platform.database)
    const wrongWay = ours.map((action) => [action, full(version, action)] as const)
    expect(await notAnswered(wire, 'NotSupported', wrongWay)).toEqual([])
    expect(await fingerprint(platform.database)).toBe(before)
  })

  const known = new Set([...actions[version].fromStation, ...actions[version].fromCsms])
  const foreign = [...[...everything].filter((action) => !known.has(action)), 'authorize', 'HEARTBEAT', 'constructor']
  test(`B-06 negative ${version} not of the version: ${foreign.length} cases`, async () => {
    const wire = await station(version)
    const before = await fingerprint(platform.database)
    expect(
      await notAnswered(
        wire,
        'NotImplemented',
        foreign.map((action) => [action, {}] as const),
      ),
    ).toEqual([])
    expect(await fingerprint(platform.database)).toBe(before)
  })
})

/** Of many cases each so many-th, of few one at least. */
function sample<T>(cases: readonly T[], step: number): T[] {
  return cases.filter((_, at) => at % step === 0)
}

interface Sampled {
  readonly action: string
  readonly wrong: NegativePayload & { readonly payload: object }
}

function isObject(payload: unknown): payload is object {
  return typeof payload === 'object' && payload !== null
}

function sampled(version: OcppVersion): Sampled[] {
  const source = schemasOf(version)
  return actions[version].fromStation
    .filter((action) => !isSend(action) && action !== 'BootNotification')
    .flatMap((action) => {
      const all = negativePayloads(messageSchema(source, action, 'request'), source)
      return sample(all, 7).flatMap((wrong) =>
        isObject(wrong.payload) ? [{ action, wrong: { ...wrong, payload: wrong.payload } }] : [],
      )
    })
}

/** The error that is due in this mode; undefined where the message has to be taken. */
function due(version: OcppVersion, mode: 'strict' | 'lenient', { action, wrong }: Sampled): string | undefined {
  const lenient = mode === 'lenient' || isAlwaysLenient(action)
  return lenient && isTolerated(version, action, 'request', wrong) ? undefined : codeFor(version, wrong.rule)
}

function codeOf([type, , code]: RawFrame): unknown {
  return type === 4 ? code : undefined
}

const modes = VERSIONS.flatMap((version) => [
  { version, mode: 'strict' } as const,
  { version, mode: 'lenient' } as const,
])

// Before anything is taken: what is taken may be worked on for a while.
describe.each(modes)('B-15 B-07', ({ version, mode }) => {
  const refused = sampled(version).filter((one) => due(version, mode, one) !== undefined)
  test(`negative ${version} ${mode} over a socket, refused: ${refused.length} cases`, async () => {
    const wire = await station(version, { validation: mode })
    const before = await fingerprint(platform.database)
    const odd: unknown[] = []
    for (const one of refused) {
      const code = codeOf(await wire.call(one.action, one.wrong.payload))
      // What is not served yet is refused before it is looked at.
      if (code !== due(version, mode, one) && code !== 'NotSupported') odd.push([one, code])
    }
    expect(odd).toEqual([])
    expect(await fingerprint(platform.database)).toBe(before)
  })
})

describe.each(modes)('B-15 D-10', ({ version, mode }) => {
  const taken = sampled(version).filter((one) => due(version, mode, one) === undefined)
  test(`negative ${version} ${mode} over a socket, taken with a deviation: ${taken.length} cases`, async () => {
    const wire = await station(version, { validation: mode })
    const odd: unknown[] = []
    for (const one of taken) {
      const answer = await wire.call(one.action, one.wrong.payload)
      if (answer[0] !== 3 && answer[2] !== 'NotSupported') odd.push([one, answer])
    }
    expect(odd).toEqual([])
  })
})
