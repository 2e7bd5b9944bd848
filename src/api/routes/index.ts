import type { ApiApp } from '../api-app.ts'
import type { RouteContext } from '../route-context.ts'
import { accountEntryRoutes } from './account-entry-routes.ts'
import { accountRoutes } from './account-routes.ts'
import { admissionRoutes } from './admission-routes.ts'
import { alertRoutes } from './alert-routes.ts'
import { balanceRoutes } from './balance-routes.ts'
import { batterySwapRoutes } from './battery-swap-routes.ts'
import { campaignRoutes } from './campaign-routes.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { commandRoutes } from './command-routes.ts'
import { costRoutes } from './cost-routes.ts'
import { customerReportRoutes } from './customer-report-routes.ts'
import { derControlRoutes } from './der-control-routes.ts'
import { firmwareRoutes } from './firmware-routes.ts'
import { firmwareUpdateRoutes } from './firmware-update-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { liveRoutes } from './live-routes.ts'
import { localListRoutes } from './local-list-routes.ts'
import { locationRoutes } from './location-routes.ts'
import { monitoringRoutes } from './monitoring-routes.ts'
import { ownAccountRoutes } from './own-account-routes.ts'
import { partyRoutes } from './party-routes.ts'
import { paymentRoutes } from './payment-routes.ts'
import { providerRoutes } from './provider-routes.ts'
import { questionRoutes } from './question-routes.ts'
import { rebootScheduleRoutes } from './reboot-schedule-routes.ts'
import { recipientRoutes } from './recipient-routes.ts'
import { reservationRoutes } from './reservation-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { smartChargingRoutes } from './smart-charging-routes.ts'
import { stationLogRoutes } from './station-log-routes.ts'
import { stationRecordRoutes } from './station-record-routes.ts'
import { stationRoutes } from './station-routes.ts'
import { strangerRoutes } from './stranger-routes.ts'
import { tariffRoutes } from './tariff-routes.ts'
import { templateRoutes } from './template-routes.ts'
import { tokenRoutes } from './token-routes.ts'
import { transactionRoutes } from './transaction-routes.ts'
import { variableRoutes } from './variable-routes.ts'

import { webPaymentRoutes } from './web-payment-routes.ts'

export { operationRoutes } from './operation-routes.ts'

/** Everything under /api/v1, in the order of its documentation. */
export const API_ROUTES: readonly ((app: ApiApp, context: RouteContext) => void)[] = [
  questionRoutes,
  stationRoutes,
  admissionRoutes,
  strangerRoutes,
  stationRecordRoutes,
  certificateRoutes,
  variableRoutes,
  templateRoutes,
  localListRoutes,
  customerReportRoutes,
  monitoringRoutes,
  alertRoutes,
  recipientRoutes,
  commandRoutes,
  smartChargingRoutes,
  derControlRoutes,
  firmwareRoutes,
  firmwareUpdateRoutes,
  campaignRoutes,
  rebootScheduleRoutes,
  stationLogRoutes,
  transactionRoutes,
  reservationRoutes,
  tokenRoutes,
  tariffRoutes,
  costRoutes,
  balanceRoutes,
  paymentRoutes,
  providerRoutes,
  webPaymentRoutes,
  batterySwapRoutes,
  locationRoutes,
  partyRoutes,
  accountRoutes,
  accountEntryRoutes,
  keyRoutes,
  liveRoutes,
  sessionRoutes,
  ownAccountRoutes,
]
