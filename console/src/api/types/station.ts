import type { Iso } from './page.ts'

export type Admission = 'accepted' | 'waiting' | 'refused'
export type Registration = 'accepted' | 'pending' | 'rejected'
export type SecurityProfile = 0 | 1 | 2 | 3
export type StationProtocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1'

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
  readonly protocol?: StationProtocol
  readonly bootReason?: string
  readonly bootedAt?: Iso
  readonly securityProfile: SecurityProfile
  readonly allowProfileDowngrade: boolean
  readonly hasSecret: boolean
  readonly validation?: 'lenient' | 'strict'
  readonly createdAt: Iso
  readonly presence: Presence
  readonly connectors: readonly Connector[]
}

export interface Presence {
  readonly epoch: number
  readonly connected: boolean
  readonly node?: string
  readonly connectedAt?: Iso
  readonly disconnectedAt?: Iso
  readonly lastSeenAt?: Iso
  readonly remoteAddress?: string
  readonly securityProfile?: SecurityProfile
  readonly connectionCount: number
  readonly deviationCount: number
}

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

export interface Connector {
  readonly evseId: number
  readonly connectorId: number
  readonly status: ConnectorStatus
  readonly errorCode?: string
  readonly vendorErrorCode?: string
  readonly info?: string
  readonly statusAt: Iso
}

export interface StationSummary {
  readonly stations: number
  readonly connected: number
  readonly waiting: number
  readonly faulted: number
  readonly charging: number
}

export interface StationFilter {
  readonly connected?: boolean
  readonly admission?: Admission
  readonly locationId?: string
  readonly status?: ConnectorStatus
  readonly search?: string
}

export interface NewStation {
  readonly id: string
  readonly partyId: string
  readonly locationId?: string
  readonly name?: string
  readonly securityProfile?: SecurityProfile
  readonly secret?: string
}

export interface StationChange {
  readonly name?: string | null
  readonly locationId?: string | null
  readonly registration?: Registration
  readonly securityProfile?: SecurityProfile
  readonly allowProfileDowngrade?: boolean
  readonly validation?: 'lenient' | 'strict' | null
}

/** One attribute of one variable; a 1.6 configuration key is a variable of component `Configuration`. */
export interface Variable {
  readonly stationId: string
  readonly component: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
  readonly name: string
  readonly instance?: string
  readonly attribute: 'Actual' | 'Target' | 'MinSet' | 'MaxSet'
  readonly value?: string
  readonly mutability?: 'ReadOnly' | 'WriteOnly' | 'ReadWrite'
  readonly dataType?: string
  readonly unit?: string
  readonly updatedAt: Iso
}

export interface StationEvent {
  readonly id: string
  readonly stationId: string
  readonly kind: 'security' | 'monitoring' | 'firmware' | 'log' | 'data-transfer'
  readonly type: string
  readonly at: Iso
  readonly receivedAt: Iso
  readonly severity?: number
  readonly facts: Readonly<Record<string, unknown>>
}

export interface LoggedMessage {
  readonly stationId: string
  readonly at: Iso
  readonly direction: 'in' | 'out'
  readonly kind: 'call' | 'result' | 'error' | 'send' | 'result-error' | 'unreadable'
  readonly action?: string
  readonly messageId?: string
  readonly frame: string
  readonly note?: string
}
