import type { Transaction, TransactionFlag, Variable } from '../src/api/types.ts'
import { closeAlert, openAlert } from './fake-alerts.ts'
import { type Fleet, PARTY } from './fleet.ts'
import type { Mutable } from './mutable.ts'
import { type Model, sites } from './sites.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A fleet with a past: sites, stations, tokens, two months of transactions, some cars plugged in now. */
export function populate(fleet: Fleet, extraStations = 0): void {
  addTokens(fleet)
  for (const { location, prefix, models } of sites) {
    fleet.locations.push({ ...location, partyId: PARTY, createdAt: fleet.iso(fleet.now() - 200 * DAY) })
    for (const [index, model] of models.entries()) {
      addStation(fleet, `${prefix}-${String(index + 1).padStart(2, '0')}`, model, location.id)
    }
  }
  const [model] = sites[0]?.models ?? []
  for (let index = 1; model && index <= extraStations; index += 1) {
    addStation(fleet, `ZONE-${String(index).padStart(5, '0')}`, model, 'depot')
  }
  addPast(fleet)
  trouble(fleet)
  addAlerts(fleet)
}

function addTokens(fleet: Fleet): void {
  const people = ['Bus 4711', 'Bus 4712', 'Anna Berg', 'Delivery van 3', 'Visitor', 'J. Okafor', 'Pool car', 'M. Rossi']
  people.forEach((label, index) => {
    const id = fleet.id('tok')
    fleet.tokens.set(id, {
      id,
      partyId: PARTY,
      value: `04${(0xa1b2c3d4e5 + index * 7_919).toString(16).toUpperCase()}`,
      kind: index === 5 ? 'emaid' : 'rfid',
      label,
      status: index === 4 ? 'blocked' : 'active',
      concurrentLimit: index === 6 ? 0 : 1,
      createdAt: fleet.iso(fleet.now() - (90 - index) * DAY),
      ...(index < 2 ? { groupId: 'BUSES' } : {}),
      ...(index === 3 ? { validUntil: fleet.iso(fleet.now() + 60 * DAY) } : {}),
    })
  })
}

export function addStation(fleet: Fleet, id: string, model: Model, locationId?: string): void {
  const at = fleet.now()
  const serial = fleet.random.whole(100_000, 999_999)
  fleet.stations.set(id, {
    id,
    partyId: PARTY,
    admission: 'accepted',
    registration: 'accepted',
    vendor: model.vendor,
    model: model.model,
    serialNumber: `${model.vendor.slice(0, 2).toUpperCase()}-${serial}`,
    firmwareVersion: model.firmware,
    protocol: model.protocol,
    bootReason: 'PowerUp',
    bootedAt: fleet.iso(at - fleet.random.between(2, 300) * HOUR),
    securityProfile: 1,
    securityProfileSet: false,
    awaitedSecurityProfiles: [],
    allowProfileDowngrade: false,
    allowExpiredCertificate: false,
    hasSecret: true,
    createdAt: fleet.iso(at - 120 * DAY),
    maxW: model.maxW,
    presence: {
      epoch: 3,
      connected: true,
      node: 'node-1',
      connectedAt: fleet.iso(at - fleet.random.between(1, 40) * HOUR),
      lastSeenAt: fleet.iso(at - fleet.random.between(1, 50) * 1_000),
      remoteAddress: `10.20.${fleet.random.whole(0, 9)}.${fleet.random.whole(2, 250)}`,
      securityProfile: 1,
      connectionCount: fleet.random.whole(2, 9),
      deviationCount: 0,
    },
    connectors: Array.from({ length: model.evses }, (_, index) => ({
      evseId: index + 1,
      connectorId: 1,
      status: 'available' as const,
      errorCode: 'NoError',
      statusAt: fleet.iso(at - fleet.random.between(1, 9) * HOUR),
    })),
    ...(locationId === undefined ? {} : { locationId }),
  })
  fleet.variables.set(id, variablesOf(fleet, id, model))
}

function variablesOf(fleet: Fleet, stationId: string, model: Model): Mutable<Variable>[] {
  const old = model.protocol === 'ocpp1.6'
  const rows: [string, string, string, 'ReadOnly' | 'ReadWrite', string?][] = [
    ['OCPPCommCtrlr', 'HeartbeatInterval', '60', 'ReadWrite', 's'],
    ['OCPPCommCtrlr', 'WebSocketPingInterval', '30', 'ReadWrite', 's'],
    ['SampledDataCtrlr', 'TxUpdatedInterval', '30', 'ReadWrite', 's'],
    ['SampledDataCtrlr', 'TxUpdatedMeasurands', 'Energy.Active.Import.Register,Power.Active.Import,SoC', 'ReadWrite'],
    ['AuthCtrlr', 'LocalPreAuthorize', 'true', 'ReadWrite'],
    ['TxCtrlr', 'StopTxOnEVSideDisconnect', 'true', 'ReadWrite'],
    ['ChargingStation', 'SupplyPhases', '3', 'ReadOnly'],
    ['EVSE', 'Power', String(model.maxW), 'ReadOnly', 'W'],
  ]
  return rows.map(([component, name, value, mutability, unit]) => ({
    stationId,
    component: old ? 'Configuration' : component,
    name,
    attribute: 'Actual',
    value,
    mutability,
    updatedAt: fleet.iso(fleet.now() - 3 * HOUR),
    since: fleet.iso(fleet.now() - 30 * HOUR),
    source: 'report',
    ...(unit === undefined ? {} : { unit }),
  }))
}

function addPast(fleet: Fleet): void {
  const stations = [...fleet.stations.values()].slice(0, 12)
  const tokens = [...fleet.tokens.values()]
  for (let day = 52; day >= 1; day -= 1) {
    const busy = fleet.random.whole(3, 11)
    for (let n = 0; n < busy; n += 1) {
      const station = fleet.random.of(stations)
      const startAt = fleet.now() - day * DAY + fleet.random.between(-9, 9) * HOUR
      const hours = fleet.random.between(0.4, station.maxW > 100_000 ? 0.9 : 6)
      const flags: TransactionFlag[] =
        fleet.random.next() < 0.06 ? [fleet.random.of(['offline', 'events-missing', 'start-missing'])] : []
      const transaction = newTransaction(
        fleet,
        station.id,
        1 + (n % station.connectors.length),
        startAt,
        fleet.random.of(tokens).value,
      )
      drawCurve(fleet, transaction, station.maxW, startAt, startAt + hours * HOUR)
      delete transaction.powerW
      transaction.status = 'ended'
      transaction.endedAt = transaction.lastEventAt
      transaction.stopReason = fleet.random.of(['EVDisconnected', 'Local', 'Remote'])
      transaction.flags = flags
      transaction.complete = !flags.includes('events-missing')
    }
  }
}

export function newTransaction(
  fleet: Fleet,
  stationId: string,
  evseId: number,
  at: number,
  token: string,
): Mutable<Transaction> {
  const id = fleet.id('tx')
  const startRegisterWh = fleet.random.whole(100_000, 9_000_000)
  const old = fleet.station(stationId).protocol === 'ocpp1.6'
  const transaction: Mutable<Transaction> = {
    id,
    stationId,
    partyId: PARTY,
    reference: old
      ? String(fleet.random.whole(1_000, 99_999))
      : `${id}-${fleet.random.whole(1_000, 9_999).toString(16)}`,
    status: 'active',
    evseId,
    connectorId: 1,
    token: { value: token, kind: 'rfid' },
    startedAt: fleet.iso(at),
    firstEventAt: fleet.iso(at),
    lastEventAt: fleet.iso(at),
    startRegisterWh,
    lastRegisterWh: startRegisterWh,
    energyWh: 0,
    powerW: 0,
    voltageV: 230,
    stateOfCharge: fleet.random.whole(8, 45),
    chargingState: 'Charging',
    complete: true,
    flags: [],
    updatedAt: fleet.iso(at),
  }
  fleet.transactions.set(id, transaction)
  return transaction
}

/** What a car takes: full power at first, less and less from 60 % on. */
export function takes(maxW: number, stateOfCharge: number): number {
  return stateOfCharge < 60 ? maxW : Math.max(maxW * 0.06, maxW * (1 - (stateOfCharge - 60) / 44))
}

export function drawCurve(
  fleet: Fleet,
  transaction: Mutable<Transaction>,
  maxW: number,
  from: number,
  to: number,
): void {
  const steps = 36
  const stepMs = (to - from) / steps
  const car = maxW * fleet.random.between(0.45, 0.95)
  for (let step = 0; step <= steps; step += 1) {
    const soc = transaction.stateOfCharge ?? 20
    const watts = Math.round(Math.min(1, step / 2) * takes(car, soc) * fleet.random.between(0.97, 1.02))
    transaction.powerW = watts
    transaction.energyWh += Math.round((watts * stepMs) / HOUR)
    transaction.stateOfCharge = Math.min(100, soc + (((watts * stepMs) / HOUR) * 100) / 60_000)
    transaction.lastRegisterWh = (transaction.startRegisterWh ?? 0) + transaction.energyWh
    transaction.lastEventAt = fleet.iso(from + step * stepMs)
    fleet.record(transaction, from + step * stepMs)
  }
}

/** What an operator should notice: a fault, an absence, a station that misbehaves, one that nobody has entered. */
function trouble(fleet: Fleet): void {
  const faulted = fleet.station('GARAGE-02')
  const [, second] = faulted.connectors
  if (second) Object.assign(second, { status: 'faulted', errorCode: 'GroundFailure' })
  const away = fleet.station('DEPOT-05')
  away.presence.connected = false
  away.presence.disconnectedAt = away.presence.lastSeenAt = fleet.iso(fleet.now() - 47 * 60_000)
  const odd = fleet.station('GARAGE-04')
  odd.presence.deviationCount = 37
  odd.presence.connectionCount = 212
  odd.createdAt = fleet.iso(fleet.now() - 20 * HOUR)
  fleet.station('A7-HPC-01').name = 'HPC left'
  const [model] = sites[1]?.models ?? []
  if (model) addStation(fleet, 'CP-UNKNOWN-77', model)
  const stranger = fleet.station('CP-UNKNOWN-77')
  stranger.admission = 'waiting'
  stranger.hasSecret = false
  stranger.connectors = []
  stranger.presence.connected = false
  for (const [hours, type, severity] of [
    [3, 'StartupOfTheDevice', 9],
    [50, 'InvalidMessages', 4],
    [2, 'SettingSystemTime', 8],
  ] as const) {
    const at = fleet.iso(fleet.now() - hours * HOUR)
    fleet.events.push({
      id: fleet.id('ev'),
      stationId: 'GARAGE-04',
      partyId: PARTY,
      kind: 'security',
      type,
      at,
      receivedAt: at,
      severity,
      facts: {},
    })
  }
}

function addAlerts(fleet: Fleet): void {
  const before = (minutes: number) => fleet.now() - minutes * 60_000
  const fault = { cause: 'faulted', severity: 1, connectorId: 1 } as const
  openAlert(fleet, { ...fault, stationId: 'GARAGE-02', evseId: 2, detail: 'GroundFailure' }, before(92))
  openAlert(fleet, { stationId: 'DEPOT-05', cause: 'offline', severity: 3, detail: '' }, before(46))
  const tamper = { cause: 'security', severity: 4, subject: 'InvalidMessages', detail: 'InvalidMessages' } as const
  openAlert(fleet, { ...tamper, stationId: 'GARAGE-04' }, before(50 * 60))
  const past = openAlert(
    fleet,
    { ...fault, stationId: 'A7-HPC-02', evseId: 1, detail: 'HighTemperature' },
    before(70 * 60),
  )
  closeAlert(fleet, past)
  past.closedAt = fleet.iso(before(68 * 60))
}
