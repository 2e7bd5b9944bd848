import { OCPP16, OCPP20, OCPP21 } from 'typed-ocpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { Mailbox } from '#test/mailbox'
import { type TestPlatform, testPlatform } from '#test/platform'
import { yesterdayAt } from '../../conformance/booted-station.ts'
import { Operator } from '../../conformance/operator.ts'

const PASSWORD = 'a password of mine'
let platform: TestPlatform
let operator: Operator
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', groupId: 'FAMILY', concurrentLimit: 0 })
})
afterAll(() => platform.stop())

/** What the package typed-ocpp minds about a frame, and about a result beside the call it answers. */
const judges: Readonly<Record<OcppVersion, (frame: unknown, call?: unknown) => readonly string[]>> = {
  'ocpp1.6': (frame, call) => {
    if (!OCPP16.validate(frame)) return [...OCPP16.validate.errors]
    if (!OCPP16.validateCallResult(frame) || !OCPP16.validateCall(call)) return []
    return OCPP16.checkCallResult(frame, call) ? [] : [...OCPP16.checkCallResult.errors]
  },
  'ocpp2.0.1': (frame, call) => {
    if (!OCPP20.validate(frame)) return [...OCPP20.validate.errors]
    if (!OCPP20.validateCallResult(frame) || !OCPP20.validateCall(call)) return []
    return OCPP20.checkCallResult(frame, call) ? [] : [...OCPP20.checkCallResult.errors]
  },
  'ocpp2.1': (frame, call) => {
    if (!OCPP21.validate(frame)) return [...OCPP21.validate.errors]
    if (!OCPP21.validateCallResult(frame) || !OCPP21.validateCall(call)) return []
    return OCPP21.checkCallResult(frame, call) ? [] : [...OCPP21.checkCallResult.errors]
  },
}

/** A station made of Node's own WebSocket, of which typed-ocpp judges every frame in either direction. */
class Client {
  readonly faults: string[] = []
  /** Frames of the platform's that were held against the package's schemas. */
  judged = 0
  readonly #version: OcppVersion
  readonly #socket: WebSocket
  readonly #frames = new Mailbox<readonly unknown[]>()
  #lastId = 0

  private constructor(version: OcppVersion, socket: WebSocket) {
    this.#version = version
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#frames.push(JSON.parse(String(data))))
  }

  static async connect(identity: string, version: OcppVersion): Promise<Client> {
    const authorization = `Basic ${Buffer.from(`${identity}:${PASSWORD}`).toString('base64')}`
    const socket = new WebSocket(`${platform.ocppUrl}/${identity}`, {
      protocols: [version],
      headers: { authorization },
    })
    const client = new Client(version, socket)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', reject)
    })
    expect(socket.protocol).toBe(version)
    return client
  }

  async call(action: string, payload: object): Promise<unknown> {
    this.#lastId += 1
    const call = [2, `typed-${this.#lastId}`, action, payload]
    this.#judge(call)
    this.#socket.send(JSON.stringify(call))
    const answer = await this.#frames.next()
    this.judged += 1
    this.#judge(answer, call)
    expect(answer.slice(0, 2)).toEqual([3, call[1]])
    return answer[2]
  }

  /** Waits for a call of the platform's and accepts it. */
  async accept(): Promise<readonly unknown[]> {
    const call = await this.#frames.next()
    this.judged += 1
    this.#judge(call)
    this.#socket.send(JSON.stringify([3, call[1], { status: 'Accepted' }]))
    return call.slice(2)
  }

  close(): void {
    this.#socket.close(1000)
  }

  #judge(frame: unknown, call?: unknown): void {
    this.faults.push(...judges[this.#version](frame, call))
  }
}

async function known(id: string, version: OcppVersion): Promise<Client> {
  await operator.post('/stations', { id, partyId: 'default', secret: PASSWORD, securityProfile: 1 })
  return await Client.connect(id, version)
}

test('the judge minds what is wrong', () => {
  expect(judges['ocpp2.1']([2, 'a', 'Heartbeat', {}])).toEqual([])
  expect(judges['ocpp2.1']([2, 'a', 'Authorize', {}])).not.toEqual([])
  expect(judges['ocpp2.0.1']([3, 'a', { status: 'Perhaps' }], [2, 'a', 'ClearCache', {}])).not.toEqual([])
  expect(judges['ocpp1.6']([3, 'a', {}], [2, 'a', 'Heartbeat', {}])).not.toEqual([])
})

test('ocpp1.6 typed-ocpp minds nothing while a car charges and is stopped from afar', async () => {
  const id = 'TYPED-16'
  const client = await known(id, 'ocpp1.6')
  await client.call('BootNotification', { chargePointVendor: 'Independent', chargePointModel: 'Typed' })
  await client.call('Heartbeat', {})
  await client.call('Authorize', { idTag: 'ALICE' })
  const start = { connectorId: 1, idTag: 'ALICE', meterStart: 1_000, timestamp: yesterdayAt('08:00:00') }
  const started = await client.call('StartTransaction', start)
  expect(started).toMatchObject({ idTagInfo: { status: 'Accepted', parentIdTag: 'FAMILY' } })
  const transactionId = Reflect.get(Object(started), 'transactionId')
  const { id: recordId } = await operator.record(id, String(transactionId))
  const stopping = await operator.command(id, 'stop-transaction', { transactionId: recordId })
  expect(await client.accept()).toEqual(['RemoteStopTransaction', { transactionId }])
  expect(await operator.settled(stopping)).toMatchObject({ state: 'answered' })
  const stop = { transactionId, meterStop: 9_000, timestamp: yesterdayAt('09:00:00'), reason: 'Remote' }
  await client.call('StopTransaction', stop)
  expect(await operator.record(id, String(transactionId))).toMatchObject({ status: 'ended', energyWh: 8_000 })
  expect([client.faults, client.judged]).toEqual([[], 6])
  client.close()
  await operator.untilConnected(id, false)
})

test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
  '%s typed-ocpp minds nothing while a car charges, comes back and is stopped from afar',
  async (version) => {
    const id = `TYPED-${version}`
    const client = await known(id, version)
    const chargingStation = { vendorName: 'Independent', model: 'Typed' }
    await client.call('BootNotification', { reason: 'PowerUp', chargingStation })
    await client.call('Heartbeat', {})
    const idToken = { idToken: 'ALICE', type: 'ISO14443' }
    await client.call('Authorize', { idToken })
    const tell = (to: Client, eventType: string, seqNo: number, registerWh: number, more: object) => {
      const timestamp = yesterdayAt(`08:0${seqNo}:00`)
      const meterValue = [{ timestamp, sampledValue: [{ value: registerWh }] }]
      const transactionInfo = { transactionId: 'tx-typed' }
      return to.call('TransactionEvent', { eventType, seqNo, timestamp, transactionInfo, meterValue, ...more })
    }
    const evse = { id: 1, connectorId: 1 }
    await tell(client, 'Started', 0, 1_000, { triggerReason: 'Authorized', evse, idToken })
    client.close()
    await operator.untilConnected(id, false)

    const again = await Client.connect(id, version)
    await operator.untilConnected(id)
    await tell(again, 'Updated', 1, 4_000, { triggerReason: 'MeterValuePeriodic' })
    const { id: recordId } = await operator.record(id, 'tx-typed')
    const stopping = await operator.command(id, 'stop-transaction', { transactionId: recordId })
    expect(await again.accept()).toEqual(['RequestStopTransaction', { transactionId: 'tx-typed' }])
    expect(await operator.settled(stopping)).toMatchObject({ state: 'answered' })
    await tell(again, 'Ended', 2, 9_000, { triggerReason: 'RemoteStop' })
    expect(await operator.record(id, 'tx-typed')).toMatchObject({ status: 'ended', energyWh: 8_000, complete: true })
    expect([client.faults, client.judged, again.faults, again.judged]).toEqual([[], 4, [], 3])
    again.close()
  },
)
