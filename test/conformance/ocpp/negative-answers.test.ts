import { beforeAll, describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { schemasOf } from '#ocpp/schemas'
import { codeFor, isTolerated } from '#test/negative-answers'
import { messageSchema, type NegativePayload, negativePayloads } from '#test/negative-payloads'
import type { RawStation } from '#test/raw-station'
import { bootedStation } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene()

type Ask = { readonly [K in CommandKind]: readonly [action: string, kind: K, request: CommandRequests[K]] }[CommandKind]

const older: readonly Ask[] = [
  ['ClearCache', 'clear-cache', {}],
  ['UnlockConnector', 'unlock', { evseId: 1 }],
  ['ChangeAvailability', 'change-availability', { available: true }],
  ['DataTransfer', 'data-transfer', { vendorId: 'v' }],
  ['GetConfiguration', 'get-variables', {}],
  ['ChangeConfiguration', 'set-variables', { variables: [{ name: 'ConnectionTimeOut', value: '9' }] }],
  ['RemoteStopTransaction', 'stop-transaction', { reference: '7' }],
  ['TriggerMessage', 'trigger', { message: 'heartbeat' }],
]
const variable = { component: 'TxCtrlr', name: 'EVConnectionTimeOut' }
const newer: readonly Ask[] = [
  ['ClearCache', 'clear-cache', {}],
  ['UnlockConnector', 'unlock', { evseId: 1 }],
  ['ChangeAvailability', 'change-availability', { available: true }],
  ['DataTransfer', 'data-transfer', { vendorId: 'v' }],
  ['GetVariables', 'get-variables', { variables: [variable] }],
  ['SetVariables', 'set-variables', { variables: [{ ...variable, value: '9' }] }],
  ['GetBaseReport', 'get-report', { base: 'full' }],
  ['RequestStopTransaction', 'stop-transaction', { reference: '7' }],
  ['TriggerMessage', 'trigger', { message: 'heartbeat' }],
]

/** The worst of each answer: what a lenient reader cannot make out either, and one of the rest. */
function sampled(version: OcppVersion, action: string): NegativePayload[] {
  const source = schemasOf(version)
  const all = negativePayloads(messageSchema(source, action, 'response'), source)
  const hopeless = all.filter((wrong) => !isTolerated(version, action, 'response', wrong))
  const readable = all.filter((wrong) => !hopeless.includes(wrong))
  return [...hopeless.slice(0, 4), ...readable.slice(0, 1)]
}

describe.each(VERSIONS)('%s', (version) => {
  const asks = version === 'ocpp1.6' ? older : newer
  const cases = asks.flatMap((ask) => sampled(version, ask[0]).map((wrong) => ({ ask, wrong })))
  let wire: RawStation
  beforeAll(async () => {
    wire = await bootedStation(platform, `CS-${version}`, version)
  })

  test(`B-05 B-15 negative ${version} answers over a socket: ${cases.length} cases`, async () => {
    await operator.untilConnected(`CS-${version}`)
    for (const { ask, wrong } of cases) {
      const [action, kind, request] = ask
      const command = await operator.command(`CS-${version}`, kind, request)
      const asked = await wire.asked()
      expect(asked.action).toBe(action)
      wire.send([3, asked.id, wrong.payload])
      const tolerated = isTolerated(version, action, 'response', wrong)
      if (!tolerated && version === 'ocpp2.1') {
        expect((await wire.frames.next()).slice(0, 3)).toEqual([5, asked.id, codeFor(version, wrong.rule)])
      }
      const { state, result } = await operator.settled(command)
      const unreadable = { state: 'refused', result: { error: { code: 'invalid-answer' } } }
      if (tolerated) expect(result).not.toMatchObject(unreadable.result)
      else expect([action, wrong.what, { state, result }]).toMatchObject([action, wrong.what, unreadable])
    }
    // Nothing but what was expected was said meanwhile.
    expect((await wire.call('Heartbeat'))[0]).toBe(3)
  })

  test(`B-04 B-05 negative ${version} answers to nothing: 4 cases`, async () => {
    const strays = [
      [3, 'nobody asked', {}],
      [3, 'nobody asked', 'a text'],
      [4, 'nobody asked', 'NoSuchError', 7, null],
      [4, 'nobody asked'],
    ]
    for (const stray of strays) {
      wire.send(stray)
      expect((await wire.call('Heartbeat'))[0]).toBe(3)
    }
  })
})
