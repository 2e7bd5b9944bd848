import type { AlertHistory } from '#api-client'
import type {
  Command,
  Connector,
  ConnectorStatus,
  LiveEnvelope,
  LiveEvent,
  Location,
  LoggedMessage,
  Reading,
  Station,
  StationEvent,
  Token,
  Transaction,
  Variable,
} from '../src/api/types.ts'
import type { Mutable } from './mutable.ts'
import { Random } from './random.ts'

export const PARTY = 'default'

export type FleetStation = Mutable<Omit<Station, 'presence' | 'connectors'>> & {
  presence: Mutable<Station['presence']>
  connectors: Mutable<Connector>[]
  /** What one EVSE delivers at most. */
  maxW: number
}

/** Everything the fake platform knows. Whatever changes it tells `onLive`. */
export class Fleet {
  readonly random = new Random(20_261)
  readonly now: () => number
  readonly locations: Mutable<Location>[] = []
  readonly stations = new Map<string, FleetStation>()
  readonly transactions = new Map<string, Mutable<Transaction>>()
  readonly readings = new Map<string, Reading[]>()
  readonly tokens = new Map<string, Mutable<Token>>()
  readonly commands = new Map<string, Mutable<Command>>()
  readonly messages = new Map<string, LoggedMessage[]>()
  readonly variables = new Map<string, Mutable<Variable>[]>()
  readonly events: StationEvent[] = []
  readonly alerts = new Map<string, Mutable<AlertHistory>>()
  onLive: (envelope: LiveEnvelope) => void = () => {}
  #ids = 0

  constructor(now: () => number = Date.now) {
    this.now = now
  }

  id(prefix: string): string {
    this.#ids += 1
    return `${prefix}-${String(this.#ids).padStart(5, '0')}`
  }

  iso(at: number = this.now()): string {
    return new Date(at).toISOString()
  }

  station(stationId: string): FleetStation {
    const station = this.stations.get(stationId)
    if (station === undefined) throw new RangeError(`no station ${stationId}`)
    return station
  }

  active(stationId?: string): Mutable<Transaction>[] {
    return [...this.transactions.values()].filter(
      (transaction) =>
        transaction.status === 'active' && (stationId ?? transaction.stationId) === transaction.stationId,
    )
  }

  tell(stationId: string, event: LiveEvent): void {
    this.onLive({ ...event, version: 1, partyId: PARTY, stationId, at: this.iso() })
  }

  /** A frame went over the wire. */
  say(stationId: string, message: Omit<LoggedMessage, 'stationId' | 'at'>): void {
    const logged = { ...message, stationId, at: this.iso() }
    const log = this.messages.get(stationId) ?? []
    this.messages.set(stationId, [logged, ...log].slice(0, 2_000))
    const station = this.stations.get(stationId)
    if (station && message.direction === 'in') station.presence.lastSeenAt = logged.at
    const { kind: frameKind, ...rest } = message
    this.tell(stationId, { kind: 'message', frameKind, ...rest })
  }

  setStatus(stationId: string, evseId: number, status: ConnectorStatus): void {
    const connector = this.station(stationId).connectors.find((each) => each.evseId === evseId)
    if (connector === undefined || connector.status === status) return
    connector.status = status
    connector.statusAt = this.iso()
    this.tell(stationId, { kind: 'status', evseId, connectorId: connector.connectorId, status })
  }

  /** A transaction's meter said something new. */
  meter(transactionId: string, powerW: number, addedWh: number): void {
    const transaction = this.transactions.get(transactionId)
    if (transaction === undefined) throw new RangeError(`no transaction ${transactionId}`)
    transaction.powerW = Math.round(powerW)
    transaction.energyWh += Math.round(addedWh)
    transaction.lastRegisterWh = (transaction.startRegisterWh ?? 0) + transaction.energyWh
    transaction.stateOfCharge = Math.min(100, (transaction.stateOfCharge ?? 20) + (addedWh / 60_000) * 100)
    transaction.lastEventAt = this.iso()
    transaction.updatedAt = this.iso()
    this.record(transaction)
    this.record(transaction)
    this.tellTransaction(transaction)
  }

  record(transaction: Transaction, at: number = this.now()): void {
    const { id, stationId, evseId = 1, lastRegisterWh = 0, powerW = 0, stateOfCharge = 0 } = transaction
    const reading = {
      at: this.iso(at),
      transactionId: id,
      stationId,
      evseId,
      registerWh: lastRegisterWh,
      powerW,
      stateOfCharge,
    }
    this.readings.set(id, [...(this.readings.get(id) ?? []), reading])
  }

  tellTransaction({ id, stationId, reference, status, evseId, energyWh, powerW, stateOfCharge }: Transaction): void {
    this.tell(stationId, {
      kind: 'transaction',
      transactionId: id,
      reference,
      status,
      energyWh,
      ...(evseId === undefined ? {} : { evseId }),
      ...(powerW === undefined ? {} : { powerW }),
      ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
    })
  }
}
