import type { Page, PageRequest, Scope } from '#kernel'

/** Whether an operator lets a station in at all. */
export type Admission = 'accepted' | 'waiting' | 'refused'

/** What the platform answers a BootNotification with: 1.6 §4.2, 2.0.1 B01 to B03. */
export type Registration = 'accepted' | 'pending' | 'rejected'

/** 0: plain; 1: password; 2: password over TLS; 3: client certificate over TLS. 2.0.1 part 2 A00. */
export const SECURITY_PROFILES = [0, 1, 2, 3] as const
export type SecurityProfile = (typeof SECURITY_PROFILES)[number]

/** Those that are built in. A station may speak another, which its edge has a name for. */
export const STATION_PROTOCOLS = ['ocpp1.5', 'ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
export type StationProtocol = (typeof STATION_PROTOCOLS)[number]

/** A charging station. Its id is the identity it names in its OCPP URL, unique in the installation. */
export interface Station {
  readonly id: string
  readonly partyId: string
  readonly locationId?: string
  readonly name?: string
  readonly admission: Admission
  readonly registration: Registration
  readonly vendor?: string
  readonly model?: string
  readonly serialNumber?: string
  readonly firmwareVersion?: string
  readonly iccid?: string
  readonly imsi?: string
  /** As the station calls its meter: some say here that it does not tell its readings. */
  readonly meterType?: string
  /** What it spoke when it was last connected, by the name its edge has for it: `ocpp1.6`. */
  readonly protocol?: string
  readonly bootReason?: string
  readonly bootedAt?: Date
  /** The one that is served, where an operator has set it; else the highest the station has come with. */
  readonly securityProfile: SecurityProfile
  readonly securityProfileSet: boolean
  /** What the platform has told the station to change to: served too, until it comes with one of them (A05). */
  readonly awaitedSecurityProfiles: readonly SecurityProfile[]
  readonly allowProfileDowngrade: boolean
  /** May come in with a certificate that has run out, as pending, to renew it (2.0.1 A00.FR.429). */
  readonly allowExpiredCertificate: boolean
  readonly hasSecret: boolean
  /** The common name of the client certificate it last came with. While no serial number is known it comes with no other. */
  readonly certificateName?: string
  readonly validation?: 'lenient' | 'strict'
  readonly createdAt: Date
  /** Why it was last turned away, where it has not come in since; only of a station by itself. */
  readonly refusal?: ConnectionRefusal
  readonly presence: Presence
  readonly connectors: readonly Connector[]
}

/** A connection that was refused for security's sake (1.6 security whitepaper A00.FR.323 and 408). */
export interface ConnectionRefusal {
  readonly at: Date
  readonly reason: string
  readonly remoteAddress?: string
}

/** Where and since when a station is connected. Any message or pong counts as contact (2.0.1 G02.FR.04). */
export interface Presence {
  readonly epoch: number
  readonly connected: boolean
  readonly node?: string
  readonly connectedAt?: Date
  readonly disconnectedAt?: Date
  readonly lastSeenAt?: Date
  readonly remoteAddress?: string
  readonly securityProfile?: SecurityProfile
  readonly connectionCount: number
  readonly deviationCount: number
}

/** Statuses of both generations in one vocabulary; 2.x stations say `occupied` where 1.6 ones say how. */
export const CONNECTOR_STATUSES = [
  'available',
  'preparing',
  'charging',
  'suspended-vehicle',
  'suspended-station',
  'finishing',
  'occupied',
  'reserved',
  'unavailable',
  'faulted',
  'unknown',
] as const
export type ConnectorStatus = (typeof CONNECTOR_STATUSES)[number]

/** A connector as last reported. EVSE 0 is the station as a whole; a 1.6 connector n is connector 1 of EVSE n. */
export interface Connector {
  readonly evseId: number
  readonly connectorId: number
  readonly status: ConnectorStatus
  /** As the station spelt it; absent or `NoError` when all is well. */
  readonly errorCode?: string
  readonly vendorErrorCode?: string
  readonly info?: string
  readonly statusAt: Date
}

export type StatusReport = Omit<Connector, 'statusAt'> & { readonly stationId: string; readonly at: Date }

/** What a station says of itself when it boots. */
export interface BootFacts {
  readonly vendor?: string
  readonly model?: string
  readonly serialNumber?: string
  readonly firmwareVersion?: string
  readonly iccid?: string
  readonly imsi?: string
  readonly meterType?: string
  readonly meterSerialNumber?: string
  readonly reason?: string
}

/** By what its habits are known. */
export type StationMake = Pick<BootFacts, 'vendor' | 'model' | 'firmwareVersion'>

export interface BootVerdict {
  readonly registration: Registration
  /** Seconds: the heartbeat interval once accepted, else how long to wait before booting again. */
  readonly intervalS: number
  readonly now: Date
}

/** What a station presents before its socket is opened. */
export interface Handshake {
  readonly identity: string
  readonly remoteAddress: string
  readonly overTls: boolean
  /** HTTP Basic credentials; the password is raw bytes, because 1.6 keys need not be text. */
  readonly basicAuth?: { readonly user: string; readonly password: Uint8Array }
  readonly clientCertificate?: {
    /** Its chain ends at a root that is trusted; whether it has run out is said apart. */
    readonly trusted: boolean
    readonly problem?: string
    readonly expired: boolean
    readonly commonName?: string
    readonly organization?: string
  }
}

export type HandshakeVerdict =
  | {
      readonly status: 'accepted'
      readonly stationId: string
      readonly partyId: string
      readonly securityProfile: SecurityProfile
      readonly registration: Registration
      readonly validation?: 'lenient' | 'strict'
      /** The certificate has run out: only Pending until it is renewed (2.0.1 A00.FR.429). */
      readonly certificateExpired: boolean
      /** By which it is let in (security profile 3). */
      readonly certificate?: AcceptedCertificate
      /** Whether the station has ever booted: one that reconnects without BootNotification keeps its registration (C-05). */
      readonly booted: boolean
      /** What it said of itself when it last booted. */
      readonly make?: StationMake
    }
  | {
      readonly status: 'refused'
      readonly reason: 'unknown-station' | 'bad-credentials' | 'profile-too-low' | 'other-profile' | 'not-admitted'
      /** Whose station it is; absent for one that is not known. */
      readonly partyId?: string
      /** Nobody has entered such a station; the party is the one that unannounced stations would be of. */
      readonly unannounced?: true
      /** What it has shown, where that was another than is served. */
      readonly shownProfile?: SecurityProfile
      /** Why a certificate does not count that is of an authority that is trusted. */
      readonly certificateProblem?: CertificateProblem
    }

export interface AcceptedCertificate {
  readonly commonName: string
  /** That name is the station's; otherwise its first BootNotification may still show that it is another's (B01.FR.11). */
  readonly proven: boolean
  /** The station came with a certificate of that name before. */
  readonly kept: boolean
}

export type CertificateProblem = 'expired' | 'of-another-operator' | 'of-another-station'

export interface ConnectRequest {
  readonly stationId: string
  readonly node: string
  readonly protocol: string
  readonly remoteAddress: string
  readonly securityProfile: SecurityProfile
}

export interface NewStation {
  readonly id: string
  readonly partyId: string
  readonly locationId?: string
  readonly name?: string
  readonly admission?: Admission
  readonly registration?: Registration
  /** The only one that is served (A00.FR.001, 002). Absent: whatever the station comes with, and nothing lower later. */
  readonly securityProfile?: SecurityProfile
  /** Plain text, hashed at once and never kept. */
  readonly secret?: string
  /** What its certificate has to name (A00.FR.405). Absent: what the station tells when it boots. */
  readonly serialNumber?: string
}

/** What is null is taken away. */
export type StationChange = Partial<
  Pick<NewStation, 'admission' | 'registration'> & {
    /** null: none is set any more; what was reached stays reached. */
    readonly securityProfile: SecurityProfile | null
    readonly locationId: string | null
    readonly name: string | null
    readonly allowProfileDowngrade: boolean
    readonly allowExpiredCertificate: boolean
    readonly validation: 'lenient' | 'strict' | null
    /** null: what the next certificate names counts, as of a station that takes the place of another. */
    readonly serialNumber: string | null
  }
>

export interface StationFilter {
  readonly connected?: boolean
  readonly admission?: Admission
  readonly locationId?: string
  readonly status?: ConnectorStatus
  /** Matches id, name, vendor, model and serial number. */
  readonly search?: string
  /** Had contact at or after this time: "which stations are active". */
  readonly seenSince?: Date
}

/** The stations of an installation: who may connect, what they are, how their connectors are. */
export interface Stations {
  /** Judges a handshake before the upgrade is answered; an unknown station may be created, by setting. */
  judgeHandshake(handshake: Handshake): Promise<HandshakeVerdict>
  /** The station is who the certificate says: while it tells no serial number it comes with this common name only. */
  keepCertificateName(stationId: string, commonName: string): Promise<void>
  /** Takes the station's next epoch: from now on older connections of it are void (newest connection wins). */
  connect(request: ConnectRequest): Promise<{ epoch: number }>
  /** Says that a connection ended; changes nothing when a newer epoch exists. */
  disconnect(stationId: string, epoch: number, lastSeenAt: Date): Promise<void>
  /** Ends what a node is said to hold: it has just started, so it holds nothing. How many connections that were. */
  releaseNode(node: string): Promise<number>
  /** Last contact of many stations at once, written behind. */
  seen(contacts: readonly { stationId: string; at: Date; deviations: number }[]): Promise<void>
  /** Stores what a station is, and says how it is registered. Durable when it resolves. */
  boot(stationId: string, facts: BootFacts): Promise<BootVerdict>
  /** Stores a connector's status; one older than what is known is ignored. Durable when it resolves. */
  reportStatus(report: StatusReport): Promise<void>

  create(station: NewStation): Promise<Station>
  change(scope: Scope, stationId: string, change: StationChange): Promise<Station>
  /** Sets a new secret; the former one still opens until the new one has been used. Returns it when made here. */
  changeSecret(scope: Scope, stationId: string, secret?: string): Promise<{ secret: string }>
  /** The station took the new secret: the former one is refused from now on (2.0.1 A01.FR.03). */
  confirmSecret(stationId: string): Promise<void>
  /**
   * The platform is about to tell a station to change to one of these profiles: from now on they are served besides, and
   * the one it comes with becomes its own (A05). What is not higher than the present one is left out.
   */
  awaitProfiles(stationId: string, profiles: readonly SecurityProfile[]): Promise<void>
  /** The station would not have these. */
  forgetAwaited(stationId: string, profiles: readonly SecurityProfile[]): Promise<void>
  get(scope: Scope, stationId: string): Promise<Station>
  list(scope: Scope, filter: StationFilter, page: PageRequest): Promise<Page<Station>>
  /** How many stations are connected, faulted and so on, for the head of a page. */
  summary(scope: Scope): Promise<StationSummary>
  /** Stores what is under way and takes no more. */
  close(): Promise<void>
}

export interface StationSummary {
  readonly stations: number
  readonly connected: number
  readonly waiting: number
  readonly faulted: number
  readonly charging: number
}
