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
import type { CommandTable } from './command.ts'
import type { ConnectorTable } from './connector.ts'
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
import type { StationPresenceTable, StationTable } from './station.ts'
import type { StationEventTable } from './station-event.ts'
import type { TokenTable } from './token.ts'
import type { MeterReadingTable, SampleLayoutTable, TransactionEventTable, TransactionTable } from './transaction.ts'
import type { ReportPartTable, VariableTable } from './variable.ts'

/** Every table by its name; each noun's file adds its own. */
export interface DatabaseSchema {
  party: PartyTable
  location: LocationTable
  station: StationTable
  station_presence: StationPresenceTable
  connector: ConnectorTable
  variable: VariableTable
  report_part: ReportPartTable
  token: TokenTable
  transaction: TransactionTable
  transaction_event: TransactionEventTable
  meter_reading: MeterReadingTable
  sample_layout: SampleLayoutTable
  command: CommandTable
  message_log: MessageLogTable
  station_event: StationEventTable
  account: AccountTable
  membership: MembershipTable
  sign_in: SignInTable
  api_key: ApiKeyTable
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
}
