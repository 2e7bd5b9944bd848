import type { ApiServices } from '#api'
import { createAccounts } from '#domain/accounts'
import { createAlerts } from '#domain/alerts'
import { createAuthorization } from '#domain/authorization'
import { createBatterySwaps } from '#domain/battery-swaps'
import { createCampaigns, createRebootSchedules } from '#domain/campaigns'
import { createCertificates } from '#domain/certificates'
import { createCommands, profileCommands } from '#domain/commands'
import { createConfiguration } from '#domain/configuration'
import { createBalances, createCosts, createLimits } from '#domain/costs'
import { createCustomerInformation } from '#domain/customer-information'
import { createDerControls } from '#domain/der-control'
import { createDeviceModel } from '#domain/device-model'
import { createDisplayMessages } from '#domain/display-messages'
import { createEventStreams } from '#domain/event-streams'
import { createStationEvents } from '#domain/events'
import { createLocalLists } from '#domain/local-lists'
import { createLocations } from '#domain/locations'
import { createMessages } from '#domain/messages'
import { createMonitoring } from '#domain/monitoring'
import { createParties } from '#domain/parties'
import { createPayments, createSettlements, createWebPayments } from '#domain/payments'
import { createReservations } from '#domain/reservations'
import { createSmartCharging } from '#domain/smart-charging'
import { createStations } from '#domain/stations'
import { createStrangers } from '#domain/strangers'
import { createTariffs } from '#domain/tariffs'
import { createTransactions, type TransactionService } from '#domain/transactions'
import { type Bus, type Clock, noMetrics, silentLogger } from '#kernel'
import type { Database } from '#storage'
import { testFiling } from './filing.ts'

export interface TestDomain {
  readonly services: ApiServices & { readonly transactions: TransactionService }
  /** Finishes what is under way, and removes what was filed. */
  close(): Promise<void>
}

/** The whole domain, which every test gets in the same way, over a database of its own. */
export async function testDomain(given: {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
}): Promise<TestDomain> {
  const secretKey = new Uint8Array(32).fill(7)
  const shared = { ...given, logger: silentLogger, metrics: noMetrics, secretKey }
  const { close: removeFiles, ...filing } = await testFiling(shared)
  const authorization = createAuthorization(shared)
  const commands = createCommands({ ...shared, limits: { waitingPerStation: 100 } })
  const deviceModel = createDeviceModel(shared)
  const stations = createStations({
    ...shared,
    settings: {
      unknownStations: 'refuse',
      heartbeatIntervalS: 300,
      securityProfileMinimum: 0,
      defaultPartyId: 'default',
    },
  })
  const tariffs = createTariffs(shared)
  const webPayments = createWebPayments({ ...shared, commands })
  const transactions = createTransactions({ ...shared, authorization })
  const costs = createCosts({ ...shared, tariffs, transactions, commands })
  const campaigns = createCampaigns({ ...shared, commands, firmware: filing.firmware })
  const stationEvents = createStationEvents(shared)
  const services = {
    ...{ ...filing, authorization, commands, deviceModel, stations },
    accounts: createAccounts(shared),
    alerts: createAlerts({ ...shared, ...alerting }),
    batterySwaps: createBatterySwaps(shared),
    campaigns,
    rebootSchedules: createRebootSchedules(shared),
    certificates: createCertificates({ ...shared, commands }),
    customerInformation: createCustomerInformation(shared),
    derControls: createDerControls(shared),
    displayMessages: createDisplayMessages(shared),
    eventStreams: createEventStreams(shared),
    configuration: createConfiguration({ ...shared, commands, setAtFirstBoot: campaigns.setAtFirstBoot }),
    localLists: createLocalLists({ ...shared, deviceModel }),
    locations: createLocations(shared),
    messages: createMessages(shared),
    monitoring: createMonitoring(shared),
    parties: createParties(shared),
    payments: createPayments({ ...shared, authorization, commands }),
    webPayments,
    settlements: createSettlements({ ...shared, webPayments, reach: alerting.sending.reach }),
    tariffs,
    costs,
    limits: createLimits(shared),
    balances: createBalances({ ...shared, concern: (partyId) => costs.concern(partyId) }),
    reservations: createReservations(shared),
    smartCharging: createSmartCharging({ ...shared, submit: profileCommands(commands) }),
    stationEvents,
    strangers: createStrangers({ ...shared, events: stationEvents, settings: { defaultPartyId: 'default' } }),
    transactions,
  }
  return {
    services,
    async close() {
      costs.close()
      await services.transactions.close()
      await services.stations.close()
      await services.certificates.close()
      await services.messages.flush()
      await services.strangers.settled()
      await services.stationEvents.close()
      await removeFiles()
    },
  }
}

const alerting = {
  thresholds: {
    offlineAfterS: 60,
    silentAfterS: 900,
    contactAfterS: 21_600,
    energyAfterS: 43_200,
    heldAfterS: 86_400,
  },
  sending: { reach: { privateNetworks: false, hosts: [] }, mail: { smtpUrl: '', from: '' } },
}
