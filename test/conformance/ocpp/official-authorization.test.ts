import { expect, test } from 'vitest'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { askedForList } from '../official.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { operator, raw } = await openScene({
  tokens: [
    { value: 'ALONE' },
    { value: 'ALICE', groupId: 'FAMILY' },
    { value: 'BOB', groupId: 'FAMILY' },
    { value: 'OFFICER', groupId: 'MASTER' },
  ].map((token) => ({ ...token, concurrentLimit: 0 })),
})
let id = ''

async function connected(): Promise<RawStation> {
  const { station, ...found } = await raw('ocpp2.0.1')
  id = found.id
  return station
}

const tokenOf = (value: string) => ({ idToken: { idToken: value, type: 'ISO14443' } })
const accepted = (group?: string) => ({
  idTokenInfo: { status: 'Accepted', ...(group && { groupIdToken: { idToken: group, type: 'Central' } }) },
})

interface Event {
  readonly trigger: string
  readonly token?: string
  readonly state?: string
  readonly reason?: string
}

/** Says the events of one transaction, each a minute after the one before. */
function transaction(station: RawStation, transactionId: string, evseId = 1) {
  let seqNo = -1
  return async (eventType: 'Started' | 'Updated' | 'Ended', { trigger, token, state, reason }: Event) => {
    seqNo += 1
    const event = {
      ...{ eventType, seqNo, triggerReason: trigger, timestamp: yesterdayAt(`10:0${seqNo}:00`) },
      transactionInfo: {
        transactionId,
        ...(state && { chargingState: state }),
        ...(reason && { stoppedReason: reason }),
      },
      ...{ evse: { id: evseId, connectorId: 1 }, ...(token && tokenOf(token)) },
    }
    return resultOf(await station.call('TransactionEvent', event))
  }
}

const authorize = async (station: RawStation, value: string) =>
  resultOf(await station.call('Authorize', tokenOf(value)))
const bay = { trigger: 'EVDetected' } as const
const plugged = { trigger: 'CablePluggedIn', state: 'EVConnected' } as const
const flows = { trigger: 'ChargingStateChanged', state: 'Charging' } as const

test('ocpp2.0.1 TC_C_08_CSMS a token the station had cached is Accepted with its transaction', async () => {
  const tell = transaction(await connected(), 'tx-1')
  await tell('Started', bay)
  await tell('Updated', plugged)
  expect(await tell('Updated', { trigger: 'Authorized', token: 'ALONE' })).toEqual(accepted())
})

test('ocpp2.0.1 TC_C_20_CSMS a cached token that is good no more is Unknown with its transaction', async () => {
  const tell = transaction(await connected(), 'tx-1')
  await tell('Started', bay)
  await tell('Updated', plugged)
  expect(await tell('Updated', { trigger: 'Authorized', token: 'NOBODY' })).toEqual({
    idTokenInfo: { status: 'Unknown' },
  })
})

/** A transaction of ALICE is stopped by BOB of the same group; they are asked about before where the case says so. */
async function stoppedByGroup(station: RawStation, asks: { readonly before: boolean; readonly between: boolean }) {
  const tell = transaction(station, 'tx-1')
  expect(await tell('Started', plugged)).toEqual({})
  if (asks.before) expect(await authorize(station, 'BOB')).toEqual(accepted('FAMILY'))
  expect(await tell('Updated', { trigger: 'Authorized', token: 'ALICE' })).toEqual(accepted('FAMILY'))
  expect(await tell('Updated', flows)).toEqual({})
  if (asks.between) expect(await authorize(station, 'BOB')).toEqual(accepted('FAMILY'))
  const stop = { trigger: 'StopAuthorized', state: 'EVConnected', token: 'BOB' }
  expect(await tell('Updated', stop)).toEqual(accepted('FAMILY'))
  const out = { trigger: 'EVCommunicationLost', state: 'Idle', reason: 'Local' }
  expect(await tell('Ended', out)).toEqual({})
  expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'ended', token: { value: 'ALICE' } })
}

test('ocpp2.0.1 TC_C_39_CSMS a token of the same group stops the charge', async () =>
  stoppedByGroup(await connected(), { before: true, between: true }))

/** Puts every token on the station's list, with its group; what it takes in a message it does not say. */
async function withList(station: RawStation) {
  const command = await operator.command(id, 'send-local-list', {})
  const { id: asked, payload } = await askedForList(station, 0)
  expect(payload).toMatchObject({ updateType: 'Full' })
  for (const value of ['ALICE', 'BOB']) {
    const groupIdToken = { idToken: 'FAMILY', type: 'Central' }
    expect(field(payload, 'localAuthorizationList')).toContainEqual(
      expect.objectContaining({ ...tokenOf(value), idTokenInfo: { status: 'Accepted', groupIdToken } }),
    )
  }
  station.send([3, asked, { status: 'Accepted' }])
  expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
}

test.each([
  ['TC_C_40_CSMS a token of the same group stops the charge, both on the local list', false],
  ['TC_C_43_CSMS a token of the same group that the list refuses is asked about, and stops the charge', true],
])('ocpp2.0.1 %s', async (_, between) => {
  const station = await connected()
  await withList(station)
  await stoppedByGroup(station, { before: false, between })
})

test.each([
  ['TC_C_47_CSMS a master token stops all, with a display', ['tx-1', 'tx-2']],
  ['TC_C_48_CSMS a master token stops some, with a display', ['tx-1']],
  ['TC_C_49_CSMS a master token stops all, without a display', ['tx-1', 'tx-2']],
] as const)('ocpp2.0.1 %s', async (_, stopped) => {
  const station = await connected()
  const running = new Map([
    ['tx-1', transaction(station, 'tx-1', 1)],
    ['tx-2', transaction(station, 'tx-2', 2)],
  ])
  for (const [reference, tell] of running) {
    const token = reference === 'tx-1' ? 'ALICE' : 'ALONE'
    await tell('Started', { trigger: 'Authorized', token })
    await tell('Updated', flows)
  }
  expect(await authorize(station, 'OFFICER')).toEqual(accepted('MASTER'))
  for (const [reference, tell] of running) {
    if (!stopped.some((one) => one === reference)) continue
    const end = { trigger: 'StopAuthorized', token: 'OFFICER', reason: 'MasterPass' }
    expect(await tell('Ended', end)).toEqual(accepted('MASTER'))
  }
  for (const reference of running.keys()) {
    const isStopped = stopped.some((one) => one === reference)
    const record = await operator.record(id, reference)
    expect(record).toMatchObject(isStopped ? { status: 'ended', stopReason: 'MasterPass' } : { status: 'active' })
    // Who has to pay for it is who began it.
    expect(record).toMatchObject({ token: { value: reference === 'tx-1' ? 'ALICE' : 'ALONE' } })
  }
})
