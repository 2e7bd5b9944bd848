/** Looking at a station's device model, and telling it where to connect. */
export interface ProvisioningRequests {
  /** What is left out does not limit the report; both left out would be a full report, which get-report asks for. */
  'get-custom-report': {
    readonly criteria?: readonly ReportCriterion[]
    readonly targets?: readonly ReportTarget[]
  }
  'set-network-profile': NetworkProfile
}

/** Components that are at work, that exist, that are switched on, that have a problem (2.x B08.FR.07 to 10). */
export const REPORT_CRITERIA = ['active', 'available', 'enabled', 'problem'] as const
export type ReportCriterion = (typeof REPORT_CRITERIA)[number]

/** Without a name, all variables of the component. */
export interface ReportTarget {
  readonly component: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name?: string
  readonly instance?: string
}

export const NETWORK_INTERFACES = [
  ...(['Wired0', 'Wired1', 'Wired2', 'Wired3', 'Wireless0', 'Wireless1', 'Wireless2', 'Wireless3'] as const),
  'Any',
] as const
export type NetworkInterface = (typeof NETWORK_INTERFACES)[number]

/** Where and how a station is to connect. Passwords and keys are forgotten here once the station has answered. */
export interface NetworkProfile {
  readonly slot: number
  readonly url: string
  readonly securityProfile: number
  readonly messageTimeoutS: number
  readonly interface: NetworkInterface
  /** By what it names itself there, where that is another name (2.1). */
  readonly identity?: string
  /** By what it proves itself there (2.1). */
  readonly basicAuthPassword?: string
  readonly apn?: AccessPoint
  readonly vpn?: PrivateNetwork
}

export interface AccessPoint {
  readonly apn: string
  readonly authentication: 'CHAP' | 'NONE' | 'PAP' | 'AUTO'
  readonly userName?: string
  readonly apnPassword?: string
  /** Digits. */
  readonly simPin?: string
  readonly preferredNetwork?: string
  readonly useOnlyPreferredNetwork?: boolean
}

export interface PrivateNetwork {
  readonly server: string
  readonly user: string
  readonly group?: string
  readonly password: string
  readonly key: string
  readonly type: 'IKEv2' | 'IPSec' | 'L2TP' | 'PPTP'
}
