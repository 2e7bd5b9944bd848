import { AppError, type Clock, type Logger, type Subscription, silentLogger, systemClock, type Timer } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type Mischief, type MischiefTools, wellBehaved } from '../misbehaviour/mischief.ts'
import { createRandom, type Random } from '../physics/random.ts'
import type { Vehicle } from '../physics/vehicle.ts'
import { Dialogue } from '../wire/dialogue.ts'
import type { Dial } from '../wire/link.ts'
import type { Outbox } from '../wire/outbox.ts'
import { AlignedReadings } from './aligned-readings.ts'
import { Authorizer } from './authorizer.ts'
import type { ResetKind, StationBody } from './body.ts'
import type { BootReason, Dialect, Message, Verdict } from './dialect.ts'
import { Evse } from './evse.ts'
import { isFree } from './evse-conditions.ts'
import type { Fault } from './fault.ts'
import type { Hardware } from './hardware.ts'
import { uuids } from './identifiers.ts'
import { Line } from './line.ts'
import { LocalList } from './local-list.ts'
import { NetworkProfiles } from './network-profiles.ts'
import { type Observer, Observers, type StationState } from './observer.ts'
import { Registration, type RegistrationStatus } from './registration.ts'
import { Reservations } from './reservations.ts'
import { defaultSettings, type SettingName, type Settings } from './settings.ts'
import { StatusTeller } from './status-teller.ts'
import type { TokenCache } from './token-cache.ts'
import { Trade } from './trade.ts'
import type { Token, TransactionEvent, Trigger } from './transaction.ts'
import { TransactionTeller } from './transaction-teller.ts'

export interface StationParts {
  readonly id: string
  readonly version: OcppVersion
  readonly hardware: Hardware
  readonly dial: Dial
  readonly speak: (body: StationBody) => Dialect
  readonly clock?: Clock
  readonly logger?: Logger
  /** Default: the identity, so that each station has its own fate and keeps it. */
  readonly seed?: string | number
  readonly settings?: Partial<Settings>
  /** How much the station's clock is ahead of real time. */
  readonly clockSkewMs?: number
  /** How long a restart takes; default 3 s. */
  readonly rebootMs?: number
  /** Whether a repeated transaction message keeps its message id; default true. */
  readonly retryKeepsId?: boolean
  readonly mischief?: Mischief
}

/** A charging station: its EVSEs, its line to the CSMS, and what joins them. Knows no version. */
export class Station implements StationBody {
  readonly id: string
  readonly version: OcppVersion
  readonly hardware: Hardware
  readonly settings: Settings
  readonly evses: readonly Evse[]
  readonly localList = new LocalList()
  readonly reservations: Reservations
  readonly networkProfiles = new NetworkProfiles()
  readonly trade = new Trade()
  readonly #clock: Clock
  readonly #observers = new Observers()
  readonly #dialect: Dialect
  readonly #dialogue: Dialogue
  readonly #outbox: Outbox
  readonly #line: Line
  readonly #registration: Registration
  readonly #authorizer: Authorizer
  readonly #statuses: StatusTeller
  readonly #transactions: TransactionTeller
  readonly #aligned: AlignedReadings
  readonly #mischief: Mischief
  readonly #skewMs: number
  readonly #rebootMs: number
  readonly #newMessageId: () => string
  #state: StationState = 'off'
  #reboot: Timer | undefined
  #connection = 0
  #resetWhenIdle = false

  constructor(parts: StationParts) {
    const { id, version, hardware, clock = systemClock, logger = silentLogger, mischief = wellBehaved } = parts
    const random = createRandom(parts.seed ?? id)
    this.id = id
    this.version = version
    this.hardware = hardware
    this.settings = { ...defaultSettings, ...parts.settings }
    this.#clock = clock
    this.#mischief = mischief
    this.#skewMs = parts.clockSkewMs ?? 0
    this.#rebootMs = parts.rebootMs ?? 3_000
    this.#newMessageId = uuids(random.fork('messages'))
    this.reservations = new Reservations({
      clock,
      settings: this.settings,
      evses: () => this.evses,
      groupOf: (token) => this.#authorizer.groupOf(token),
      isSold: (evseId) => this.trade.payments.isHeld(evseId, clock.nowMs()),
      ended: (id, how) => {
        for (const message of this.#dialect.reservationEnded(id, how)) this.send(message)
      },
    })
    this.evses = this.#buildEvses(random)
    this.#dialect = parts.speak(this)
    this.#dialogue = this.#buildDialogue(logger, parts.retryKeepsId ?? true)
    this.#outbox = this.#dialogue.outbox
    const shared = { clock, settings: this.settings, outbox: this.#outbox, dialect: () => this.#dialect }
    this.#statuses = new StatusTeller(this.#dialect, this.#outbox)
    this.#registration = new Registration({ ...shared, accepted: () => this.#accepted() })
    this.#authorizer = new Authorizer({ ...shared, localList: this.localList, online: () => this.#state === 'online' })
    this.#transactions = new TransactionTeller({
      dialect: this.#dialect,
      outbox: this.#outbox,
      authorizer: this.#authorizer,
      settings: this.settings,
      observers: this.#observers,
      mischief,
      evse: (evseId) => this.evse(evseId),
    })
    this.#aligned = new AlignedReadings(clock, this.settings, () => this.report(this.evses, 'MeterValueClock'))
    this.#line = new Line({
      dial: parts.dial,
      clock,
      random: random.fork('line'),
      settings: this.settings,
      logger,
      up: () => this.#up(),
      down: (wasOpen) => this.#down(wasOpen),
      dialling: () => this.#become('connecting'),
      text: (text) => this.#dialogue.receive(text),
    })
  }

  /** Powers up and connects. */
  start(): void {
    this.#become('offline')
    this.#line.connect()
    this.#aligned.schedule()
  }

  /** Powers down without a word; `start` begins anew with BootNotification. */
  stop(): void {
    this.#reboot?.cancel()
    this.#aligned.stop()
    for (const evse of this.evses) evse.powerDown()
    this.#line.disconnect()
    this.#registration.reset('PowerUp')
    this.#become('off')
  }

  observe(observer: Observer): Subscription {
    return this.#observers.add(observer)
  }

  get state(): StationState {
    return this.#state
  }

  /** @throws AppError `not-found` for an EVSE the station does not have, `conflict` when a car is there already. */
  plugIn(vehicle: Vehicle, evseId = 1): void {
    this.#evseOrThrow(evseId).plugIn(vehicle)
  }

  unplug(evseId = 1): void {
    this.#evseOrThrow(evseId).unplug()
  }

  /** A driver holds a token to the reader: begins, or ends what the same token (or one of its group) began. */
  presentToken(token: Token, evseId = 1): Promise<Verdict> {
    const evse = this.#evseOrThrow(evseId)
    const holder = evse.token
    if (holder?.value === token.value) {
      evse.stop('StopAuthorized', 'Local', token)
      return Promise.resolve({ accepted: true, status: 'Accepted' })
    }
    return new Promise((resolve) => {
      this.#authorizer.judge(token, (verdict) => {
        if (verdict.accepted && evse.token === undefined) {
          resolve(this.reservations.begin(evse, token, verdict, 'Authorized'))
          return
        }
        if (evse.token !== undefined && this.#authorizer.sameGroup(evse.token, token))
          evse.stop('StopAuthorized', 'Local', token)
        resolve(verdict)
      })
    })
  }

  /** The network is gone until `goOnline`. */
  goOffline(): void {
    this.#line.cut()
  }

  goOnline(): void {
    this.#line.connect()
  }

  /** The mains fail: everything stops, and the transactions with it. `restorePower` boots the station again. */
  losePower(): void {
    this.#line.cut()
    for (const evse of this.evses) evse.abort('AbnormalCondition', 'PowerLoss')
    this.#registration.reset('PowerUp')
  }

  restorePower(): void {
    this.#line.connect()
  }

  fail(fault: Fault, evseId = 1): void {
    this.#evseOrThrow(evseId).fail(fault)
  }

  recover(evseId = 1): void {
    this.#evseOrThrow(evseId).recover()
  }

  get registration(): RegistrationStatus {
    return this.#registration.status
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
    if (name === 'heartbeatIntervalS' && this.#state === 'online') this.#registration.scheduleHeartbeat()
    if (name === 'alignedIntervalS') this.#aligned.schedule()
  }

  send({ action, payload }: Message, triggered = false): void {
    this.#outbox.call({ action, payload: () => payload, lane: 'ordinary', triggered })
  }

  sendBoot(reason: BootReason): void {
    this.#registration.notify(reason, true)
  }

  hasUndelivered(transactionId?: string): boolean {
    if (transactionId === undefined) return this.#outbox.transactionBacklog > 0
    return this.#outbox.hasMessagesAbout(transactionId)
  }

  get tokenCache(): TokenCache {
    return this.#authorizer.cache
  }

  freeEvse(id: number | undefined, token: Token): Evse | undefined {
    const free = this.evses.filter((evse) => isFree(evse.status) && this.reservations.admits(evse, token))
    if (id !== undefined) return free.find((evse) => evse.id === id)
    return free.find((evse) => evse.connected) ?? free[0]
  }

  startRemotely(evse: Evse, token: Token, remoteStartId: number | undefined): void {
    const begin = (verdict: Verdict) => {
      if (verdict.accepted) this.reservations.begin(evse, token, verdict, 'RemoteStart', remoteStartId)
    }
    if (this.settings.authorizeRemoteStart) this.#authorizer.judge(token, begin)
    else begin({ accepted: true, status: 'Accepted' })
  }

  reset(kind: ResetKind): void {
    if (kind === 'when-idle' && this.evses.some((evse) => evse.transaction !== undefined)) {
      this.#resetWhenIdle = true
      return
    }
    for (const evse of this.evses) evse.abort('ResetCommand', kind === 'hard' ? 'HardReset' : 'SoftReset')
    if (kind === 'hard') this.#restart()
    else this.#outbox.whenIdle(() => this.#restart())
  }

  report(evses: readonly Evse[], trigger: Trigger): void {
    const context = trigger === 'MeterValueClock' ? 'Sample.Clock' : 'Trigger'
    for (const evse of evses) {
      if (evse.transaction !== undefined) evse.report(context, trigger)
      else this.send(this.#dialect.meterValues(evse, evse.read(context)), trigger === 'Trigger')
    }
  }

  #restart(): void {
    this.#line.disconnect()
    this.#registration.reset('RemoteReset')
    this.#statuses.forget()
    this.#reboot = this.#clock.after(this.#rebootMs, () => this.#line.connect())
  }

  #up(): void {
    this.#connection += 1
    this.#become('connected')
    this.#mischief.opened?.(this.#tools())
    if (this.#mischief.skipsBoot === true) this.#registration.resume()
    else this.#registration.begin()
  }

  #down(wasOpen: boolean): void {
    if (this.#state !== 'off') this.#become('offline')
    if (!wasOpen) return
    this.#registration.pause()
    this.#outbox.close()
  }

  #accepted(): void {
    this.#become('online')
    this.#statuses.tellAll(this.evses)
  }

  #happened(event: TransactionEvent): void {
    this.#transactions.tell(event)
    if (event.kind === 'Ended' && this.#resetWhenIdle) this.#clock.after(0, () => this.#resetIfIdle())
  }

  #resetIfIdle(): void {
    if (!this.#resetWhenIdle || this.evses.some((evse) => evse.transaction !== undefined)) return
    this.#resetWhenIdle = false
    this.reset('soft')
  }

  #become(state: StationState): void {
    if (state === this.#state) return
    this.#state = state
    this.#observers.tell({ type: 'state', state })
  }

  #evseOrThrow(id: number): Evse {
    const evse = this.evse(id)
    if (evse === undefined) throw new AppError('not-found', 'The station has no such EVSE', { evse: id })
    return evse
  }

  #buildEvses(random: Random): Evse[] {
    const around = {
      clock: this.#clock,
      settings: this.settings,
      offline: () => this.#state !== 'online',
      reserved: (evse: Evse) => this.reservations.holds(evse),
      newTransactionId: uuids(random.fork('transactions')),
      happened: (event: TransactionEvent) => this.#happened(event),
      statusChanged: (evse: Evse) => {
        this.#observers.tell({ type: 'status', evseId: evse.id, status: evse.status })
        if (this.#state === 'online') this.#statuses.tell(evse)
        this.reservations.statusChanged(evse)
      },
    }
    return this.hardware.evses.map((outlet, index) => new Evse(index + 1, outlet, random.fork(`evse ${index}`), around))
  }

  #buildDialogue(logger: Logger, retryKeepsId: boolean): Dialogue {
    const { rewrite, reorder, write } = this.#mischief
    return new Dialogue({
      version: this.version,
      logger,
      clock: this.#clock,
      retryKeepsId,
      newMessageId: this.#newMessageId,
      patience: () => ({
        timeoutMs: this.settings.messageTimeoutS * 1000,
        attempts: this.settings.messageAttempts,
        attemptIntervalMs: this.settings.messageAttemptIntervalS * 1000,
      }),
      rewrite: (action, payload) => rewrite?.(action, payload) ?? payload,
      write: (text, kind) => {
        if (write === undefined) this.#line.send(text)
        else write(text, kind, this.#tools())
      },
      answer: (action, payload) => this.#dialect.answer(action, payload),
      notice: (notice) => this.#observers.tell(notice),
      ...(reorder === undefined ? {} : { reorder }),
    })
  }

  #tools(): MischiefTools {
    const connection = this.#connection
    return {
      send: (text) => this.#line.send(text),
      hangUp: () => {
        this.#line.cut()
        this.#line.connect()
      },
      stopReading: () => this.#line.stopReading(),
      newMessageId: this.#newMessageId,
      after: (delayMs, then) => {
        this.#clock.after(delayMs, () => {
          if (this.#connection === connection && this.#line.open) then()
        })
      },
    }
  }
}
