import { STORE_LIMIT } from '../certificates/trust-store.ts'
import type { StationBody } from '../station/body.ts'
import { MAX_PERIODS, MAX_PROFILES, MAX_STACK_LEVEL, unitsOf } from '../station/charging-profile-rules.ts'
import { LIST_ENTRIES, LIST_ITEMS } from '../station/local-list.ts'
import type { SettingName } from '../station/settings.ts'
import { FILE_TRANSFERS } from '../upkeep/upkeep-options.ts'
import { hasSecurityExtension } from './security-extension.ts'

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
  LocalAuthListEnabled: 'localList',
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
export function configurationKeys(body: StationBody): ConfigurationKey[] {
  const { hardware, settings: now } = body
  const rotation = hardware.evses.map((_, index) => `${index + 1}.RST`).join(',')
  const words = { A: 'Current', W: 'Power' }
  const units = [...new Set(hardware.evses.flatMap(unitsOf))].map((unit) => words[unit]).join(',')
  return [
    ...Object.entries(settings).map(([key, setting]) => ({ key, setting })),
    { key: 'ChargeProfileMaxStackLevel', value: String(MAX_STACK_LEVEL) },
    { key: 'ChargingScheduleAllowedChargingRateUnit', value: units },
    { key: 'ChargingScheduleMaxPeriods', value: String(MAX_PERIODS) },
    { key: 'ConnectorPhaseRotation', value: rotation },
    { key: 'GetConfigurationMaxKeys', value: '50' },
    { key: 'MaxChargingProfilesInstalled', value: String(MAX_PROFILES) },
    { key: 'LocalAuthListMaxLength', value: String(LIST_ENTRIES) },
    { key: 'NumberOfConnectors', value: String(hardware.evses.length) },
    { key: 'ReserveConnectorZeroSupported', value: 'true' },
    { key: 'ResetRetries', value: '0' },
    { key: 'SendLocalListMaxLength', value: String(LIST_ITEMS) },
    { key: 'StopTxnAlignedData', value: '' },
    {
      key: 'SupportedFeatureProfiles',
      value: 'Core,FirmwareManagement,LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging',
    },
    { key: 'SupportedFileTransferProtocols', value: body.upkeep.options.fileTransfers ?? FILE_TRANSFERS },
    ...(hasSecurityExtension(body) ? securityKeys(now.longestChain) : []),
  ]
}

/** Of the security extension (security whitepaper §7). */
function securityKeys(longestChain: number): ConfigurationKey[] {
  return [
    { key: 'CpoName', setting: 'organizationName' },
    { key: 'CertificateSignedMaxChainSize', value: String(longestChain) },
    { key: 'CertificateStoreMaxLength', value: String(STORE_LIMIT) },
  ]
}
