/** Where 2.x keeps what a 1.6 configuration key says. */
export interface KeyVariable {
  readonly component: string
  readonly name: string
  readonly instance?: string
}

/**
 * The configuration keys of 1.6 (§9, and its security whitepaper) that 2.x has as a variable of the same meaning and unit
 * (2.0.1 part 2, referenced components and variables). What changed its meaning on the way is not here.
 */
export const KEY_VARIABLES = {
  AllowOfflineTxForUnknownId: { component: 'AuthCtrlr', name: 'OfflineTxForUnknownIdEnabled' },
  AuthorizationCacheEnabled: { component: 'AuthCacheCtrlr', name: 'Enabled' },
  AuthorizeRemoteTxRequests: { component: 'AuthCtrlr', name: 'AuthorizeRemoteStart' },
  LocalAuthorizeOffline: { component: 'AuthCtrlr', name: 'LocalAuthorizeOffline' },
  LocalPreAuthorize: { component: 'AuthCtrlr', name: 'LocalPreAuthorize' },
  LocalAuthListEnabled: { component: 'LocalAuthListCtrlr', name: 'Enabled' },
  SendLocalListMaxLength: { component: 'LocalAuthListCtrlr', name: 'ItemsPerMessage' },
  ClockAlignedDataInterval: { component: 'AlignedDataCtrlr', name: 'Interval' },
  MeterValuesAlignedData: { component: 'AlignedDataCtrlr', name: 'Measurands' },
  StopTxnAlignedData: { component: 'AlignedDataCtrlr', name: 'TxEndedMeasurands' },
  MeterValueSampleInterval: { component: 'SampledDataCtrlr', name: 'TxUpdatedInterval' },
  MeterValuesSampledData: { component: 'SampledDataCtrlr', name: 'TxUpdatedMeasurands' },
  StopTxnSampledData: { component: 'SampledDataCtrlr', name: 'TxEndedMeasurands' },
  ConnectionTimeOut: { component: 'TxCtrlr', name: 'EVConnectionTimeOut' },
  MaxEnergyOnInvalidId: { component: 'TxCtrlr', name: 'MaxEnergyOnInvalidId' },
  StopTransactionOnEVSideDisconnect: { component: 'TxCtrlr', name: 'StopTxOnEVSideDisconnect' },
  StopTransactionOnInvalidId: { component: 'TxCtrlr', name: 'StopTxOnInvalidId' },
  HeartbeatInterval: { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' },
  ResetRetries: { component: 'OCPPCommCtrlr', name: 'ResetRetries' },
  TransactionMessageAttempts: { component: 'OCPPCommCtrlr', name: 'MessageAttempts', instance: 'TransactionEvent' },
  TransactionMessageRetryInterval: {
    component: 'OCPPCommCtrlr',
    name: 'MessageAttemptInterval',
    instance: 'TransactionEvent',
  },
  UnlockConnectorOnEVSideDisconnect: { component: 'OCPPCommCtrlr', name: 'UnlockOnEVSideDisconnect' },
  WebSocketPingInterval: { component: 'OCPPCommCtrlr', name: 'WebSocketPingInterval' },
  GetConfigurationMaxKeys: { component: 'DeviceDataCtrlr', name: 'ItemsPerMessage', instance: 'GetVariables' },
  ReserveConnectorZeroSupported: { component: 'ReservationCtrlr', name: 'NonEvseSpecific' },
  ChargeProfileMaxStackLevel: { component: 'SmartChargingCtrlr', name: 'ProfileStackLevel' },
  ChargingScheduleAllowedChargingRateUnit: { component: 'SmartChargingCtrlr', name: 'RateUnit' },
  ChargingScheduleMaxPeriods: { component: 'SmartChargingCtrlr', name: 'PeriodsPerSchedule' },
  ConnectorSwitch3to1PhaseSupported: { component: 'SmartChargingCtrlr', name: 'Phases3to1' },
  MaxChargingProfilesInstalled: { component: 'SmartChargingCtrlr', name: 'Entries', instance: 'ChargingProfiles' },
  AdditionalRootCertificateCheck: { component: 'SecurityCtrlr', name: 'AdditionalRootCertificateCheck' },
  AuthorizationKey: { component: 'SecurityCtrlr', name: 'BasicAuthPassword' },
  CpoName: { component: 'SecurityCtrlr', name: 'OrganizationName' },
  SecurityProfile: { component: 'SecurityCtrlr', name: 'SecurityProfile' },
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
