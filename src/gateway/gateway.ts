import { followRevocations } from '#domain/certificates'
import { COMMAND_SUBJECT, type Commands } from '#domain/commands'
import { createSecurityLog } from '#domain/events'
import type { FileStore } from '#domain/files'
import type { Messages } from '#domain/messages'
import type { Registration } from '#domain/stations'
import { type Bus, type Clock, type Logger, type Metrics, noMetrics, type Subscription, subjectWord } from '#kernel'
import type {
  ConnectionHandler,
  Handshake,
  HandshakeVerdict,
  OcppConnection,
  RequestTaker,
  TlsFailure,
} from '#ocpp/transport'
import type { Services } from './actions/action.ts'
import { CommandDesk } from './command-desk.ts'
import { ContactSweep } from './contact-sweep.ts'
import { type GatewayVersion, protocolOf } from './derived-version.ts'
import { judgeHandshake } from './door.ts'
import { createFileDoor } from './files/file-door.ts'
import { MessageLog } from './message-log.ts'
import { closeCodes } from './session/close-code.ts'
import { type SessionHost, sessionCounters } from './session/session-host.ts'
import { StationLink } from './session/station-link.ts'
import { defaultSettings, type GatewaySettings } from './settings.ts'
import { watchStandings } from './standing-watch.ts'

export interface GatewayOptions extends Services {
  readonly commands: Commands
  readonly messages: Messages
  readonly files: FileStore
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics?: Metrics
  /** This process, as the cluster knows it. */
  readonly node: string
  readonly settings?: Partial<GatewaySettings>
  /** Versions spoken besides those that are built in. Default: none. */
  readonly derivedVersions?: readonly GatewayVersion[]
}

/** Where stations meet the domain. Holds their sessions and decides nothing; may be restarted at any moment. */
export interface Gateway {
  /** For the listener: judges a station before its upgrade is answered. */
  authenticate(handshake: Handshake): Promise<HandshakeVerdict>
  /** For the listener: what happens on connections. */
  readonly handler: ConnectionHandler
  /** For the listener: files that stations fetch and bring. */
  readonly requests: RequestTaker
  /** For the listener: somebody was refused by TLS, before anybody could say who. */
  tlsRefused(failure: TlsFailure): void
  /** For the listener: what is spoken besides the versions that are built in. */
  readonly derivedVersions: readonly GatewayVersion[]
  connectedCount(): number
  /**
   * Takes up no more commands and waits until what is in hand is answered and every departure is stored. Close the
   * listener first: it says goodbye to the stations.
   */
  close(): Promise<void>
}

export function createGateway(options: GatewayOptions): Gateway {
  return new StationGateway(options)
}

/**
 * Where nodes tell each other that a station has come to them, with its epoch. One subject for all stations: a wildcard
 * would be matched against every message anybody tells.
 */
const ARRIVALS = 'station-arrivals'

class StationGateway implements Gateway, ConnectionHandler {
  readonly handler: ConnectionHandler = this
  readonly requests: RequestTaker
  readonly #options: GatewayOptions
  readonly #host: SessionHost
  readonly #links = new Map<string, StationLink>()
  /** The latest epoch that is being taken for each station. */
  readonly #arrivals = new Map<string, Promise<void>>()
  /** Epochs being taken and departures being stored. */
  readonly #pending = new Set<Promise<void>>()
  readonly #desk: CommandDesk
  readonly #sweep: ContactSweep
  readonly #superseding: Subscription
  readonly #standings: Subscription
  readonly #revocations: Subscription

  constructor(options: GatewayOptions) {
    const { messages, bus, clock, logger } = options
    const settings = { ...defaultSettings, ...options.settings }
    this.#options = options
    this.#host = {
      services: options,
      messageLog: new MessageLog(messages, bus),
      securityLog: createSecurityLog(options),
      clock,
      logger,
      settings,
      counters: sessionCounters(options.metrics ?? noMetrics),
      derivedVersions: options.derivedVersions ?? [],
      // A connection that is there no more may have been answered late: what it was told is nothing to the one after it.
      registered: (session, registration) => {
        const link = this.#links.get(session.station.stationId)
        if (link !== undefined && link === session) this.#onRegistered(link, registration)
      },
    }
    this.#desk = new CommandDesk(options, (stationId) => this.#links.get(stationId))
    this.requests = createFileDoor({ ...options, settings })
    this.#sweep = new ContactSweep(this.#host, this.#links)
    this.#revocations = followRevocations(bus, (stationId, fingerprint) => {
      const link = this.#links.get(stationId)
      if (link?.station.certificateFingerprint === fingerprint) link.endForSecurity('the certificate is revoked')
    })
    this.#standings = watchStandings(bus, logger, (stationId) => this.#links.get(stationId))
    this.#superseding = bus.subscribe(ARRIVALS, ({ stationId, epoch }) => {
      if (typeof stationId === 'string' && typeof epoch === 'number') this.#onSuperseded(stationId, epoch)
    })
  }

  get derivedVersions(): readonly GatewayVersion[] {
    return this.#host.derivedVersions
  }

  authenticate(handshake: Handshake): Promise<HandshakeVerdict> {
    return judgeHandshake(this.#host, handshake)
  }

  tlsRefused({ remoteAddress = '', code: reason }: TlsFailure): void {
    this.#options.strangers.note({ kind: 'tls', remoteAddress, reason })
  }

  connectedCount(): number {
    return this.#links.size
  }

  async close(): Promise<void> {
    this.#superseding.stop()
    this.#standings.stop()
    this.#revocations.stop()
    this.#desk.close()
    for (const link of this.#links.values()) link.end(closeCodes.tryAgainLater, 'going away')
    while (this.#pending.size > 0) await Promise.all(this.#pending)
    await this.#sweep.close()
    await this.#host.securityLog.settled()
    await this.#options.strangers.settled()
  }

  onOpen(connection: OcppConnection): void {
    const link = connection.tag
    if (!(link instanceof StationLink)) {
      connection.terminate()
      return
    }
    const { stationId } = link.station
    const former = this.#links.get(stationId)
    link.connection = connection
    this.#links.set(stationId, link)
    if (former === undefined) link.answering = this.#desk.answerFor(COMMAND_SUBJECT(subjectWord(stationId)))
    else {
      link.answering = former.answering
      former.answering = undefined
      former.end(closeCodes.policyViolation, 'a newer connection has come')
    }
    const taking = this.#takeEpoch(link, this.#arrivals.get(stationId))
    this.#arrivals.set(stationId, taking)
    void this.#track(this.#arrive(link, taking))
  }

  onFrame({ tag }: OcppConnection, text: string, said?: string): void {
    if (!(tag instanceof StationLink) || tag.isClosed) return
    try {
      tag.receive(text, said)
    } catch (error) {
      // A bug costs this connection and no other.
      this.#options.logger.error('A frame could not be handled', { stationId: tag.station.stationId, error })
      tag.connection?.terminate()
    }
  }

  onClose({ tag }: OcppConnection): void {
    if (!(tag instanceof StationLink)) return
    tag.dispatch({ type: 'closed' })
    if (this.#links.get(tag.station.stationId) === tag) this.#links.delete(tag.station.stationId)
    tag.answering?.stop()
    tag.answering = undefined
    // Without an epoch yet, whoever takes it finds the connection closed and says so then.
    if (tag.epoch !== undefined) this.#track(this.#depart(tag, tag.epoch))
  }

  unreadable({ tag }: OcppConnection, frame: string, note: string): void {
    if (tag instanceof StationLink) tag.record({ direction: 'in', kind: 'unreadable', frame, note })
  }

  undelivered({ tag }: OcppConnection, messageId: string): void {
    if (tag instanceof StationLink) tag.dispatch({ type: 'undelivered', messageId })
  }

  settled({ tag }: OcppConnection): Promise<void> | undefined {
    return tag instanceof StationLink ? tag.whenSettled() : undefined
  }

  /**
   * Takes the epoch of a new connection, after those of all before it, so that the newer has the higher one. Without one it is
   * turned away. Never rejects.
   */
  async #takeEpoch(link: StationLink, before: Promise<void> | undefined): Promise<void> {
    await before
    const { stationId, securityProfile } = link.station
    const remoteAddress = link.connection?.remoteAddress ?? ''
    const { node, stations } = this.#options
    const request = { stationId, node, remoteAddress, securityProfile, protocol: protocolOf(link.station) }
    try {
      link.epoch = (await stations.connect(request)).epoch
    } catch (error) {
      this.#turnAway(link, error)
    }
  }

  async #arrive(link: StationLink, taking: Promise<void>): Promise<void> {
    await taking
    const { epoch, station } = link
    const { stationId } = station
    if (this.#arrivals.get(stationId) === taking) this.#arrivals.delete(stationId)
    if (epoch === undefined) return
    try {
      this.#options.bus.publish(ARRIVALS, { version: 1, stationId, epoch })
      if (link.shown?.proven === true) await this.#enterCertificate(link)
      if (link.connection?.isOpen !== true) return await this.#depart(link, epoch)
      if (link.newerEpoch > epoch) link.end(closeCodes.policyViolation, 'a newer connection has come')
      else if (link.registration === 'accepted') this.#desk.fetchWaiting(link)
    } catch (error) {
      this.#turnAway(link, error)
    }
  }

  async #enterCertificate(link: StationLink): Promise<void> {
    const { shown, station } = link
    if (shown === undefined) return
    link.shown = undefined
    await this.#options.certificates.used(station.stationId, shown.certificate)
    if (!shown.kept) await this.#options.stations.keepCertificateName(station.stationId, shown.commonName)
  }

  #turnAway(link: StationLink, error: unknown): void {
    this.#options.logger.warn('A connection could not be entered', { stationId: link.station.stationId, error })
    link.end(closeCodes.tryAgainLater, 'try again later')
  }

  async #depart(link: StationLink, epoch: number): Promise<void> {
    const { stationId } = link.station
    try {
      const lastSeenMs = link.connection?.lastSeenAtMs ?? this.#options.clock.nowMs()
      await this.#options.stations.disconnect(stationId, epoch, new Date(lastSeenMs))
    } catch (error) {
      this.#options.logger.warn('The end of a connection could not be stored', { stationId, error })
    }
  }

  #onRegistered(link: StationLink, registration: Registration): void {
    if (registration === 'accepted') this.#desk.fetchWaiting(link)
    // It told no serial number but its certificate's (B01.FR.11 and 12), or it would have been hung up on.
    if (link.shown !== undefined) this.#enterCertificate(link).catch((error) => this.#turnAway(link, error))
    const { stationId, certificateExpired } = link.station
    // A00.FR.429: at once, that is after the answer that says so.
    if (registration === 'pending' && certificateExpired) {
      queueMicrotask(() => void this.#options.certificates.askToRenew(stationId))
    }
  }

  /** Another connection of the station has been accepted, here or on another node. */
  #onSuperseded(stationId: string, epoch: number): void {
    const link = this.#links.get(stationId)
    if (link === undefined) return
    link.newerEpoch = Math.max(link.newerEpoch, epoch)
    if (link.epoch !== undefined && link.epoch < epoch)
      link.end(closeCodes.policyViolation, 'a newer connection has come')
  }

  #track(work: Promise<void>): Promise<void> {
    this.#pending.add(work)
    return work.finally(() => this.#pending.delete(work))
  }
}
