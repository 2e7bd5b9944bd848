import { AppError, type Clock, type Logger, type Subscription, silentLogger, systemClock, type Timer } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { OwnCertificate } from '../certificates/own-certificate.ts'
import { type Mischief, wellBehaved } from '../misbehaviour/mischief.ts'
import { createRandom, type Random } from '../physics/random.ts'
import type { Vehicle } from '../physics/vehicle.ts'
import type { Secc } from '../plug-and-charge/secc.ts'
import { Upkeep } from '../upkeep/upkeep.ts'
import type { UpkeepOptions } from '../upkeep/upkeep-options.ts'
import type { Dial } from '../wire/link.ts'
import type { OutgoingCall } from '../wire/outbox.ts'
import { Admission } from './admission.ts'
import { AlignedReadings } from './aligned-readings.ts'
import { Authorizer } from './authorizer.ts'
import type { ResetKind, StationBody } from './body.ts'
import type { ChargingProfile } from './charging-profile.ts'
import { ChargingProfiles } from './charging-profiles.ts'
import { Contact } from './contact.ts'
import { QUIET_GRID } from './der-control.ts'
import type { BootReason, Dialect, Message, Verdict } from './dialect.ts'
import { Evse } from './evse.ts'
import type { Fault } from './fault.ts'
import { allowedFlowW, gridReading } from './flow.ts'
import { FrequencySupport } from './frequency-support.ts'
import type { Hardware } from './hardware.ts'
import { uuids } from './identifiers.ts'
import { Inverter } from './inverter.ts'
import { LocalList } from './local-list.ts'
import { type Observer, Observers, type StationState } from './observer.ts'
import type { Part } from './part.ts'
import { Reach } from './reach.ts'
import type { RegistrationStatus } from './registration.ts'
import { Reservations } from './reservations.ts'
import { Restarts } from './restarts.ts'
import type { SettingName, Settings } from './settings.ts'
import { StatusTeller } from './status-teller.ts'
import type { TokenCache } from './token-cache.ts'
import { Trade } from './trade.ts'
import type { Token, TransactionEvent, Trigger } from './transaction.ts'
import { TransactionTeller } from './transaction-teller.ts'
import { VehicleTalks } from './vehicle-talks.ts'

export interface StationParts {
  readonly id: string
  readonly version: OcppVersion
  readonly hardware: Hardware
  readonly dial: Dial
  readonly certificates: OwnCertificate
  readonly networkProfiles: StationBody['networkProfiles']
  readonly speak: (body: StationBody) => Dialect
  readonly clock?: Clock
  readonly logger?: Logger
  /** Default: the identity, so that each station has its own fate and keeps it. */
  readonly seed?: string | number
  readonly settings: Settings
  /** How much the station's clock is ahead of real time. */
  readonly clockSkewMs?: number
  /** How long a restart takes; default 3 s. */
  readonly rebootMs?: number
  /** Whether a repeated transaction message keeps its message id; default true. */
  readonly retryKeepsId?: boolean
  readonly mischief?: Mischief
  readonly upkeep?: UpkeepOptions
  readonly secc?: Secc
}

/** A charging station: its EVSEs, its line to the CSMS, and what joins them. Knows no version. */
export class Station implements StationBody {
  readonly id: string
  readonly version: OcppVersion
  readonly hardware: Hardware
  readonly settings: Settings
  readonly evses: readonly Evse[]
  readonly certificates: OwnCertificate
  readonly profiles: ChargingProfiles
  readonly localList = new LocalList()
  readonly reservations: Reservations
  readonly networkProfiles: StationBody['networkProfiles']
  readonly #reach: Reach
  readonly upkeep: Upkeep
  readonly trade = new Trade()
  readonly vehicles = new VehicleTalks()
  readonly inverter: Inverter | undefined
  readonly frequency: FrequencySupport
  readonly secc: Secc | undefined
  readonly #clock: Clock
  readonly #observers = new Observers()
  readonly #dialect: Dialect
  readonly #contact: Contact
  readonly #admission: Admission
  readonly #restarts: Restarts
  readonly #parts: readonly Part[]
  readonly #authorizer: Authorizer
  readonly #statuses: StatusTeller
  readonly #transactions: TransactionTeller
  readonly #aligned: AlignedReadings
  readonly #mischief: Mischief
  readonly #skewMs: number

  constructor(parts: StationParts) {
    const { id, version, hardware, clock = systemClock, logger = silentLogger, mischief = wellBehaved } = parts
    const random = createRandom(parts.seed ?? id)
    this.id = id
    this.version = version
    this.hardware = hardware
    this.certificates = parts.certificates
    this.networkProfiles = parts.networkProfiles
    this.#reach = new Reach(version, parts.networkProfiles, parts.certificates)
    this.settings = parts.settings
    this.#clock = clock
    this.#mischief = mischief
    this.#skewMs = parts.clockSkewMs ?? 0
    const messages = random.fork('messages')
    this.frequency = new FrequencySupport(this.settings, () => (this.inverter?.grid ?? QUIET_GRID).frequencyHz)
    this.profiles = new ChargingProfiles(
      () => this.evses,
      () => this.nowMs(),
      this.frequency,
    )
    this.secc = parts.secc
    this.inverter = hardware.inverter && new Inverter(hardware.inverter, () => this.nowMs())
    this.reservations = this.#buildReservations()
    this.evses = this.#buildEvses(random)
    this.upkeep = new Upkeep(this, clock, parts.upkeep ?? {})
    this.observe((notice) => this.upkeep.memory.note(clock.nowMs(), notice))
    this.#dialect = parts.speak(this)
    this.#contact = new Contact({
      ...{ version, clock, logger, mischief, settings: this.settings, dial: parts.dial },
      ...{ dialect: this.#dialect, observers: this.#observers, retryKeepsId: parts.retryKeepsId ?? true },
      random: { messages, line: random.fork('line') },
      connected: () => {
        for (const event of this.#reach.connected()) this.tellSecurity(event)
      },
      failed: () => this.#reach.failed(),
      accepted: () => this.#accepted(),
    })
    const { outbox } = this.#contact
    const dialect = this.#dialect
    this.#statuses = new StatusTeller(dialect, outbox)
    const { settings, reservations, profiles, upkeep, trade } = this
    this.#authorizer = new Authorizer({
      ...{ clock, settings, outbox, dialect: () => dialect, localList: this.localList },
      online: () => this.online,
    })
    const evses = () => this.evses
    this.#admission = new Admission({ settings, evses, authorizer: this.#authorizer, reservations, profiles })
    this.#restarts = this.#buildRestarts(parts.rebootMs ?? 3_000)
    this.#parts = [
      profiles,
      reservations,
      this.#restarts,
      upkeep,
      this.vehicles,
      ...trade.parts,
      ...(dialect.parts ?? []),
    ]
    this.#transactions = new TransactionTeller({
      ...{ dialect, outbox, settings, mischief },
      authorizer: this.#authorizer,
      observers: this.#observers,
      evse: (evseId) => this.evse(evseId),
    })
    this.#aligned = new AlignedReadings(clock, this.settings, () => this.report(this.evses, 'MeterValueClock'))
  }

  /** Powers up and connects. */
  start(): void {
    this.#contact.powerUp()
    for (const part of this.#parts) part.started?.()
    this.#contact.connect()
    this.#aligned.schedule()
  }

  /** Powers down without a word; `start` begins anew with BootNotification. */
  stop(): void {
    for (const part of this.#parts) part.stopped?.()
    this.#aligned.stop()
    for (const evse of this.evses) evse.powerDown()
    this.#contact.powerDown()
  }

  observe(observer: Observer): Subscription {
    return this.#observers.add(observer)
  }

  get state(): StationState {
    return this.#contact.state
  }

  /** @throws AppError `not-found` for an EVSE the station does not have, `conflict` when a car is there already. */
  plugIn(vehicle: Vehicle, evseId = 1): void {
    const evse = this.#evseOrThrow(evseId)
    evse.plugIn(vehicle)
    for (const part of this.#parts) part.arrived?.(evse)
  }

  unplug(evseId = 1): void {
    this.#evseOrThrow(evseId).unplug()
  }

  /** A driver holds a token to the reader: begins, or ends what the same token (or one of its group) began. */
  presentToken(token: Token, evseId = 1): Promise<Verdict> {
    return this.#admission.present(token, this.#evseOrThrow(evseId))
  }

  /** The network is gone until `goOnline`. */
  goOffline(): void {
    this.#contact.cut()
  }

  goOnline(): void {
    this.#contact.connect()
  }

  /** The mains fail: everything stops, and the transactions with it. `restorePower` boots the station again. */
  losePower(): void {
    this.#contact.cut()
    for (const evse of this.evses) evse.abort('AbnormalCondition', 'PowerLoss')
    this.#contact.registration.reset('PowerUp')
  }

  restorePower(): void {
    this.#contact.connect()
  }

  fail(fault: Fault, evseId = 1): void {
    this.#evseOrThrow(evseId).fail(fault)
  }

  recover(evseId = 1): void {
    this.#evseOrThrow(evseId).recover()
  }

  get registration(): RegistrationStatus {
    return this.#contact.registration.status
  }

  get online(): boolean {
    return this.#contact.online
  }

  nowMs(): number {
    return this.#clock.nowMs()
  }

  stamp(atMs: number): string {
    const text = new Date(atMs + this.#skewMs).toISOString()
    return this.#mischief.stamp?.(text) ?? text
  }

  evse(id: number): Evse | undefined {
    return this.evses.find((evse) => evse.id === id)
  }

  settingChanged(name: SettingName): void {
    if (name === 'heartbeatIntervalS' && this.online) this.#contact.registration.scheduleHeartbeat()
    if (name === 'alignedIntervalS') this.#aligned.schedule()
  }

  send(message: Message, triggered = false, settled?: OutgoingCall['settled']): void {
    this.#contact.send(message, triggered, settled)
  }

  tell(message: Message): void {
    this.#contact.tell(message)
  }

  after(delayMs: number, then: () => void): Timer {
    return this.#clock.after(delayMs, () => {
      if (this.#contact.on) then()
    })
  }

  sendBoot(reason: BootReason): void {
    this.#contact.registration.notify(reason, true)
  }

  hasUndelivered(transactionId?: string): boolean {
    const { outbox } = this.#contact
    return transactionId === undefined ? outbox.transactionBacklog > 0 : outbox.hasMessagesAbout(transactionId)
  }

  /** Whether every message of its own has been answered. */
  get isAnswered(): boolean {
    return this.#contact.outbox.isIdle
  }

  get tokenCache(): TokenCache {
    return this.#authorizer.cache
  }

  freeEvse(id: number | undefined, token: Token): Evse | undefined {
    return this.#admission.freeEvse(id, token)
  }

  startRemotely(evse: Evse, token: Token, remoteStartId: number | undefined, profile?: ChargingProfile): void {
    this.#admission.startRemotely(evse, token, remoteStartId, profile)
  }

  reconnect(): void {
    this.#contact.disconnect()
    this.#contact.connect()
  }

  reset(kind: ResetKind): void {
    this.#restarts.reset(kind)
  }

  restart(reason: BootReason): void {
    this.#restarts.whenSaid(reason)
  }

  tellSecurity(type: string): void {
    this.upkeep.memory.security(this.#clock.nowMs(), type)
    const message = this.#dialect.securityEvent(type)
    // It must not be lost with the connection (2.x A04.FR.02, security whitepaper A04.FR.02).
    if (message !== undefined) this.upkeep.news.tell(message)
  }

  report(evses: readonly Evse[], trigger: Trigger): void {
    const context = trigger === 'MeterValueClock' ? 'Sample.Clock' : 'Trigger'
    for (const evse of evses) {
      if (evse.transaction !== undefined) evse.report(context, trigger)
      else this.send(this.#dialect.meterValues(evse, evse.read(context)), trigger === 'Trigger')
    }
  }

  #accepted(): void {
    this.#statuses.tellAll(this.evses)
    for (const part of this.#parts) part.online?.()
  }

  #happened(event: TransactionEvent): void {
    for (const part of this.#parts) {
      if (event.kind === 'Started') part.began?.(event.transaction)
      if (event.kind === 'Ended') part.ended?.(event.transaction)
    }
    this.#transactions.tell(event)
  }

  #evseOrThrow(id: number): Evse {
    const evse = this.evse(id)
    if (evse === undefined) throw new AppError('not-found', 'The station has no such EVSE', { evse: id })
    return evse
  }

  #buildReservations(): Reservations {
    return new Reservations({
      clock: this.#clock,
      settings: this.settings,
      evses: () => this.evses,
      groupOf: (token) => this.#authorizer.groupOf(token),
      isSold: (evseId) => this.trade.payments.isHeld(evseId, this.nowMs()),
      ended: (id, how) => {
        for (const message of this.#dialect.reservationEnded(id, how)) this.send(message)
      },
    })
  }

  #buildRestarts(rebootMs: number): Restarts {
    return new Restarts({
      ...{ clock: this.#clock, outbox: this.#contact.outbox, rebootMs },
      evses: () => this.evses,
      down: (reason) => {
        this.#contact.restart(reason)
        this.#statuses.forget()
        this.#reach.restarted()
      },
      up: () => this.#contact.connect(),
    })
  }

  #buildEvses(random: Random): Evse[] {
    const around = {
      clock: this.#clock,
      settings: this.settings,
      offline: () => !this.online,
      reserved: (evse: Evse) => this.reservations.holds(evse),
      newTransactionId: uuids(random.fork('transactions')),
      happened: (event: TransactionEvent) => this.#happened(event),
      allowedW: (evse: Evse) => allowedFlowW(this, evse),
      modeOf: (evse: Evse) => this.profiles.modeOf(evse),
      gridReading: (evse: Evse, powerW: number) => gridReading(this, evse, powerW),
      statusChanged: (evse: Evse) => {
        this.#observers.tell({ type: 'status', evseId: evse.id, status: evse.status })
        if (this.online) this.#statuses.tell(evse)
        for (const part of this.#parts) part.statusChanged?.(evse)
      },
    }
    return this.hardware.evses.map((outlet, index) => new Evse(index + 1, outlet, random.fork(`evse ${index}`), around))
  }
}
