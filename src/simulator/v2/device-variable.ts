import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import { MAX_PERIODS, MAX_STACK_LEVEL, unitsOf } from '../station/charging-profile-rules.ts'
import type { Evse } from '../station/evse.ts'
import { LIST_BYTES, LIST_ENTRIES, LIST_ITEMS } from '../station/local-list.ts'
import { ATTEMPTS_A_PROFILE, NETWORK_SLOTS } from '../station/network-profiles.ts'
import { securityFor } from '../station/reach.ts'
import type { SettingName } from '../station/settings.ts'
import { TARIFF_ELEMENTS } from '../station/tariff-book.ts'
import { FILE_TRANSFERS } from '../upkeep/upkeep-options.ts'
import { connectorStatus } from './messages.ts'
import { webPaymentVariables } from './web-payment-variables.ts'

/** One variable of the device model (2.0.1 part 1 §4): a setting of the station, or a fact about it. */
export interface DeviceVariable {
  readonly component: v201.ComponentType
  readonly variable: v201.VariableType
  readonly dataType: v201.DataEnumType
  readonly minLimit?: number
  readonly maxLimit?: number
  readonly valuesList?: string
  readonly source:
    | { readonly setting: SettingName }
    | { readonly value: () => string; readonly write?: (text: string) => boolean }
}

/** How many variables one request may name, and how many one report message carries (2.0.1 part 2 ItemsPerMessage). */
export const ITEMS_PER_MESSAGE = 10
/** How long one such request may be (2.0.1 part 2 BytesPerMessage). */
export const BYTES_PER_MESSAGE = 1_500

/** A trigger of its own: the status of every EVSE, whichever is named (2.1 F06.FR.20). */
export const CUSTOM_TRIGGER = 'EveryStatus'

type Row = readonly [component: string, variable: string, setting: SettingName, dataType: v201.DataEnumType]

const settings: readonly Row[] = [
  ['AlignedDataCtrlr', 'Interval', 'alignedIntervalS', 'integer'],
  ['AlignedDataCtrlr', 'Measurands', 'alignedMeasurands', 'MemberList'],
  ['AuthCacheCtrlr', 'Enabled', 'authorizationCache', 'boolean'],
  ['AuthCtrlr', 'AuthorizeRemoteStart', 'authorizeRemoteStart', 'boolean'],
  ['AuthCtrlr', 'LocalAuthorizeOffline', 'localAuthorizeOffline', 'boolean'],
  ['AuthCtrlr', 'LocalPreAuthorize', 'localPreAuthorize', 'boolean'],
  ['AuthCtrlr', 'OfflineTxForUnknownIdEnabled', 'allowOfflineUnknown', 'boolean'],
  ['LocalAuthListCtrlr', 'Enabled', 'localList', 'boolean'],
  ['OCPPCommCtrlr', 'HeartbeatInterval', 'heartbeatIntervalS', 'integer'],
  ['OCPPCommCtrlr', 'MessageAttemptInterval/TransactionEvent', 'messageAttemptIntervalS', 'integer'],
  ['OCPPCommCtrlr', 'MessageAttempts/TransactionEvent', 'messageAttempts', 'integer'],
  ['OCPPCommCtrlr', 'MessageTimeout/Default', 'messageTimeoutS', 'integer'],
  ['OCPPCommCtrlr', 'RetryBackOffRandomRange', 'backOffRandomS', 'integer'],
  ['OCPPCommCtrlr', 'RetryBackOffRepeatTimes', 'backOffRepeatTimes', 'integer'],
  ['OCPPCommCtrlr', 'RetryBackOffWaitMinimum', 'backOffMinimumS', 'integer'],
  ['OCPPCommCtrlr', 'UnlockOnEVSideDisconnect', 'unlockOnDisconnect', 'boolean'],
  ['OCPPCommCtrlr', 'WebSocketPingInterval', 'pingIntervalS', 'integer'],
  ['ReservationCtrlr', 'Enabled', 'reservations', 'boolean'],
  ['SampledDataCtrlr', 'TxEndedMeasurands', 'endMeasurands', 'MemberList'],
  ['SampledDataCtrlr', 'TxUpdatedInterval', 'sampleIntervalS', 'integer'],
  ['SampledDataCtrlr', 'TxUpdatedMeasurands', 'sampledMeasurands', 'MemberList'],
  ['SecurityCtrlr', 'CertSigningRepeatTimes', 'certificateRepeatTimes', 'integer'],
  ['SecurityCtrlr', 'CertSigningWaitMinimum', 'certificateWaitS', 'integer'],
  ['SecurityCtrlr', 'OrganizationName', 'organizationName', 'string'],
  ['SmartChargingCtrlr', 'ExternalControlSignalsEnabled', 'externalSignals', 'boolean'],
  ['SmartChargingCtrlr', 'LimitChangeSignificance', 'limitChangePercent', 'decimal'],
  ['SmartChargingCtrlr', 'NotifyChargingLimitWithSchedules', 'notifyLimitSchedules', 'boolean'],
  ['TxCtrlr', 'EVConnectionTimeOut', 'connectionTimeoutS', 'integer'],
  ['TxCtrlr', 'StopTxOnEVSideDisconnect', 'stopOnDisconnect', 'boolean'],
  ['TxCtrlr', 'StopTxOnInvalidId', 'stopOnInvalidToken', 'boolean'],
  ['TxCtrlr', 'TxStartPoint', 'txStartPoint', 'MemberList'],
  ['TxCtrlr', 'TxStopPoint', 'txStopPoint', 'MemberList'],
]

const settings21: readonly Row[] = [
  ['SmartChargingCtrlr', 'ExternalConstraintsProfileDisallowed', 'externalProfileDisallowed', 'boolean'],
  ['PaymentCtrlr', 'SettlementByCSMS', 'settlementByCsms', 'boolean'],
  ['TariffCostCtrlr', 'Enabled/RunningCost', 'runningCost', 'boolean'],
  ['TariffCostCtrlr', 'Enabled/Tariff', 'localCost', 'boolean'],
]

/** Every variable of this station, in the order it reports them. */
export function deviceVariables(body: StationBody): DeviceVariable[] {
  const { hardware, id } = body
  const items = String(ITEMS_PER_MESSAGE)
  return [
    ...(body.version === 'ocpp2.1' ? [...settings, ...settings21] : settings).map(
      ([component, variable, setting, dataType]) => ({
        component: { name: component },
        variable: named(variable),
        dataType,
        source: { setting },
      }),
    ),
    fact('DeviceDataCtrlr', 'ItemsPerMessage/GetVariables', 'integer', () => items),
    fact('DeviceDataCtrlr', 'ItemsPerMessage/SetVariables', 'integer', () => items),
    fact('DeviceDataCtrlr', 'ItemsPerMessage/GetReport', 'integer', () => items),
    ...smartCharging(body),
    fact('DeviceDataCtrlr', 'BytesPerMessage/GetVariables', 'integer', () => String(BYTES_PER_MESSAGE)),
    fact('DeviceDataCtrlr', 'BytesPerMessage/SetVariables', 'integer', () => String(BYTES_PER_MESSAGE)),
    fact('LocalAuthListCtrlr', 'Available', 'boolean', () => 'true'),
    { ...fact('LocalAuthListCtrlr', 'Entries', 'integer', () => String(body.localList.size)), maxLimit: LIST_ENTRIES },
    fact('LocalAuthListCtrlr', 'ItemsPerMessage', 'integer', () => String(LIST_ITEMS)),
    fact('LocalAuthListCtrlr', 'BytesPerMessage', 'integer', () => String(LIST_BYTES)),
    fact('ReservationCtrlr', 'Available', 'boolean', () => 'true'),
    fact('ReservationCtrlr', 'NonEvseSpecific', 'boolean', () => 'true'),
    fact(
      'OCPPCommCtrlr',
      'FileTransferProtocols',
      'MemberList',
      () => body.upkeep.options.fileTransfers ?? FILE_TRANSFERS,
    ),
    ...(body.version === 'ocpp2.1' ? [customTriggers, ...tariffFacts, ...webPaymentVariables(body)] : []),
    fact('ClockCtrlr', 'DateTime', 'dateTime', () => body.stamp(body.nowMs())),
    fact('SecurityCtrlr', 'Identity', 'string', () => id),
    fact('SecurityCtrlr', 'MaxCertificateChainSize', 'integer', () => String(body.settings.longestChain)),
    fact('ChargingStation', 'Model', 'string', () => hardware.model),
    fact('ChargingStation', 'VendorName', 'string', () => hardware.vendor),
    fact('ChargingStation', 'FirmwareVersion', 'string', () => body.upkeep.firmware.version),
    ...networkOrder(body),
    ...NETWORK_SLOTS.flatMap((slot) => networkVariables(body, slot)),
    ...body.evses.flatMap((evse): DeviceVariable[] => {
      const place = { id: evse.id, connectorId: 1 }
      const { outlet } = evse
      const phases = outlet.kind === 'ac' ? String(outlet.phases) : '0'
      const powerW = outlet.kind === 'dc' ? outlet.maxPowerW : outlet.maxCurrentA * 230 * outlet.phases
      return [
        placed('EVSE', { id: evse.id }, 'AvailabilityState', 'OptionList', () => connectorStatus(evse)),
        placed('EVSE', { id: evse.id }, 'Problem', 'boolean', () => String(evse.fault !== undefined)),
        // What flows now; what could is the limit (2.0.1 part 2 §2.15, Power of EVSE).
        {
          ...placed('EVSE', { id: evse.id }, 'Power', 'decimal', () => String(Math.round(evse.powerW))),
          ...{ minLimit: outlet.bidirectional === true ? -powerW : 0, maxLimit: powerW },
        },
        placed('Connector', place, 'AvailabilityState', 'OptionList', () => connectorStatus(evse)),
        placed('Connector', place, 'ConnectorType', 'string', () => connectorType(evse)),
        placed('Connector', place, 'SupplyPhases', 'integer', () => phases),
      ]
    }),
  ]
}

function smartCharging({ hardware, profiles, version }: StationBody): DeviceVariable[] {
  const units = [...new Set(hardware.evses.flatMap(unitsOf))].join(',')
  const name = 'SmartChargingCtrlr'
  const facts = [
    fact(name, 'Available', 'boolean', () => 'true'),
    fact(name, 'Enabled', 'boolean', () => 'true'),
    fact(name, 'ACPhaseSwitchingSupported', 'boolean', () => 'false'),
    fact(name, 'Entries/ChargingProfiles', 'integer', () => String(profiles.all.length)),
    fact(name, 'PeriodsPerSchedule', 'integer', () => String(MAX_PERIODS)),
    fact(name, 'ProfileStackLevel', 'integer', () => String(MAX_STACK_LEVEL)),
    fact(name, 'RateUnit', 'MemberList', () => units),
  ]
  if (version !== 'ocpp2.1') return facts
  return [
    ...facts,
    fact(name, 'SupportedAdditionalPurposes', 'MemberList', () => 'PriorityCharging'),
    fact(name, 'SupportsFeature/DynamicProfiles', 'boolean', () => 'true'),
  ]
}

/** What hangs at an EVSE, in the words of 2.x ConnectorEnumType. */
export function connectorType({ outlet }: Evse): string {
  return outlet.kind === 'dc' ? 'cCCS2' : 'sType2'
}

/** B10: where it is to connect from its next restart on. */
function networkOrder({ networkProfiles, certificates }: StationBody): DeviceVariable[] {
  const order = {
    value: () => networkProfiles.priority.join(','),
    write: (text: string) =>
      networkProfiles.prefer(text, (profile) => securityFor(profile, certificates) !== undefined),
  }
  const [component, name] = ['OCPPCommCtrlr', 'NetworkConfigurationPriority']
  return [
    fact(component, 'NetworkProfileConnectionAttempts', 'integer', () => String(ATTEMPTS_A_PROFILE)),
    { ...fact(component, name, 'SequenceList', order.value), valuesList: NETWORK_SLOTS.join(','), source: order },
  ]
}

/** B09.FR.09: what was set is shown; passwords never are. */
function networkVariables({ networkProfiles }: StationBody, slot: number): DeviceVariable[] {
  const component = { name: 'NetworkConfiguration', instance: String(slot) }
  const shown = (name: string, dataType: v201.DataEnumType, value: () => string): DeviceVariable => ({
    ...{ component, variable: { name }, dataType, source: { value } },
  })
  const set = () => networkProfiles.get(slot)
  return [
    shown('OcppCsmsUrl', 'string', () => set()?.url ?? ''),
    shown('OcppInterface', 'OptionList', () => set()?.interface ?? ''),
    shown('SecurityProfile', 'integer', () => String(set()?.securityProfile ?? 0)),
    shown('MessageTimeout', 'integer', () => String(set()?.messageTimeoutS ?? 0)),
    shown('Identity', 'string', () => set()?.identity ?? ''),
  ]
}

const customTriggers = fact('CustomizationCtrlr', 'CustomTriggers', 'MemberList', () => CUSTOM_TRIGGER)

const tariffFacts: readonly DeviceVariable[] = [
  fact('TxCtrlr', 'SupportedLimits', 'MemberList', () => 'maxCost,maxEnergy,maxTime'),
  fact('TariffCostCtrlr', 'Available/Tariff', 'boolean', () => 'true'),
  fact('TariffCostCtrlr', 'ConditionsSupported/Tariff', 'boolean', () => 'false'),
  fact('TariffCostCtrlr', 'MaxElements/Tariff', 'integer', () => String(TARIFF_ELEMENTS)),
]

/** `name` or `name/instance`. */
function named(text: string): v201.VariableType {
  const [name = '', instance] = text.split('/')
  return instance === undefined ? { name } : { name, instance }
}

export function fact(
  component: string,
  variable: string,
  dataType: v201.DataEnumType,
  value: () => string,
): DeviceVariable {
  return { component: { name: component }, variable: named(variable), dataType, source: { value } }
}

function placed(
  name: string,
  evse: v201.EVSEType,
  variable: string,
  dataType: v201.DataEnumType,
  value: () => string,
): DeviceVariable {
  return { component: { name, evse }, variable: named(variable), dataType, source: { value } }
}
