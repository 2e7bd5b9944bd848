/** Where 2.x keeps what a 1.6 configuration key says. */
export interface KeyVariable {
  readonly component: string
  readonly name: string
  readonly instance?: string
}

/**
 * The configuration keys of 1.6 that 2.x has as a variable whose value means the same, so that one question has one answer.
 * Beside each line: where 1.6 (§9, its security whitepaper, its errata), 2.0.1 and 2.1 (part 2, referenced variables) say
 * what it is. What changed its meaning or its words on the way is not here: ChargingScheduleAllowedChargingRateUnit lists
 * Current and Power, RateUnit A and W (1.6 errata 3.88); MaxChargingProfilesInstalled, LocalAuthListMaxLength and
 * CertificateStoreMaxLength are the most there may be, while the value of Entries and CertificateEntries is how many there
 * are and only their maxLimit the most (2.0.1 2.9.10, 2.5.2, 2.2.4). Some keys can be set in one generation only:
 * SecurityProfile is read-only in 2.x, where a network profile sets it.
 */
export const KEY_VARIABLES = {
  AllowOfflineTxForUnknownId: { component: 'AuthCtrlr', name: 'OfflineTxForUnknownIdEnabled' }, // 9.1.1 · 2.3.3 · 2.3.3
  AuthorizationCacheEnabled: { component: 'AuthCacheCtrlr', name: 'Enabled' }, // 9.1.2 · 2.4.1 · 2.5.1
  AuthorizeRemoteTxRequests: { component: 'AuthCtrlr', name: 'AuthorizeRemoteStart' }, // 9.1.3 · 2.3.4 · 2.3.4
  ClockAlignedDataInterval: { component: 'AlignedDataCtrlr', name: 'Interval' }, // 9.1.5 · 2.7.12 · 2.9.17
  ConnectionTimeOut: { component: 'TxCtrlr', name: 'EVConnectionTimeOut' }, // 9.1.6 · 2.6.1 · 2.7.1
  GetConfigurationMaxKeys: { component: 'DeviceDataCtrlr', name: 'ItemsPerMessage', instance: 'GetVariables' }, // 9.1.9 · 2.1.17 · 2.1.18
  HeartbeatInterval: { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }, // 9.1.10 · 2.1.5 · 2.1.5
  LocalAuthorizeOffline: { component: 'AuthCtrlr', name: 'LocalAuthorizeOffline' }, // 9.1.12 · 2.3.5 · 2.3.5
  LocalPreAuthorize: { component: 'AuthCtrlr', name: 'LocalPreAuthorize' }, // 9.1.13 · 2.3.6 · 2.3.6
  MaxEnergyOnInvalidId: { component: 'TxCtrlr', name: 'MaxEnergyOnInvalidId' }, // 9.1.14 · 2.6.7 · 2.7.7
  MeterValuesAlignedData: { component: 'AlignedDataCtrlr', name: 'Measurands' }, // 9.1.15 · 2.7.11 · 2.9.16
  MeterValuesSampledData: { component: 'SampledDataCtrlr', name: 'TxUpdatedMeasurands' }, // 9.1.17 · 2.7.7 · 2.9.10
  MeterValueSampleInterval: { component: 'SampledDataCtrlr', name: 'TxUpdatedInterval' }, // 9.1.19 · 2.7.8 · 2.9.11
  ResetRetries: { component: 'OCPPCommCtrlr', name: 'ResetRetries' }, // 9.1.22 · 2.1.14 · 2.1.15
  StopTransactionOnEVSideDisconnect: { component: 'TxCtrlr', name: 'StopTxOnEVSideDisconnect' }, // 9.1.23 · 2.6.2 · 2.7.2
  StopTransactionOnInvalidId: { component: 'TxCtrlr', name: 'StopTxOnInvalidId' }, // 9.1.24 · 2.6.8 · 2.7.8
  StopTxnAlignedData: { component: 'AlignedDataCtrlr', name: 'TxEndedMeasurands' }, // 9.1.25 · 2.7.15 · 2.9.21
  StopTxnSampledData: { component: 'SampledDataCtrlr', name: 'TxEndedMeasurands' }, // 9.1.27 · 2.7.4 · 2.9.7
  TransactionMessageAttempts: { component: 'OCPPCommCtrlr', name: 'MessageAttempts', instance: 'TransactionEvent' }, // 9.1.31 · 2.1.10 · 2.1.11
  TransactionMessageRetryInterval: {
    component: 'OCPPCommCtrlr',
    name: 'MessageAttemptInterval',
    instance: 'TransactionEvent',
  }, // 9.1.32 · 2.1.11 · 2.1.12
  UnlockConnectorOnEVSideDisconnect: { component: 'OCPPCommCtrlr', name: 'UnlockOnEVSideDisconnect' }, // 9.1.33 · 2.1.12 · 2.1.13
  WebSocketPingInterval: { component: 'OCPPCommCtrlr', name: 'WebSocketPingInterval' }, // 9.1.34 · part 4 8.4 · part 4 8.4
  LocalAuthListEnabled: { component: 'LocalAuthListCtrlr', name: 'Enabled' }, // 9.2.1 · 2.5.1 · 2.6.1
  SendLocalListMaxLength: { component: 'LocalAuthListCtrlr', name: 'ItemsPerMessage' }, // 9.2.3 · 2.5.4 · 2.6.4
  ReserveConnectorZeroSupported: { component: 'ReservationCtrlr', name: 'NonEvseSpecific' }, // 9.3.1 · 2.8.3 · 2.10.3
  ChargeProfileMaxStackLevel: { component: 'SmartChargingCtrlr', name: 'ProfileStackLevel' }, // 9.4.1 · 2.9.4 · 2.11.4
  ChargingScheduleMaxPeriods: { component: 'SmartChargingCtrlr', name: 'PeriodsPerSchedule' }, // 9.4.3 · 2.9.6 · 2.11.6
  ConnectorSwitch3to1PhaseSupported: { component: 'SmartChargingCtrlr', name: 'Phases3to1' }, // 9.4.4 · 2.9.9 · 2.11.10
  SupportedFileTransferProtocols: { component: 'OCPPCommCtrlr', name: 'FileTransferProtocols' }, // errata 3.90 · 2.1.4 · 2.1.4
  AdditionalRootCertificateCheck: { component: 'SecurityCtrlr', name: 'AdditionalRootCertificateCheck' }, // security 7.1 · 2.2.6 · 2.2.6
  AuthorizationKey: { component: 'SecurityCtrlr', name: 'BasicAuthPassword' }, // security 7.2 · 2.2.1 · 2.2.1
  CertificateSignedMaxChainSize: { component: 'SecurityCtrlr', name: 'MaxCertificateChainSize' }, // security 7.3 · 2.2.7 · 2.2.7
  CpoName: { component: 'SecurityCtrlr', name: 'OrganizationName' }, // security 7.5 · 2.2.3 · 2.2.3
  SecurityProfile: { component: 'SecurityCtrlr', name: 'SecurityProfile' }, // security 7.6 · 2.2.5 · 2.2.5
} as const satisfies Readonly<Record<string, KeyVariable>>

const byVariable = new Map(
  Object.entries<KeyVariable>(KEY_VARIABLES).map(([key, variable]) => [wordOf(variable), key] as const),
)
const byKey = new Map(
  Object.entries<KeyVariable>(KEY_VARIABLES).map(([key, variable]) => [key.toLowerCase(), variable]),
)

/** The variable that means what a 1.6 key means; undefined when 2.x has none. Keys compare without regard to case. */
export function variableOfKey(key: string): KeyVariable | undefined {
  return byKey.get(key.toLowerCase())
}

/** The 1.6 key that means what a variable means; undefined when 1.6 has none. */
export function keyOfVariable(variable: KeyVariable): string | undefined {
  return byVariable.get(wordOf(variable))
}

function wordOf({ component, name, instance = '' }: KeyVariable): string {
  return `${component}.${name}.${instance}`.toLowerCase()
}
