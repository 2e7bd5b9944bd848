import { expect, test } from 'vitest'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { operator, raw } = await openScene({
  tokens: [
    { value: 'ALICE', concurrentLimit: 0 },
    { value: 'THIEF', status: 'blocked' },
  ],
})

const NEWER = ['ocpp2.0.1', 'ocpp2.1'] as const

/** One event of a transaction; what a test case cares about, the rest is filled in. */
interface Step {
  readonly trigger: string
  readonly state?: string
  readonly token?: string
  readonly reason?: string
  readonly samples?: readonly object[]
}

const plugged: Step = { trigger: 'CablePluggedIn', state: 'EVConnected' }
const authorized: Step = { trigger: 'Authorized', token: 'ALICE' }
const flows: Step = { trigger: 'ChargingStateChanged', state: 'Charging' }
const stopped: Step = { trigger: 'StopAuthorized', state: 'EVConnected', token: 'ALICE', reason: 'Local' }
const signed = { signedMeterData: 'c2lnbmVk', signingMethod: '', encodingMethod: 'OCMF', publicKey: '' }
const sampled = (context: string, more: object = {}) => [{ value: 0, context, ...more }]

/** The steps of a transaction, the first its start, the last its end. */
const cases: Readonly<Record<string, readonly Step[]>> = {
  'TC_E_01_CSMS begins with the power path': [{ ...flows, state: 'SuspendedEVSE', token: 'ALICE' }, flows, stopped],
  'TC_E_02_CSMS begins with the energy': [{ ...flows, token: 'ALICE' }, stopped],
  'TC_E_04_CSMS begins with the token, then the cable': [authorized, plugged, flows, stopped],
  'TC_E_09_CSMS begins with the vehicle': [plugged, authorized, flows, stopped],
  'TC_E_10_CSMS begins with the token': [authorized, plugged, flows, stopped],
  'TC_E_11_CSMS begins with a signed value': [
    {
      trigger: 'SignedDataReceived',
      token: 'ALICE',
      samples: sampled('Transaction.Begin', { signedMeterValue: signed }),
    },
    ...[flows, stopped],
  ],
  'TC_E_12_CSMS begins with the parking bay': [{ trigger: 'EVDetected' }, authorized, plugged, flows, stopped],
  'TC_E_38_CSMS waits for a car that is not ready': [
    plugged,
    authorized,
    { ...flows, state: 'SuspendedEV' },
    flows,
    stopped,
  ],
  'TC_E_07_CSMS ends with the power path': [plugged, authorized, flows, stopped],
  'TC_E_08_CSMS ends with the energy': [
    ...[plugged, authorized, flows],
    { trigger: 'StopAuthorized', state: 'Charging', token: 'ALICE' },
    { trigger: 'ChargingStateChanged', state: 'EVConnected', reason: 'Local' },
  ],
  'TC_E_15_CSMS ends with the token': [plugged, authorized, flows, stopped],
  'TC_E_14_CSMS ends with the cable at the station': [
    ...[plugged, authorized, flows, { trigger: 'StopAuthorized', state: 'EVConnected', token: 'ALICE' }],
    { trigger: 'EVCommunicationLost', state: 'Idle', reason: 'Local' },
  ],
  'TC_E_17_CSMS ends because the cable is out at the car': [
    ...[plugged, authorized, flows],
    { trigger: 'EVCommunicationLost', state: 'Idle', reason: 'EVDisconnected' },
  ],
  'TC_E_19_CSMS ends with the parking bay': [plugged, authorized, flows, { trigger: 'EVDeparted', reason: 'Local' }],
  'TC_E_20_CSMS ends with the cable at the car': [
    ...[plugged, authorized, flows, { trigger: 'ChargingStateChanged', state: 'SuspendedEV' }],
    { trigger: 'EVCommunicationLost', state: 'Idle', reason: 'EVDisconnected' },
  ],
  'TC_E_22_CSMS ends when the car takes no more': [
    ...[plugged, authorized, flows],
    { trigger: 'ChargingStateChanged', state: 'SuspendedEV', reason: 'StoppedByEV' },
  ],
  'TC_E_26_CSMS goes on when the cable comes back': [
    ...[plugged, authorized, flows, { trigger: 'EVCommunicationLost', state: 'Idle' }],
    ...[plugged, flows, stopped],
  ],
  'TC_E_39_CSMS ends because no car came': [authorized, { trigger: 'EVConnectTimeout', reason: 'Timeout' }],
  'TC_J_02_CSMS TC_J_03_CSMS is metered by the clock': [
    ...[plugged, authorized, { trigger: 'MeterValueClock', samples: sampled('Sample.Clock') }],
    { ...stopped, samples: sampled('Transaction.End') },
  ],
  'TC_J_07_CSMS TC_J_09_CSMS TC_J_10_CSMS is metered by samples': [
    { ...plugged, samples: sampled('Transaction.Begin') },
    ...[authorized, { trigger: 'MeterValuePeriodic', samples: sampled('Sample.Periodic') }],
    { ...stopped, samples: sampled('Transaction.End') },
  ],
  'TC_J_04_CSMS TC_J_11_CSMS is metered with signatures': [
    { ...plugged, samples: sampled('Transaction.Begin', { signedMeterValue: signed }) },
    ...[authorized, { trigger: 'MeterValueClock', samples: sampled('Sample.Clock', { signedMeterValue: signed }) }],
    { ...stopped, samples: sampled('Transaction.End', { signedMeterValue: signed }) },
  ],
}

function eventOf(seqNo: number, last: number, { trigger, state, token, reason, samples = [{}] }: Step): object {
  const timestamp = yesterdayAt(`10:0${seqNo}:00`)
  return {
    ...{ eventType: seqNo === 0 ? 'Started' : seqNo === last ? 'Ended' : 'Updated', seqNo, timestamp },
    ...{ triggerReason: trigger, evse: { id: 1, connectorId: 1 } },
    transactionInfo: {
      transactionId: 'tx-1',
      ...(state === undefined ? {} : { chargingState: state }),
      ...(reason === undefined ? {} : { stoppedReason: reason }),
    },
    ...(token === undefined ? {} : { idToken: { idToken: token, type: 'ISO14443' } }),
    meterValue: [{ timestamp, sampledValue: samples.map((sample) => ({ ...sample, value: 1_000 + seqNo * 500 })) }],
  }
}

const all = NEWER.flatMap((version) => Object.entries(cases).map(([name, steps]) => ({ version, name, steps })))

test.each(all)('$version $name: every event is answered, and the record is whole', async ({ version, steps }) => {
  const { id, station } = await raw(version)
  const last = steps.length - 1
  for (const [seqNo, step] of steps.entries()) {
    const answer = resultOf(await station.call('TransactionEvent', eventOf(seqNo, last, step)))
    expect(answer).toEqual(step.token === undefined ? {} : { idTokenInfo: { status: 'Accepted' } })
  }
  const { reason = 'Local' } = steps[last] ?? {}
  expect(await operator.record(id, 'tx-1')).toMatchObject({
    ...{ status: 'ended', stopReason: reason, complete: true, flags: [], energyWh: last * 500 },
    token: { value: 'ALICE' },
  })
  expect((await operator.station(id)).presence.deviationCount).toBe(0)
})

test.each(NEWER)(
  '%s TC_E_16_CSMS a token that is refused ends the transaction, which is on record',
  async (version) => {
    const { id, station } = await raw(version)
    const refused: readonly Step[] = [
      plugged,
      { trigger: 'Authorized', token: 'THIEF' },
      { trigger: 'Deauthorized', reason: 'DeAuthorized' },
    ]
    const answers: unknown[] = []
    for (const [seqNo, step] of refused.entries()) {
      answers.push(resultOf(await station.call('TransactionEvent', eventOf(seqNo, 2, step))))
    }
    expect(answers).toEqual([{}, { idTokenInfo: { status: 'Blocked' } }, {}])
    expect(await operator.record(id, 'tx-1')).toMatchObject({
      status: 'ended',
      stopReason: 'DeAuthorized',
      energyWh: 1_000,
    })
  },
)

test.each(NEWER)('%s TC_J_01_CSMS values by the clock, nothing charging, are answered and kept', async (version) => {
  const { id, station } = await raw(version)
  const meterValue = [{ timestamp: yesterdayAt('10:00:00'), sampledValue: [{ value: 1_000, context: 'Sample.Clock' }] }]
  expect(resultOf(await station.call('MeterValues', { evseId: 1, meterValue }))).toEqual({})
  const [reading] = await operator.readings(id)
  expect([reading?.registerWh, field(reading, 'context')]).toEqual([1_000, 'Sample.Clock'])
})
