import type { AccountTable, ApiKeyTable, MembershipTable, SignInTable } from './account.ts'
import type {
  AlertConnectorWatchTable,
  AlertDeliveryTable,
  AlertEventSeenTable,
  AlertRecipientTable,
  AlertStepTable,
  AlertTable,
  AlertTransactionWatchTable,
} from './alert.ts'
import type { BatterySwapEventTable } from './battery-swap.ts'
import type { CampaignStationTable, CampaignTable, RebootScheduleTable } from './campaign.ts'
import type { CertificateAuthorityTable, InstalledCertificateTable, StationCertificateTable } from './certificate.ts'
import type { CommandTable } from './command.ts'
import type { ConfigurationCheckTable, ConfigurationDriftTable, ConfigurationTemplateTable } from './configuration.ts'
import type { ConnectorTable } from './connector.ts'
import type {
  PaymentOrderTable,
  PaymentProviderTable,
  StationDefaultTariffTable,
  StationTariffTable,
  TokenBalanceEntryTable,
  TokenBalanceTable,
  TransactionChargeTable,
  TransactionLimitTable,
  TransactionPricingTable,
  TransactionTariffTable,
} from './cost.ts'
import type { CustomerReportPartTable } from './customer-report.ts'
import type { FirmwareImageTable, FirmwarePublicationTable, FirmwareUpdateTable } from './firmware.ts'
import type { LocalListTable, LocalListTokenTable } from './local-list.ts'
import type { LocationTable } from './location.ts'
import type { MessageLogTable } from './message-log.ts'
import type {
  DisplayMessageTable,
  EventStreamTable,
  MonitoringSettingTable,
  MonitorTable,
  StationReportPartTable,
  StationReportTable,
  StreamSourceTable,
  StreamValueTable,
} from './monitoring.ts'
import type { PartyTable } from './party.ts'
import type { PaymentTable, WebPaymentTable } from './payment.ts'
import type { ReservationTable } from './reservation.ts'
import type {
  ChargingLimitTable,
  ChargingNeedsRuleTable,
  ChargingNeedsTable,
  ChargingProfileTable,
  ChargingReportTable,
  DerAlarmTable,
  DerControlTable,
  DerReportTable,
  PriorityChargingTable,
  ToldScheduleTable,
  TransactionTransferTable,
} from './smart-charging.ts'
import type { StationPresenceTable, StationTable } from './station.ts'
import type { StationEventTable } from './station-event.ts'
import type { StationLogTable } from './station-log.ts'
import type { StrangerTable } from './stranger.ts'
import type { TariffTable, TokenTariffTable, TransactionCostTable } from './tariff.ts'
import type { TokenTable } from './token.ts'
import type { MeterReadingTable, SampleLayoutTable, TransactionEventTable, TransactionTable } from './transaction.ts'
import type { FormerVariableTable, VariableTable } from './variable.ts'

/** Every table by its name; each noun's file adds its own. */
export interface DatabaseSchema {
  party: PartyTable
  location: LocationTable
  station: StationTable
  station_presence: StationPresenceTable
  connector: ConnectorTable
  variable: VariableTable
  variable_former: FormerVariableTable
  configuration_template: ConfigurationTemplateTable
  configuration_check: ConfigurationCheckTable
  configuration_drift: ConfigurationDriftTable
  token: TokenTable
  transaction: TransactionTable
  transaction_event: TransactionEventTable
  meter_reading: MeterReadingTable
  sample_layout: SampleLayoutTable
  command: CommandTable
  certificate_authority: CertificateAuthorityTable
  station_certificate: StationCertificateTable
  installed_certificate: InstalledCertificateTable
  message_log: MessageLogTable
  station_event: StationEventTable
  charging_profile: ChargingProfileTable
  charging_report: ChargingReportTable
  told_schedule: ToldScheduleTable
  charging_limit: ChargingLimitTable
  charging_needs: ChargingNeedsTable
  charging_needs_rule: ChargingNeedsRuleTable
  priority_charging: PriorityChargingTable
  transaction_transfer: TransactionTransferTable
  der_control: DerControlTable
  der_report: DerReportTable
  der_alarm: DerAlarmTable
  firmware_image: FirmwareImageTable
  firmware_update: FirmwareUpdateTable
  firmware_publication: FirmwarePublicationTable
  station_log: StationLogTable
  stranger: StrangerTable
  campaign: CampaignTable
  campaign_station: CampaignStationTable
  reboot_schedule: RebootScheduleTable
  account: AccountTable
  membership: MembershipTable
  sign_in: SignInTable
  api_key: ApiKeyTable
  local_list: LocalListTable
  local_list_token: LocalListTokenTable
  reservation: ReservationTable
  customer_report_part: CustomerReportPartTable
  monitor: MonitorTable
  monitoring_setting: MonitoringSettingTable
  station_report: StationReportTable
  station_report_part: StationReportPartTable
  display_message: DisplayMessageTable
  event_stream: EventStreamTable
  stream_source: StreamSourceTable
  stream_value: StreamValueTable
  alert: AlertTable
  alert_step: AlertStepTable
  alert_event_seen: AlertEventSeenTable
  alert_transaction_watch: AlertTransactionWatchTable
  alert_connector_watch: AlertConnectorWatchTable
  alert_recipient: AlertRecipientTable
  alert_delivery: AlertDeliveryTable
  battery_swap_event: BatterySwapEventTable
  payment: PaymentTable
  web_payment: WebPaymentTable
  tariff: TariffTable
  token_tariff: TokenTariffTable
  transaction_cost: TransactionCostTable
  station_default_tariff: StationDefaultTariffTable
  station_tariff: StationTariffTable
  transaction_pricing: TransactionPricingTable
  transaction_tariff: TransactionTariffTable
  transaction_charge: TransactionChargeTable
  token_balance: TokenBalanceTable
  token_balance_entry: TokenBalanceEntryTable
  transaction_limit: TransactionLimitTable
  payment_provider: PaymentProviderTable
  payment_order: PaymentOrderTable
}
