import type { Connector, Operations, Station } from '#api-client'
import { wordsOf } from './words-of.ts'

export type {
  Connector,
  LoggedMessage,
  Presence,
  Station,
  StationEvent,
  StationSummary,
  Variable,
} from '#api-client'

export type Admission = Station['admission']
export type Registration = Station['registration']
export type SecurityProfile = Station['securityProfile']
export const SECURITY_PROFILES: readonly SecurityProfile[] = [0, 1, 2, 3]
export type StationProtocol = NonNullable<Station['protocol']>

export type ConnectorStatus = Connector['status']
export const CONNECTOR_STATUSES = wordsOf<ConnectorStatus>({
  available: true,
  preparing: true,
  charging: true,
  'suspended-vehicle': true,
  'suspended-station': true,
  finishing: true,
  occupied: true,
  reserved: true,
  unavailable: true,
  faulted: true,
  unknown: true,
})

export interface StationFilter {
  readonly connected?: boolean
  readonly admission?: Admission
  readonly locationId?: string
  readonly status?: ConnectorStatus
  readonly search?: string
}

export type NewStation = Operations['createStation']['request']['body']
/** What is null is taken away. */
export type StationChange = Operations['changeStation']['request']['body']
