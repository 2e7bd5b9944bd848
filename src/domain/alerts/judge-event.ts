/** Events less grave than this raise no alert: notices, informational and debug ones. */
export const LEAST_SEVERITY = 6

/**
 * How grave security events are. Their list and which are critical: 2.x part 2 appendices §1, 1.6 security whitepaper §7;
 * what merely says that a station was started or set up as intended is a notice.
 */
const securitySeverity: Readonly<Record<string, number>> = {
  TamperDetectionActivated: 2,
  InvalidFirmwareSignature: 2,
  InvalidFirmwareSigningCertificate: 2,
  AttemptedReplayAttacks: 3,
  InvalidCsmsCertificate: 3,
  InvalidCentralSystemCertificate: 3,
  InvalidChargingStationCertificate: 3,
  InvalidChargePointCertificate: 3,
  InvalidTLSVersion: 3,
  InvalidTLSCipherSuite: 3,
  SecurityLogWasCleared: 3,
  MemoryExhaustion: 4,
  DiscardedRenewedClientCertificate: 4,
  MaintenanceLoginFailed: 4,
  CsmsFailedToAuthenticate: 4,
  CsmsFailedToAuthentication: 4,
  CentralSystemFailedToAuthenticate: 4,
  FailedToAuthenticateAtCsms: 4,
  FailedToAuthenticationAtCsms: 4,
  FailedToAuthenticateAtCentralSystem: 4,
  InvalidMessages: 5,
  MaintenanceLoginAccepted: 6,
  ReconfigurationOfSecurityParameters: 6,
  FirmwareUpdated: 7,
  SettingSystemTime: 7,
  StartupOfTheDevice: 8,
  ResetOrReboot: 8,
}
/** Of a vendor's own kind. */
const UNKNOWN_SECURITY = 5
/** 2.x: the default severity of any monitoring event. */
const UNKNOWN_MONITORING = 5

export interface JudgedEvent {
  readonly cause: 'security' | 'monitor'
  readonly subject: string
  readonly severity: number
  readonly detail: string
  readonly evseId?: number
  readonly connectorId?: number
  /** The variable has come back: whatever was open is over. */
  readonly cleared: boolean
}

interface StoredEvent {
  readonly kind: string
  readonly type: string
  readonly severity: number | null
  readonly facts: Readonly<Record<string, unknown>>
}

/** What an event means for alerts; undefined for one that raises none. */
export function judgeEvent(event: StoredEvent): JudgedEvent | undefined {
  if (event.kind === 'security') {
    const { type, facts } = event
    const severity = Object.hasOwn(securitySeverity, type) ? securitySeverity[type] : undefined
    // Of one that an operator has turned away nobody need be told.
    if (type === 'ConnectionRefused' && facts.reason === 'not-admitted') return undefined
    const detail = [facts.techInfo, facts.reason].find((text) => typeof text === 'string') ?? ''
    return graveEnough({
      cause: 'security',
      subject: type,
      severity: severity ?? UNKNOWN_SECURITY,
      detail,
      cleared: false,
    })
  }
  return event.kind === 'monitoring' ? judgeMonitoring(event) : undefined
}

/** Only a threshold that is crossed is alarming (trigger `Alerting`); differences and periodic values are told as asked. */
function judgeMonitoring({ type, severity, facts }: StoredEvent): JudgedEvent | undefined {
  if (facts.trigger !== 'Alerting') return undefined
  const { variableMonitoringId, actualValue, techInfo, cleared } = facts
  const { evseId, connectorId } = placeOf(facts.component)
  const judged: JudgedEvent = {
    cause: 'monitor',
    subject: (typeof variableMonitoringId === 'number' ? `${type} ${variableMonitoringId}` : type).slice(-255),
    severity: severity ?? UNKNOWN_MONITORING,
    detail: [type, actualValue, techInfo].filter((part) => typeof part === 'string').join(' '),
    ...(evseId !== undefined && { evseId }),
    ...(connectorId !== undefined && { connectorId }),
    cleared: cleared === true,
  }
  return judged.cleared ? judged : graveEnough(judged)
}

function graveEnough(judged: JudgedEvent): JudgedEvent | undefined {
  return judged.severity <= LEAST_SEVERITY ? judged : undefined
}

/** The facts of an event are whatever the station said. */
function placeOf(component: unknown): { evseId?: number; connectorId?: number } {
  const evse = fieldOf(component, 'evse')
  const id = fieldOf(evse, 'id')
  const connectorId = fieldOf(evse, 'connectorId')
  return {
    ...(isPlace(id) && { evseId: id }),
    ...(isPlace(connectorId) && { connectorId }),
  }
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 9_999
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
