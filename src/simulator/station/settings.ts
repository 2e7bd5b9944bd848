/** What an operator can set, whatever the version calls it. Times in whole seconds, as OCPP has them. */
export interface Settings {
  heartbeatIntervalS: number
  connectionTimeoutS: number
  sampleIntervalS: number
  /** Distance of clock-aligned readings from midnight; 0 for none. */
  alignedIntervalS: number
  messageTimeoutS: number
  messageAttempts: number
  messageAttemptIntervalS: number
  backOffMinimumS: number
  backOffRepeatTimes: number
  backOffRandomS: number
  pingIntervalS: number
  authorizeRemoteStart: boolean
  authorizationCache: boolean
  localPreAuthorize: boolean
  localAuthorizeOffline: boolean
  localList: boolean
  reservations: boolean
  /** Calculates cost by tariffs (2.1). */
  localCost: boolean
  runningCost: boolean
  /** The CSMS takes the money of those who pay at the terminal (2.1). */
  settlementByCsms: boolean
  allowOfflineUnknown: boolean
  /** Cars may charge by their contracts (2.x C07), and get contracts through the station (M01, M02). */
  plugAndCharge: boolean
  contractInstallation: boolean
  /** The CSMS judges contracts whose root the station lacks (C07.FR.06). */
  centralContractValidation: boolean
  /** Contracts are judged also without the CSMS (C07.FR.07 to 12). */
  contractValidationOffline: boolean
  stopOnDisconnect: boolean
  stopOnInvalidToken: boolean
  unlockOnDisconnect: boolean
  sampledMeasurands: readonly string[]
  alignedMeasurands: readonly string[]
  /** What of the periodic readings is repeated at the end of a transaction. */
  endMeasurands: readonly string[]
  /** What of a station that feeds the grid is sampled besides, by mode of operation (2.1 Q01.FR.35). */
  setpointMeasurands: readonly string[]
  centralFrequencyMeasurands: readonly string[]
  localFrequencyMeasurands: readonly string[]
  /** By how much the frequency changes until power follows it, in mHz (2.1 LocalFrequencyUpdateThreshold). */
  frequencyStepMhz: number
  txStartPoint: readonly string[]
  txStopPoint: readonly string[]
  /** What the station's certificate names as its owner (1.6 CpoName, 2.x OrganizationName). */
  organizationName: string
  /** How long it waits for a certificate before it asks again; doubled each time (2.x CertSigningWaitMinimum). */
  certificateWaitS: number
  certificateRepeatTimes: number
  /** The longest chain it takes, in characters (2.x MaxCertificateChainSize). */
  longestChain: number
  /** Others than the CSMS may limit the station (2.x ExternalControlSignalsEnabled). */
  externalSignals: boolean
  /** But not by a limit of their own (2.1 ExternalConstraintsProfileDisallowed). */
  externalProfileDisallowed: boolean
  /** The CSMS is also told what their limit is (2.x NotifyChargingLimitWithSchedules). */
  notifyLimitSchedules: boolean
  /** What changes by no more than this is not told (2.x LimitChangeSignificance). */
  limitChangePercent: number
}

export type SettingName = keyof Settings

const measurands = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Current.Import',
  'Voltage',
  'Current.Offered',
  'SoC',
]

export const defaultSettings: Readonly<Settings> = {
  heartbeatIntervalS: 300,
  connectionTimeoutS: 60,
  sampleIntervalS: 60,
  alignedIntervalS: 0,
  messageTimeoutS: 30,
  messageAttempts: 3,
  messageAttemptIntervalS: 10,
  backOffMinimumS: 2,
  backOffRepeatTimes: 5,
  backOffRandomS: 2,
  pingIntervalS: 60,
  authorizeRemoteStart: false,
  authorizationCache: true,
  localPreAuthorize: false,
  localAuthorizeOffline: true,
  localList: true,
  reservations: true,
  localCost: true,
  runningCost: true,
  settlementByCsms: false,
  allowOfflineUnknown: false,
  plugAndCharge: true,
  contractInstallation: true,
  centralContractValidation: true,
  contractValidationOffline: false,
  stopOnDisconnect: true,
  stopOnInvalidToken: true,
  unlockOnDisconnect: true,
  sampledMeasurands: measurands,
  alignedMeasurands: ['Energy.Active.Import.Register'],
  endMeasurands: [],
  setpointMeasurands: ['Power.Active.Setpoint', 'Power.Active.Residual'],
  centralFrequencyMeasurands: ['Power.Active.Setpoint', 'Power.Active.Residual'],
  localFrequencyMeasurands: ['Frequency', 'Power.Active.Setpoint', 'Power.Active.Residual'],
  frequencyStepMhz: 10,
  txStartPoint: ['PowerPathClosed'],
  txStopPoint: ['EVConnected', 'Authorized'],
  organizationName: 'Chargewright',
  certificateWaitS: 30,
  certificateRepeatTimes: 3,
  longestChain: 10_000,
  externalSignals: true,
  externalProfileDisallowed: false,
  notifyLimitSchedules: false,
  limitChangePercent: 1,
}

/** Those of a station that feeds the grid: it also counts what comes back. */
export const bidirectionalSettings: Readonly<Settings> = {
  ...defaultSettings,
  sampledMeasurands: [
    ...measurands,
    ...['Energy.Active.Export.Register', 'Power.Active.Export', 'Current.Export', 'Power.Factor'],
  ],
  alignedMeasurands: ['Energy.Active.Import.Register', 'Energy.Active.Export.Register'],
}

/** The value as every version writes it: decimal number, `true` or `false`, comma-separated list. */
export function showSetting(settings: Settings, name: SettingName): string {
  const value = settings[name]
  return typeof value === 'object' ? value.join(',') : String(value)
}

/** Sets from text; false when the text is no value of this setting. */
export function changeSetting(settings: Settings, name: SettingName, text: string): boolean {
  const value = name === 'limitChangePercent' ? parsePercent(text.trim()) : parse(settings[name], text.trim())
  if (value === undefined) return false
  Object.assign(settings, { [name]: value })
  return true
}

function parsePercent(text: string): number | undefined {
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined
}

function parse(current: Settings[SettingName], text: string): Settings[SettingName] | undefined {
  if (typeof current === 'number') return /^\d{1,9}$/.test(text) ? Number(text) : undefined
  if (typeof current === 'boolean') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined
  if (typeof current === 'string') return text.length <= 100 ? text : undefined
  const list = text === '' ? [] : text.split(',').map((part) => part.trim())
  return list.every((part) => /^[\w.-]{1,50}$/.test(part)) ? list : undefined
}
