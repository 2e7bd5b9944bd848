import { AppError, type Timer } from '#kernel'
import { Delivery } from '../physics/delivery.ts'
import { read } from '../physics/electrical.ts'
import { Meter } from '../physics/meter.ts'
import { nothing, type Outlet } from '../physics/outlet.ts'
import type { Random } from '../physics/random.ts'
import type { Vehicle } from '../physics/vehicle.ts'
import {
  type ConnectorStatus,
  chargingState,
  connectorStatus,
  type EvseConditions,
  holds,
  powerPathClosed,
} from './evse-conditions.ts'
import type { EvseSurroundings } from './evse-surroundings.ts'
import type { Fault } from './fault.ts'
import type {
  ChargingState,
  ContextReading,
  ReadingContext,
  StopReason,
  Token,
  Transaction,
  TransactionEvent,
  Trigger,
} from './transaction.ts'

interface Authorization {
  readonly token: Token
  readonly remoteStartId: number | undefined
  readonly reservationId: number | undefined
}

/** How often a car under charge is looked at. */
const TICK_MS = 1_000
const KEPT_READINGS_LIMIT = 500

/** One EVSE with its one connector: a cable, perhaps a car, perhaps a transaction. Speaks no protocol. */
export class Evse {
  readonly id: number
  readonly outlet: Outlet
  readonly meter: Meter
  readonly #around: EvseSurroundings
  readonly #random: Random
  #delivery: Delivery | undefined
  #authorization: Authorization | undefined
  #transaction: Transaction | undefined
  /** Which stop points have held during this transaction: only what held can cease to hold. */
  #held = new Set<string>()
  #stopReason: StopReason | undefined
  #operative = true
  #operativeAfter: boolean | undefined
  #fault: Fault | undefined
  #spent = false
  #limitW = Number.POSITIVE_INFINITY
  #allowedW = Number.POSITIVE_INFINITY
  #closed = false
  #shown: ConnectorStatus = 'Available'
  #state: ChargingState = 'Idle'
  #tick: Timer | undefined
  #sample: Timer | undefined
  #connectTimeout: Timer | undefined

  constructor(id: number, outlet: Outlet, random: Random, around: EvseSurroundings) {
    this.id = id
    this.outlet = outlet
    this.meter = new Meter(random.integer(0, 4_000_000))
    this.#random = random
    this.#around = around
  }

  /** @throws AppError `conflict` when there is a car already. */
  plugIn(vehicle: Vehicle): void {
    if (this.#delivery !== undefined)
      throw new AppError('conflict', 'A vehicle is connected already', { evse: this.id })
    this.#connectTimeout?.cancel()
    this.#delivery = new Delivery(this.outlet, vehicle, this.meter, this.#nowMs())
    this.#settle('CablePluggedIn')
  }

  /** Takes the cable out; without a car nothing happens. */
  unplug(): void {
    if (this.#delivery === undefined) return
    this.#delivery.advance(this.#nowMs())
    this.#delivery = undefined
    this.#closed = false
    this.#spent = false
    this.#stopReason ??= 'EVDisconnected'
    if (this.#around.settings.stopOnDisconnect) this.#authorization = undefined
    this.#settle('EVCommunicationLost')
  }

  /** `reservationId` is that of the reservation this uses up. */
  authorize(token: Token, trigger: 'Authorized' | 'RemoteStart', remoteStartId?: number, reservationId?: number): void {
    this.#authorization = { token, remoteStartId, reservationId }
    this.#spent = false
    if (this.#delivery === undefined) this.#awaitCar()
    this.#settle(trigger, token)
  }

  /** Ends the authorization; whether the transaction ends with it is up to its stop points. */
  stop(trigger: Trigger, reason: StopReason, token?: Token): void {
    if (this.#authorization === undefined) return
    this.#authorization = undefined
    this.#connectTimeout?.cancel()
    this.#stopReason = reason
    this.#spent = this.#delivery !== undefined
    this.#settle(trigger, token)
  }

  /** Ends authorization and transaction whatever the stop points say. */
  abort(trigger: Trigger, reason: StopReason): void {
    this.#stopReason = reason
    this.#authorization = undefined
    this.#connectTimeout?.cancel()
    this.#spent = this.#delivery !== undefined
    this.#switch()
    if (this.#transaction !== undefined) this.#end(trigger)
    this.#settle(trigger)
  }

  fail(fault: Fault): void {
    this.#fault = fault
    this.abort('AbnormalCondition', 'Fault')
  }

  recover(): void {
    this.#fault = undefined
    this.#settle('AbnormalCondition')
  }

  /** Takes effect now, or `Scheduled` when the running transaction is over (1.6 §5.2, 2.0.1 G03). */
  setOperative(operative: boolean): 'Accepted' | 'Scheduled' {
    this.#operativeAfter = undefined
    if (!operative && this.#transaction !== undefined) {
      this.#operativeAfter = operative
      return 'Scheduled'
    }
    this.#operative = operative
    this.#settle('AbnormalCondition')
    return 'Accepted'
  }

  /** The most that the station lets flow, in W. */
  limit(powerW: number): void {
    this.#limitW = powerW
    this.regulate()
  }

  /** Goes by what may flow now. */
  regulate(): void {
    this.#settle('ChargingStateChanged')
  }

  /** Reads the instruments now. */
  read(context: ReadingContext): ContextReading {
    const nowMs = this.#nowMs()
    this.#delivery?.advance(nowMs)
    const measured = {
      outlet: this.outlet,
      registerWh: this.meter.registerWh,
      draw: this.#delivery?.draw ?? nothing,
      ...(this.#delivery === undefined
        ? {}
        : { vehicle: this.#delivery.vehicle, socPercent: this.#delivery.socPercent }),
    }
    return { ...read(measured, nowMs, this.#random), context }
  }

  /** Tells a reading as part of the running transaction. */
  report(context: ReadingContext, trigger: Trigger): void {
    if (this.#transaction === undefined) return
    const reading = this.read(context)
    this.#keep(this.#transaction, reading)
    this.#tell('Updated', trigger, this.#transaction, { readings: [reading] })
  }

  /** What the car takes now. */
  get powerW(): number {
    return this.#delivery?.draw.powerW ?? 0
  }

  /** Phases that carry current when the car charges; 0 for DC. */
  get phases(): number {
    if (this.outlet.kind === 'dc') return 0
    return Math.min(this.outlet.phases, this.#delivery?.vehicle.model.ac.phases ?? this.outlet.phases)
  }

  get status(): ConnectorStatus {
    return connectorStatus(this.#conditions())
  }

  get chargingState(): ChargingState {
    return chargingState(this.#conditions())
  }

  get transaction(): Transaction | undefined {
    return this.#transaction
  }

  get token(): Token | undefined {
    return this.#authorization?.token
  }

  get fault(): Fault | undefined {
    return this.#fault
  }

  get operative(): boolean {
    return this.#operative
  }

  get connected(): boolean {
    return this.#delivery !== undefined
  }

  /** Forgets every timer; the station loses its power. */
  powerDown(): void {
    for (const timer of [this.#tick, this.#sample, this.#connectTimeout]) timer?.cancel()
  }

  #conditions(): EvseConditions {
    return {
      connected: this.#delivery !== undefined,
      authorized: this.#authorization !== undefined,
      operative: this.#operative,
      faulted: this.#fault !== undefined,
      drawing: (this.#delivery?.draw.powerW ?? 0) > 0,
      full: this.#delivery?.full ?? false,
      inTransaction: this.#transaction !== undefined,
      spent: this.#spent,
      reserved: this.#around.reserved(this),
    }
  }

  /** After anything changed: contactor, transaction, status, in this order. */
  #settle(trigger: Trigger, token?: Token): void {
    this.#switch()
    const at = this.#conditions()
    const state = chargingState(at)
    if (this.#transaction === undefined) this.#maybeStart(trigger, at)
    else if (this.#mustEnd(at)) this.#end(trigger, token)
    else if (state !== this.#state || token !== undefined) this.#update(trigger, token)
    this.#state = chargingState(this.#conditions())
    this.showStatus()
  }

  #switch(): void {
    const closed = powerPathClosed(this.#conditions())
    const allowedW = Math.min(this.#limitW, this.#around.allowedW(this))
    const switches = closed !== this.#closed
    if (!switches && allowedW === this.#allowedW) return
    this.#closed = closed
    this.#allowedW = allowedW
    this.#delivery?.allow(closed, this.#nowMs(), allowedW)
    if (!switches) return
    this.#tick?.cancel()
    if (closed) this.#tick = this.#around.clock.after(TICK_MS, () => this.#look())
  }

  /** Lets time pass for the car, and notices when it has had enough. */
  #look(): void {
    this.#delivery?.advance(this.#nowMs())
    this.#switch()
    if (chargingState(this.#conditions()) !== this.#state) this.#settle('ChargingStateChanged')
    if (this.#closed) this.#tick = this.#around.clock.after(TICK_MS, () => this.#look())
  }

  #maybeStart(trigger: Trigger, at: EvseConditions): void {
    if (this.#spent || at.faulted || !at.operative) return
    if (!this.#around.settings.txStartPoint.some((point) => holds(point, at))) return
    const reading = this.read('Transaction.Begin')
    this.#transaction = {
      id: this.#around.newTransactionId(),
      evseId: this.id,
      startedMs: this.#nowMs(),
      meterStartWh: reading.registerWh,
      token: this.#authorization?.token,
      remoteStartId: this.#authorization?.remoteStartId,
      reservationId: this.#authorization?.reservationId,
      nextSeqNo: 0,
      shownCost: undefined,
      kept: [],
    }
    this.#keep(this.#transaction, reading)
    this.#stopReason = undefined
    this.#held = new Set()
    this.#noteHeld(at)
    const token = this.#authorization?.token
    this.#tell('Started', trigger, this.#transaction, {
      readings: [reading],
      ...(token === undefined ? {} : { token }),
    })
    this.#scheduleSample()
  }

  #update(trigger: Trigger, token: Token | undefined): void {
    const transaction = this.#transaction
    if (transaction === undefined) return
    if (this.#authorization !== undefined) {
      transaction.token = this.#authorization.token
      transaction.remoteStartId = this.#authorization.remoteStartId
      transaction.reservationId = this.#authorization.reservationId
    }
    this.#tell('Updated', trigger, transaction, { readings: [], ...(token === undefined ? {} : { token }) })
  }

  #end(trigger: Trigger, token?: Token): void {
    const transaction = this.#transaction
    if (transaction === undefined) return
    this.#sample?.cancel()
    this.#transaction = undefined
    this.#authorization = undefined
    this.#spent = this.#delivery !== undefined
    this.#limitW = Number.POSITIVE_INFINITY
    const stopReason = this.#stopReason ?? 'Other'
    const readings = [...transaction.kept, this.read('Transaction.End')]
    this.#tell('Ended', trigger, transaction, { readings, stopReason, ...(token === undefined ? {} : { token }) })
    this.#stopReason = undefined
    this.#switch()
    if (this.#operativeAfter !== undefined) this.#operative = this.#operativeAfter
    this.#operativeAfter = undefined
  }

  #tell(
    kind: TransactionEvent['kind'],
    trigger: Trigger,
    transaction: Transaction,
    more: Pick<TransactionEvent, 'readings' | 'token' | 'stopReason'>,
  ): void {
    const { remoteStartId, reservationId } = transaction
    transaction.reservationId = undefined
    const seqNo = transaction.nextSeqNo
    transaction.nextSeqNo += 1
    this.#around.happened({
      kind,
      trigger,
      transaction,
      seqNo,
      atMs: this.#nowMs(),
      chargingState: chargingState(this.#conditions()),
      offline: this.#around.offline(),
      ...more,
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
      ...(reservationId === undefined ? {} : { reservationId }),
      ...(remoteStartId === undefined || (kind !== 'Started' && trigger !== 'RemoteStart') ? {} : { remoteStartId }),
    })
  }

  #keep({ kept }: Transaction, reading: ContextReading): void {
    const wanted = this.#around.settings.endMeasurands.length > 0
    if (wanted && kept.length < KEPT_READINGS_LIMIT) kept.push(reading)
  }

  #noteHeld(at: EvseConditions): void {
    for (const point of this.#around.settings.txStopPoint) if (holds(point, at)) this.#held.add(point)
  }

  #mustEnd(conditions: EvseConditions): boolean {
    const { txStopPoint, stopOnDisconnect } = this.#around.settings
    const at = { ...conditions, connected: conditions.connected || !stopOnDisconnect }
    const ended = txStopPoint.some((point) => this.#held.has(point) && !holds(point, at))
    this.#noteHeld(at)
    return ended
  }

  #scheduleSample(): void {
    const { sampleIntervalS } = this.#around.settings
    if (sampleIntervalS === 0) return
    this.#sample = this.#around.clock.after(sampleIntervalS * 1000, () => {
      this.report('Sample.Periodic', 'MeterValuePeriodic')
      this.#scheduleSample()
    })
  }

  /** 1.6 §9.1.6 ConnectionTimeOut, 2.0.1 E03 EVConnectionTimeOut. */
  #awaitCar(): void {
    this.#connectTimeout?.cancel()
    const timeoutMs = this.#around.settings.connectionTimeoutS * 1000
    this.#connectTimeout = this.#around.clock.after(timeoutMs, () => this.stop('EVConnectTimeout', 'Timeout'))
  }

  /** Tells how it is now, when that has changed. */
  showStatus(): void {
    const status = connectorStatus(this.#conditions())
    if (status === this.#shown) return
    this.#shown = status
    this.#around.statusChanged(this)
  }

  #nowMs(): number {
    return this.#around.clock.nowMs()
  }
}
