import type { AccountTable, ApiKeyTable, MembershipTable, SignInTable } from './account.ts'
import type { BatterySwapEventTable } from './battery-swap.ts'
import type { CommandTable } from './command.ts'
import type { ConnectorTable } from './connector.ts'
import type { CustomerReportPartTable } from './customer-report.ts'
import type { LocalListTable, LocalListTokenTable } from './local-list.ts'
import type { LocationTable } from './location.ts'
import type { MessageLogTable } from './message-log.ts'
import type { PartyTable } from './party.ts'
import type { PaymentTable, WebPaymentTable } from './payment.ts'
import type { ReservationTable } from './reservation.ts'
import type { StationPresenceTable, StationTable } from './station.ts'
import type { StationEventTable } from './station-event.ts'
import type { TariffTable, TokenTariffTable, TransactionCostTable } from './tariff.ts'
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
  local_list: LocalListTable
  local_list_token: LocalListTokenTable
  reservation: ReservationTable
  customer_report_part: CustomerReportPartTable
  battery_swap_event: BatterySwapEventTable
  payment: PaymentTable
  web_payment: WebPaymentTable
  tariff: TariffTable
  token_tariff: TokenTariffTable
  transaction_cost: TransactionCostTable
}
