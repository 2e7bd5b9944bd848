import { AppError, type Timer } from '#kernel'
import { Meter } from '../physics/meter.ts'
import type { Outlet } from '../physics/outlet.ts'
import type { Random } from '../physics/random.ts'
import type { Vehicle } from '../physics/vehicle.ts'
import type { OperationMode } from './charging-profile.ts'
import {
  type ConnectorStatus,
  chargingState,
  connectorStatus,
  type EvseConditions,
  powerPathClosed,
} from './evse-conditions.ts'
import { type Authorization, EvseLedger } from './evse-ledger.ts'
import type { EvseSurroundings } from './evse-surroundings.ts'
import type { Fault } from './fault.ts'
import { type Car, PowerPath } from './power-path.ts'
import type {
  ChargingState,
  ContextReading,
  ReadingContext,
  StopReason,
  Token,
  Transaction,
  Trigger,
} from './transaction.ts'

/** One EVSE with its one connector: a cable, perhaps a car, perhaps a transaction. Speaks no protocol. */
export class Evse {
  readonly id: number
  readonly outlet: Outlet
  readonly meter: Meter
  readonly #around: EvseSurroundings
  readonly #path: PowerPath
  readonly #ledger: EvseLedger
  #authorization: Authorization | undefined
  #stopReason: StopReason | undefined
  #operative = true
  #operativeAfter: boolean | undefined
  #fault: Fault | undefined
  #spent = false
  #shown: ConnectorStatus = 'Available'
  #state: ChargingState = 'Idle'
  #mode: OperationMode = 'ChargingOnly'
  #connectTimeout: Timer | undefined

  constructor(id: number, outlet: Outlet, random: Random, around: EvseSurroundings) {
    this.id = id
    this.outlet = outlet
    this.meter = new Meter(random.integer(0, 4_000_000))
    this.#around = around
    const { clock } = around
    this.#path = new PowerPath({ outlet, random, clock, meter: this.meter, ticked: () => this.#look() })
    this.#ledger = new EvseLedger({
      ...{ evseId: id, around },
      read: (context) => this.read(context),
      chargingState: () => this.chargingState,
      fault: () => this.#fault,
    })
  }

  /** @throws AppError `conflict` when there is a car already. */
  plugIn(vehicle: Vehicle): void {
    if (this.connected) throw new AppError('conflict', 'A vehicle is connected already', { evse: this.id })
    this.#connectTimeout?.cancel()
    this.#path.connect(vehicle)
    this.#settle('CablePluggedIn')
  }

  /** Takes the cable out; without a car nothing happens. */
  unplug(): void {
    if (!this.connected) return
    this.#path.disconnect()
    this.#spent = false
    this.#stopReason ??= 'EVDisconnected'
    if (this.#around.settings.stopOnDisconnect) this.#authorization = undefined
    this.#settle('EVCommunicationLost')
  }

  /** `reservationId` is that of the reservation this uses up. */
  authorize(token: Token, trigger: 'Authorized' | 'RemoteStart', remoteStartId?: number, reservationId?: number): void {
    this.#authorization = { token, remoteStartId, reservationId }
    this.#spent = false
    if (!this.connected) this.#awaitCar()
    this.#settle(trigger, token)
  }

  /** Ends the authorization; whether the transaction ends with it is up to its stop points. */
  stop(trigger: Trigger, reason: StopReason, token?: Token): void {
    if (this.#authorization === undefined) return
    this.#authorization = undefined
    this.#connectTimeout?.cancel()
    this.#stopReason = reason
    this.#spent = this.connected
    this.#settle(trigger, token)
  }

  /** Ends authorization and transaction whatever the stop points say. */
  abort(trigger: Trigger, reason: StopReason): void {
    this.#stopReason = reason
    this.#authorization = undefined
    this.#connectTimeout?.cancel()
    this.#spent = this.connected
    this.#switch()
    this.#end(trigger)
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
    if (!operative && this.transaction !== undefined) {
      this.#operativeAfter = operative
      return 'Scheduled'
    }
    this.#operative = operative
    this.#settle('AbnormalCondition')
    return 'Accepted'
  }

  /** The most that the station lets flow, in W. */
  limit(powerW: number): void {
    this.#path.limit(powerW)
    this.regulate()
  }

  /** Goes by what may flow now. */
  regulate(): void {
    this.#settle('ChargingStateChanged')
  }

  /**
   * Goes by what somebody else than the CSMS lets flow now. A rate that changes by more than this is told, where the change
   * of state is not (2.x K11.FR.04, K13.FR.03).
   */
  obey(significancePercent: number): void {
    const beforeW = this.powerW
    const told = this.transaction?.nextSeqNo
    this.#settle('ChargingRateChanged')
    const isChanged = Math.abs(this.powerW - beforeW) > (Math.abs(beforeW) * significancePercent) / 100
    const isTold = this.transaction?.nextSeqNo !== told
    if (isChanged && !isTold) this.#ledger.update('ChargingRateChanged', undefined, this.#authorization)
  }

  /** Reads the instruments now. */
  read(context: ReadingContext): ContextReading {
    const reading = this.#path.read()
    return { ...reading, ...this.#around.gridReading(this, reading.powerW), context }
  }

  /** Tells a reading as part of the running transaction. */
  report(context: ReadingContext, trigger: Trigger): void {
    this.#ledger.report(context, trigger)
  }

  /** What the car takes now; negative: what it gives. */
  get powerW(): number {
    return this.#path.powerW
  }

  /** Phases that carry current when the car charges; 0 for DC. */
  get phases(): number {
    return this.#path.phases
  }

  /** How energy flows in the running transaction (2.1 Q). */
  get mode(): OperationMode {
    return this.#mode
  }

  get status(): ConnectorStatus {
    return connectorStatus(this.#conditions())
  }

  get chargingState(): ChargingState {
    return chargingState(this.#conditions())
  }

  get transaction(): Transaction | undefined {
    return this.#ledger.transaction
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

  /** Undefined without a car. */
  get car(): Car | undefined {
    return this.#path.car
  }

  /** The driver wants the car to be charged up to another state of charge. */
  want(targetSocPercent: number): void {
    this.#path.want(targetSocPercent)
    this.regulate()
  }

  get connected(): boolean {
    return this.#path.connected
  }

  /** Forgets every timer; the station loses its power. */
  powerDown(): void {
    this.#path.powerDown()
    this.#ledger.powerDown()
    this.#connectTimeout?.cancel()
  }

  #conditions(): EvseConditions {
    return {
      connected: this.connected,
      authorized: this.#authorization !== undefined,
      operative: this.#operative,
      faulted: this.#fault !== undefined,
      drawing: this.powerW !== 0,
      full: this.#path.full,
      inTransaction: this.transaction !== undefined,
      spent: this.#spent,
      reserved: this.#around.reserved(this),
    }
  }

  /** After anything changed: contactor, transaction, status, in this order. */
  #settle(trigger: Trigger, token?: Token): void {
    this.#switch()
    this.#noteMode()
    const at = this.#conditions()
    const state = chargingState(at)
    if (this.transaction === undefined) this.#maybeBegin(trigger, at)
    else if (this.#ledger.mustEnd(at)) this.#end(trigger, token)
    else if (state !== this.#state || token !== undefined) this.#ledger.update(trigger, token, this.#authorization)
    this.#state = chargingState(this.#conditions())
    this.showStatus()
  }

  #switch(): void {
    this.#path.switch(powerPathClosed(this.#conditions()), this.#around.allowedW(this))
  }

  /** Time has passed for the car: notices when it has had enough. */
  #look(): void {
    this.#switch()
    this.#noteMode()
    if (this.chargingState !== this.#state) this.#settle('ChargingStateChanged')
  }

  /** 2.1 K01.FR.110. */
  #noteMode(): void {
    const mode = this.transaction === undefined ? 'ChargingOnly' : this.#around.modeOf(this)
    if (mode === this.#mode) return
    this.#mode = mode
    this.#ledger.update('OperationModeChanged', undefined, this.#authorization)
  }

  #maybeBegin(trigger: Trigger, at: EvseConditions): void {
    if (!this.#ledger.mayBegin(at)) return
    this.#stopReason = undefined
    this.#ledger.begin(trigger, at, this.#authorization)
  }

  #end(trigger: Trigger, token?: Token): void {
    const ended = this.#ledger.close()
    if (ended === undefined) return
    this.#authorization = undefined
    this.#spent = this.connected
    this.#path.limit()
    this.#ledger.tellEnded(ended, trigger, this.#stopReason ?? 'Other', token)
    this.#stopReason = undefined
    this.#switch()
    if (this.#operativeAfter !== undefined) this.#operative = this.#operativeAfter
    this.#operativeAfter = undefined
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
}
