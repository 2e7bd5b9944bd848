import type { Transaction } from '../src/api/types.ts'
import type { Fleet, FleetStation } from './fleet.ts'
import type { Mutable } from './mutable.ts'
import { drawCurve, newTransaction, takes } from './populate.ts'

/** The fake day is faster than ours, so that a minute of watching shows cars come and go. */
const SPEED = 20
const SECONDS_BETWEEN_READINGS = 4

/** Plugs cars in as they would stand there at any moment. */
export function plugInSome(fleet: Fleet): void {
  const tokens = [...fleet.tokens.values()].filter(({ status }) => status === 'active')
  let turn = 0
  for (const station of fleet.stations.values()) {
    if (!station.presence.connected || station.admission !== 'accepted') continue
    for (const { evseId, status } of station.connectors) {
      turn += 1
      if (status !== 'available' || turn % 3 === 0) continue
      const since = fleet.now() - fleet.random.between(8, 55) * 60_000
      const transaction = newTransaction(fleet, station.id, evseId, since, fleet.random.of(tokens).value)
      drawCurve(fleet, transaction, station.maxW, since, fleet.now())
      fleet.setStatus(station.id, evseId, 'charging')
    }
  }
}

/** One second goes by. */
export function tick(fleet: Fleet, second: number): void {
  for (const transaction of fleet.active()) {
    const station = fleet.station(transaction.stationId)
    if ((second + phase(transaction)) % SECONDS_BETWEEN_READINGS === 0) charge(fleet, station, transaction)
  }
  if (second % 7 === 0) arrive(fleet)
  if (second % 11 === 0) misbehave(fleet)
  for (const station of fleet.stations.values()) {
    if (station.presence.connected && (second + station.id.length * 7) % 13 === 0) heartbeat(fleet, station)
  }
}

const phase = ({ id }: Transaction): number => Number(id.slice(-2))

function charge(fleet: Fleet, station: FleetStation, transaction: Mutable<Transaction>): void {
  const soc = transaction.stateOfCharge ?? 50
  if (soc >= 99 || fleet.random.next() < 0.004) {
    leave(fleet, station, transaction)
    return
  }
  const watts = Math.round(
    takes(station.maxW * (0.55 + phase(transaction) / 250), soc) * fleet.random.between(0.95, 1.03),
  )
  fleet.meter(transaction.id, watts, (watts * SECONDS_BETWEEN_READINGS * SPEED) / 3_600)
  const samples = [
    { value: String(transaction.lastRegisterWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
    { value: String(watts), measurand: 'Power.Active.Import', unit: 'W' },
    { value: String(Math.round(soc)), measurand: 'SoC', unit: 'Percent' },
  ]
  const timestamp = fleet.iso()
  if (station.protocol === 'ocpp1.6') {
    const meterValue = [{ timestamp, sampledValue: samples }]
    exchange(
      fleet,
      station.id,
      'MeterValues',
      { connectorId: transaction.evseId, transactionId: Number(transaction.reference), meterValue },
      {},
    )
  } else {
    const meterValue = [
      { timestamp, sampledValue: samples.map((sample) => ({ ...sample, value: Number(sample.value) })) },
    ]
    const transactionInfo = { transactionId: transaction.reference, chargingState: 'Charging' }
    exchange(
      fleet,
      station.id,
      'TransactionEvent',
      {
        eventType: 'Updated',
        timestamp,
        triggerReason: 'MeterValuePeriodic',
        seqNo: phase(transaction),
        transactionInfo,
        meterValue,
      },
      {},
    )
  }
}

function leave(fleet: Fleet, station: FleetStation, transaction: Mutable<Transaction>): void {
  transaction.status = 'ended'
  transaction.endedAt = transaction.lastEventAt = fleet.iso()
  transaction.stopReason = 'EVDisconnected'
  transaction.powerW = 0
  fleet.tellTransaction(transaction)
  fleet.setStatus(station.id, transaction.evseId ?? 1, 'available')
}

function arrive(fleet: Fleet): void {
  const free = [...fleet.stations.values()].filter(
    ({ presence, admission, connectors }) =>
      presence.connected && admission === 'accepted' && connectors.some(({ status }) => status === 'available'),
  )
  if (free.length < 3) return
  const station = fleet.random.of(free)
  const connector = station.connectors.find(({ status }) => status === 'available')
  if (connector === undefined) return
  const token = fleet.random.of([...fleet.tokens.values()].filter(({ status }) => status === 'active'))
  startCharging(fleet, station.id, connector.evseId, token.value)
}

export function startCharging(fleet: Fleet, stationId: string, evseId: number, token: string): Transaction {
  const transaction = newTransaction(fleet, stationId, evseId, fleet.now(), token)
  fleet.record(transaction)
  fleet.setStatus(stationId, evseId, 'charging')
  fleet.tellTransaction(transaction)
  return transaction
}

function misbehave(fleet: Fleet): void {
  const odd = fleet.stations.get('GARAGE-04')
  if (odd === undefined) return
  odd.presence.deviationCount += 1
  const messageId = fleet.id('m')
  const payload = { connectorId: 1, errorCode: 'NoError', status: 'Availabel', timestamp: '2026-11-21 10:00:00' }
  fleet.say(odd.id, {
    direction: 'in',
    kind: 'call',
    action: 'StatusNotification',
    messageId,
    frame: JSON.stringify([2, messageId, 'StatusNotification', payload]),
    note: '/status: must be one of Available, Preparing, Charging, …; taken as it stands',
  })
  const error = [4, messageId, 'PropertyConstraintViolation', '/status is not one of the allowed values', {}]
  fleet.say(odd.id, {
    direction: 'out',
    kind: 'error',
    action: 'StatusNotification',
    messageId,
    frame: JSON.stringify(error),
  })
}

const heartbeat = (fleet: Fleet, { id }: FleetStation): void =>
  exchange(fleet, id, 'Heartbeat', {}, { currentTime: fleet.iso() })

/** A call of the station and our answer. */
export function exchange(fleet: Fleet, stationId: string, action: string, request: object, answer: object): void {
  const messageId = fleet.id('m')
  const call = JSON.stringify([2, messageId, action, request])
  fleet.say(stationId, { direction: 'in', kind: 'call', action, messageId, frame: call })
  fleet.say(stationId, {
    direction: 'out',
    kind: 'result',
    action,
    messageId,
    frame: JSON.stringify([3, messageId, answer]),
  })
}
