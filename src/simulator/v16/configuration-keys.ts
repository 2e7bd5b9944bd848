import type { StationBody } from '../station/body.ts'
import type { SettingName } from '../station/settings.ts'

/** A key of 1.6 §9: a setting of the station, or a fact about it that cannot be changed. */
export type ConfigurationKey =
  | { readonly key: string; readonly setting: SettingName }
  | { readonly key: string; readonly value: string }

const settings: Readonly<Record<string, SettingName>> = {
  AllowOfflineTxForUnknownId: 'allowOfflineUnknown',
  AuthorizationCacheEnabled: 'authorizationCache',
  AuthorizeRemoteTxRequests: 'authorizeRemoteStart',
  ClockAlignedDataInterval: 'alignedIntervalS',
  ConnectionTimeOut: 'connectionTimeoutS',
  HeartbeatInterval: 'heartbeatIntervalS',
  LocalAuthorizeOffline: 'localAuthorizeOffline',
  LocalPreAuthorize: 'localPreAuthorize',
  MeterValuesAlignedData: 'alignedMeasurands',
  MeterValuesSampledData: 'sampledMeasurands',
  MeterValueSampleInterval: 'sampleIntervalS',
  StopTransactionOnEVSideDisconnect: 'stopOnDisconnect',
  StopTransactionOnInvalidId: 'stopOnInvalidToken',
  StopTxnSampledData: 'endMeasurands',
  TransactionMessageAttempts: 'messageAttempts',
  TransactionMessageRetryInterval: 'messageAttemptIntervalS',
  UnlockConnectorOnEVSideDisconnect: 'unlockOnDisconnect',
  WebSocketPingInterval: 'pingIntervalS',
}

/** Every key of this station, in the order it lists them. */
export function configurationKeys({ hardware, upkeep }: StationBody): ConfigurationKey[] {
  const rotation = hardware.evses.map((_, index) => `${index + 1}.RST`).join(',')
  return [
    ...Object.entries(settings).map(([key, setting]) => ({ key, setting })),
    { key: 'ConnectorPhaseRotation', value: rotation },
    { key: 'GetConfigurationMaxKeys', value: '50' },
    { key: 'NumberOfConnectors', value: String(hardware.evses.length) },
    { key: 'ResetRetries', value: '0' },
    { key: 'StopTxnAlignedData', value: '' },
    { key: 'SupportedFeatureProfiles', value: 'Core,FirmwareManagement,RemoteTrigger' },
    { key: 'SupportedFileTransferProtocols', value: 'HTTP,HTTPS' },
    ...(upkeep.options.securityExtension === true ? [{ key: 'CpoName', value: '' }] : []),
  ]
}
