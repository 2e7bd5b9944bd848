import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandKind, CommandRequests, NetworkProfile } from '#domain/commands'
import type { RawStation } from '#test/raw-station'
import type { List } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated } from '../simulated.ts'

const NEWER = ['ocpp2.0.1', 'ocpp2.1'] as const

const { platform, operator, raw, real } = await openScene()

const unsent = { state: 'refused', result: { error: { code: 'unsupported' } } }
const profile: NetworkProfile = {
  ...{ slot: 1, url: 'wss://csms.example/ocpp', securityProfile: 2, messageTimeoutS: 30, interface: 'Wired0' },
}

describe.each(NEWER)('%s', (version) => {
  let id = ''
  let post: Simulated
  beforeEach(async () => {
    post = await real(version, { hardware: 'doublePost' })
    id = post.station.id
    return () => post.station.stop()
  })

  /** The variables of the reports of these numbers, once all their parts have come. */
  async function reported(requestIds: unknown): Promise<string[]> {
    const found: string[] = []
    for (const requestId of Array.isArray(requestIds) ? requestIds : []) {
      for (let more: unknown = true; more === true; ) {
        const { request } = await post.journal.exchange('NotifyReport')
        expect(field(request, 'requestId')).toBe(requestId)
        const data = field(request, 'reportData')
        for (const one of Array.isArray(data) ? data : []) {
          const place = field(one, 'component', 'evse', 'id') ?? ''
          found.push(`${field(one, 'component', 'name')}${place}.${field(one, 'variable', 'name')}`)
        }
        more = field(request, 'tbc')
      }
    }
    return found
  }
  const report = (request: CommandRequests['get-custom-report']) => operator.carryOut(id, 'get-custom-report', request)

  test('B08.FR.11 B08.FR.20 B08.FR.23 a report of what is named; what is left out means every one', async () => {
    const targets = [
      { component: 'TxCtrlr', name: 'TxStartPoint' },
      { component: 'EVSE', name: 'AvailabilityState' },
      { component: 'EVSE', evseId: 2 },
    ]
    const command = await report({ targets })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const variables = await reported(command.result?.details?.requestIds)
    expect(variables.sort()).toEqual([
      ...['EVSE1.AvailabilityState', 'EVSE2.AvailabilityState', 'EVSE2.Power', 'EVSE2.Problem', 'TxCtrlr.TxStartPoint'],
    ])
    const { items } = await operator.get<List<object>>(`/stations/${id}/variables`)
    expect(items).toContainEqual(expect.objectContaining({ component: 'TxCtrlr', name: 'TxStartPoint' }))
  })

  test('B08.FR.10 a report of what has a problem', async () => {
    expect(await report({ criteria: ['problem'] })).toMatchObject({
      ...{ state: 'answered', result: { status: 'EmptyResultSet' } },
    })
    post.station.fail('GroundFailure', 2)
    const command = await report({ criteria: ['problem'], targets: [{ component: 'EVSE', name: 'Problem' }] })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect(await reported(command.result?.details?.requestIds)).toEqual(['EVSE2.Problem'])
  })

  test('B08.FR.06 F-05 no request names more than the station takes: several reports, none mixed with another', async () => {
    await operator.carryOut(id, 'get-variables', {
      variables: [{ component: 'DeviceDataCtrlr', name: 'ItemsPerMessage', instance: 'GetReport' }],
    })
    const names = ['HeartbeatInterval', 'RetryBackOffRandomRange', 'RetryBackOffRepeatTimes', 'RetryBackOffWaitMinimum']
    const many = ['WebSocketPingInterval', 'UnlockOnEVSideDisconnect', ...names].map((name) => ({
      component: 'OCPPCommCtrlr',
      name,
    }))
    const more = ['Enabled', 'Available', 'Entries', 'ItemsPerMessage', 'BytesPerMessage'].map((name) => ({
      component: 'LocalAuthListCtrlr',
      name,
    }))
    const command = await report({ targets: [...many, ...more] })
    const asked = [(await post.journal.served('GetReport')).request, (await post.journal.served('GetReport')).request]
    expect(asked.map((request) => Object(field(request, 'componentVariable')).length)).toEqual([10, 1])
    const requestIds = asked.map((request) => field(request, 'requestId'))
    expect(new Set(requestIds).size).toBe(2)
    expect(command.result?.details?.requestIds).toEqual(requestIds)
    expect(await reported(requestIds)).toHaveLength(11)
  })

  test('B08 a report of nothing in particular is a full one, and asked for so', async () => {
    expect(await report({})).toMatchObject(unsent)
    expect(await report({ criteria: [], targets: [] })).toMatchObject(unsent)
  })

  test('B08.FR.15 a report of what the station does not have is empty, and no failure', async () => {
    const command = await report({ targets: [{ component: 'Oven' }] })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'EmptyResultSet' } })
  })

  test('B09.FR.01 a profile is set; the station has it', async () => {
    const command = await operator.carryOut(id, 'set-network-profile', profile)
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request } = await post.journal.served('SetNetworkProfile')
    expect(request).toMatchObject({
      configurationSlot: 1,
      connectionData: {
        ...{ ocppCsmsUrl: profile.url, ocppTransport: 'JSON', messageTimeout: 30, securityProfile: 2 },
        ocppInterface: 'Wired0',
      },
    })
    const read = await operator.carryOut(id, 'get-variables', {
      variables: [{ component: 'NetworkConfiguration', componentInstance: '1', name: 'OcppCsmsUrl' }],
    })
    expect(read.result?.details).toMatchObject({ variables: [{ value: profile.url, status: 'Accepted' }] })
  })

  test.each([
    ['B09.FR.05 a slot the station does not have', { slot: 9 }],
    ['B09.FR.02 an address that is none', { url: 'nowhere' }],
  ])('%s is rejected', async (_, change) => {
    const command = await operator.carryOut(id, 'set-network-profile', { ...profile, ...change })
    expect(command).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
  })

  test('A-15 B09 what is secret in a profile is in no command and no message afterwards', async () => {
    const secret = (name: string) => `hidden-${name}`
    const apn = { apn: 'internet', authentication: 'PAP' as const, apnPassword: secret('apn'), simPin: '731946' }
    const vpn = {
      server: 'vpn.example',
      user: 'u',
      password: secret('vpn'),
      key: secret('key'),
      type: 'IKEv2' as const,
    }
    const own = version === 'ocpp2.1' ? { identity: 'other', basicAuthPassword: secret('own') } : {}
    const command = await operator.carryOut(id, 'set-network-profile', { ...profile, apn, vpn, ...own })
    expect(command.state).toBe('answered')
    const { request } = await post.journal.served('SetNetworkProfile')
    expect(request).toMatchObject({
      connectionData: { apn: { apnPassword: secret('apn'), simPin: 731946 }, vpn, ...own },
    })
    await operator.carryOut(id, 'clear-cache', {})
    const messages = () => operator.get<List<{ frame: string }>>(`/stations/${id}/messages?action=SetNetworkProfile`)
    await expect.poll(async () => (await messages()).items.length).toBeGreaterThan(0)
    const stored = await platform.database.query('', 'SELECT request, result FROM command WHERE id = $1', [command.id])
    const kept = JSON.stringify([await messages(), await operator.seen(command.id), stored.rows])
    expect(kept).toContain('vpn.example')
    expect(kept).not.toMatch(/hidden-|731946/)
  })

  test('B12.FR.04 B12.FR.02 an immediate reset ends the transaction first', async () => {
    const reference = await post.charge('ALICE')
    const command = await operator.carryOut(id, 'reset', { when: 'immediately' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    await post.journal.state('offline')
    post.clock.advance(10_000)
    await post.journal.exchange('BootNotification')
    expect(await post.ended()).toMatchObject({
      ...{ triggerReason: 'ResetCommand', transactionInfo: { stoppedReason: 'ImmediateReset' } },
    })
    await expect.poll(async () => (await operator.record(id, reference)).status).toBe('ended')
  })

  test('B12.FR.09 a reset that the station cannot do is refused', async () => {
    const one = await operator.carryOut(id, 'reset', { when: 'when-idle', evseId: 1 })
    expect(one).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    const resuming = await operator.carryOut(id, 'reset', { when: 'immediately-and-resume' })
    if (version === 'ocpp2.0.1') expect(resuming).toMatchObject(unsent)
    else {
      expect(resuming).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
      await post.journal.served('Reset')
      expect((await post.journal.served('Reset')).request).toEqual({ type: 'ImmediateAndResume' })
    }
  })

  test('E14.FR.02 E14.FR.05 E14.FR.06 TC_E_30_CSMS TC_E_34_CSMS what a station says of a transaction that runs', async () => {
    const transactionId = (await operator.record(id, await post.charge('ALICE'))).id
    const status = await operator.carryOut(id, 'get-transaction-status', { transactionId })
    expect(status).toMatchObject({
      ...{ state: 'answered', warnings: [], result: { details: { ongoing: true, messagesInQueue: false } } },
    })
    const any = await operator.carryOut(id, 'get-transaction-status', {})
    expect(any.result?.details).toEqual({ messagesInQueue: false })
    const unknown = await operator.carryOut(id, 'get-transaction-status', { reference: 'no such one' })
    expect(unknown.warnings).toEqual(['The transaction is not known at this station.'])
    expect(unknown.result?.details).toEqual({ ongoing: false, messagesInQueue: false })
  })

  test('I02.FR.01 I02.FR.03 the driver is shown what it costs', async () => {
    const { id: transactionId } = await operator.record(id, await post.charge('ALICE'))
    const command = await operator.carryOut(id, 'update-cost', { transactionId, totalCost: '12.3456' })
    expect(command).toMatchObject({ state: 'answered', warnings: [] })
    expect((await post.journal.served('CostUpdated')).request).toMatchObject({ totalCost: 12.3456 })
    expect(post.station.evse(1)?.transaction?.shownCost).toBe(12.3456)
    await operator.carryOut(id, 'update-cost', { transactionId, totalCost: '0' })
    expect(post.station.evse(1)?.transaction?.shownCost).toBe(0)
  })

  test('F06.FR.20 a trigger of the station’s own is asked for by its name', async () => {
    const ask = (customTrigger?: string) =>
      operator.carryOut(id, 'trigger', { message: 'custom', ...(customTrigger !== undefined && { customTrigger }) })
    expect(await ask()).toMatchObject(unsent)
    if (version === 'ocpp2.0.1') {
      expect(await ask('EveryStatus')).toMatchObject(unsent)
      return
    }
    expect(await ask('SomethingElse')).toMatchObject({ state: 'refused', result: { status: 'NotImplemented' } })
    await post.journal.served('TriggerMessage')
    expect(await ask('EveryStatus')).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request } = await post.journal.served('TriggerMessage')
    expect(request).toEqual({ requestedMessage: 'CustomTrigger', customTrigger: 'EveryStatus' })
    for (const evseId of [1, 2]) {
      expect((await post.journal.exchange('StatusNotification')).request).toMatchObject({ evseId })
    }
    const other = await operator.carryOut(id, 'trigger', { message: 'heartbeat', customTrigger: 'EveryStatus' })
    expect(other).toMatchObject(unsent)
  })

  test.each(['1,50', '-1', '1e3', '', '1.23456'])('a cost of %j is none', async (totalCost) => {
    const body = { stationId: id, kind: 'update-cost', request: { reference: 'x', totalCost } }
    expect(await operator.status('POST', '/commands', body)).toBe(400)
  })

  test('I02 a cost belongs to a transaction', async () => {
    expect(await operator.carryOut(id, 'update-cost', { totalCost: '1' })).toMatchObject(unsent)
    const elsewhere = await operator.carryOut(id, 'update-cost', { reference: 'other', totalCost: '1' })
    expect(elsewhere.warnings).toEqual(['The transaction is not known at this station.'])
    expect(elsewhere.state).toBe('answered')
  })
})

describe.each(NEWER)('%s: E-10', (version) => {
  let station: RawStation
  let id = ''
  beforeEach(async () => {
    ;({ id, station } = await raw(version))
    return () => station.connection.terminate()
  })
  const tell = (eventType: string, seqNo: number, value: number) =>
    station.call('TransactionEvent', {
      ...{ eventType, seqNo, triggerReason: 'Trigger', transactionInfo: { transactionId: 'T1' }, evse: { id: 1 } },
      timestamp: new Date(Date.now() - 60_000 + seqNo * 1_000).toISOString(),
      meterValue: [{ timestamp: new Date(Date.now() - 60_000).toISOString(), sampledValue: [{ value }] }],
    })

  test('E14.FR.03 E14.FR.04 a transaction that is over, with messages waiting, goes on here until they have come', async () => {
    await tell('Started', 0, 1_000)
    const { id: transactionId } = await operator.record(id, 'T1')
    const command = await operator.command(id, 'get-transaction-status', { transactionId })
    const asked = await station.asked()
    expect(asked).toMatchObject({ action: 'GetTransactionStatus', payload: { transactionId: 'T1' } })
    station.send([3, asked.id, { ongoingIndicator: false, messagesInQueue: true }])
    expect(await operator.settled(command)).toMatchObject({
      ...{ state: 'answered', result: { details: { ongoing: false, messagesInQueue: true } } },
    })
    expect(await operator.record(id, 'T1')).toMatchObject({ status: 'active' })
    await tell('Ended', 1, 6_000)
    expect(await operator.record(id, 'T1')).toMatchObject({ status: 'ended', energyWh: 5_000 })
  })
})

test.each<[CommandKind, CommandRequests[CommandKind]]>([
  ['get-custom-report', { criteria: ['problem'] }],
  ['set-network-profile', profile],
  ['get-transaction-status', {}],
  ['update-cost', { reference: '1', totalCost: '1' }],
  ['reset', { when: 'immediately-and-resume' }],
])('ocpp1.6 cannot say %s %j: refused with the reason, and nothing is sent', async (kind, request) => {
  const { id, station, journal } = await real('ocpp1.6')
  const command = await operator.carryOut(id, kind, request)
  expect(command).toMatchObject(unsent)
  expect(command.sentAt).toBeUndefined()
  expect(journal.unread).toEqual([])
  station.stop()
})

test.each<[string, Partial<NetworkProfile>]>([
  ['one interface', { interface: 'Any' }],
  ['no identity', { identity: 'other' }],
  ['no password of its own', { basicAuthPassword: 'long enough for it' }],
])('ocpp2.0.1 has %s in a network profile', async (_, change) => {
  const { id, station } = await real('ocpp2.0.1')
  expect(await operator.carryOut(id, 'set-network-profile', { ...profile, ...change })).toMatchObject(unsent)
  station.stop()
})
