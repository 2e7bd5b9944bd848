import type { ApiServices } from '#api'
import { createAccounts } from '#domain/accounts'
import { type AlertsOptions, createAlerts } from '#domain/alerts'
import { createAuthorization } from '#domain/authorization'
import { createBatterySwaps } from '#domain/battery-swaps'
import { createCampaigns, createRebootSchedules } from '#domain/campaigns'
import {
  clientToken,
  createCertificates,
  createContractPool,
  createEstAuthority,
  fixedToken,
} from '#domain/certificates'
import { createCommands, profileCommands } from '#domain/commands'
import { createConfiguration } from '#domain/configuration'
import { type CostsService, createBalances, createCosts, createLimits } from '#domain/costs'
import { createCustomerInformation } from '#domain/customer-information'
import { createDerControls } from '#domain/der-control'
import { createDeviceModel } from '#domain/device-model'
import { createDiagnostics } from '#domain/diagnostics'
import { createDisplayMessages } from '#domain/display-messages'
import { createEventStreams } from '#domain/event-streams'
import { createStationEvents } from '#domain/events'
import { createFileStore, createTickets } from '#domain/files'
import { createFirmware } from '#domain/firmware'
import { createLocalLists } from '#domain/local-lists'
import { createLocations } from '#domain/locations'
import { createMessages } from '#domain/messages'
import { createMonitoring } from '#domain/monitoring'
import { createParties } from '#domain/parties'
import { createPayments, createSettlements, createVatRegister, createWebPayments } from '#domain/payments'
import { createReservations } from '#domain/reservations'
import { createSmartCharging } from '#domain/smart-charging'
import { createStations } from '#domain/stations'
import { createStrangers } from '#domain/strangers'
import { createTariffs } from '#domain/tariffs'
import { createTransactions, type TransactionService } from '#domain/transactions'
import type { Bus, Clock, Logger, Metrics } from '#kernel'
import type { Database } from '#storage'
import type { Settings } from './settings/index.ts'

/** Whose stations are that nobody has announced. */
export const DEFAULT_PARTY = 'default'

export interface Services extends ApiServices {
  readonly costs: CostsService
  readonly transactions: TransactionService
}

export interface ServiceOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly settings: Settings
  readonly secretKey: Uint8Array
  /** Roots of contract certificates, PEM. */
  readonly contractAuthorities?: readonly string[]
  /** Roots that the server of a certificate authority elsewhere is trusted by, PEM. */
  readonly authorityTrust?: readonly string[]
  /** Roots of certificates of firmware, PEM. */
  readonly firmwareAuthorities?: readonly string[]
}

/** The domain, put together. */
export function createServices(options: ServiceOptions): Services {
  const { settings, ...shared } = options
  const { database, clock } = shared
  const { ocpp } = settings
  const { keepDays, perSecondBudget } = settings.messages
  const { validDays, renewDays, responders, revocationCheck, revocationTimeoutS } = settings.certificates
  const { contractAuthorities = [], firmwareAuthorities = [] } = options
  const filing = {
    ...shared,
    files: createFileStore(settings.data.dir),
    tickets: createTickets(shared.secretKey),
    settings: {
      imageLimitBytes: settings.files.firmwareLimitBytes,
      signingAuthorities: firmwareAuthorities,
      logLimitBytes: settings.files.logLimitBytes,
      uploadValidMs: settings.files.uploadHours * 3_600_000,
    },
  }
  const commands = createCommands({ ...shared, limits: { waitingPerStation: ocpp.commandQueueLimit } })
  const firmware = createFirmware(filing)
  const authorization = createAuthorization({ ...shared, database, clock })
  const deviceModel = createDeviceModel(shared)
  const campaigns = createCampaigns({ ...shared, commands, firmware })
  const { publicUrl } = settings.http
  const tariffs = createTariffs(shared)
  const webPayments = createWebPayments({ ...shared, commands })
  const transactions = createTransactions({ ...shared, authorization })
  const costs = createCosts({ ...shared, tariffs, transactions, commands })
  const stationEvents = createStationEvents(shared)
  return {
    accounts: createAccounts(shared),
    parties: createParties(shared),
    locations: createLocations(shared),
    stations: createStations({
      ...shared,
      settings: {
        unknownStations: ocpp.unknownStations,
        heartbeatIntervalS: ocpp.heartbeatIntervalS,
        securityProfileMinimum: securityProfile(ocpp.securityProfileMinimum),
        defaultPartyId: DEFAULT_PARTY,
        ...(ocpp.csoName === '' ? {} : { csoName: ocpp.csoName }),
      },
    }),
    deviceModel,
    reservations: createReservations(shared),
    customerInformation: createCustomerInformation(shared),
    tariffs,
    costs,
    limits: createLimits(shared),
    balances: createBalances({ ...shared, concern: (partyId) => costs.concern(partyId) }),
    batterySwaps: createBatterySwaps(shared),
    localLists: createLocalLists({ ...shared, deviceModel }),
    authorization,
    transactions,
    commands,
    configuration: createConfiguration({ ...shared, commands, setAtFirstBoot: campaigns.setAtFirstBoot }),
    derControls: createDerControls(shared),
    smartCharging: createSmartCharging({ ...shared, submit: profileCommands(commands) }),
    certificates: createCertificates({
      ...{ ...shared, commands },
      ...elsewhere(options),
      ...contractPool(options),
      settings: {
        validDays,
        renewDays,
        responders,
        revocationCheck,
        revocationTimeoutMs: revocationTimeoutS * 1_000,
        contractAuthorities,
        ...(ocpp.csoName === '' ? {} : { csoName: ocpp.csoName }),
      },
    }),
    payments: createPayments({
      ...{ ...shared, authorization, commands, ...vatRegister(options) },
      ...(publicUrl === '' ? {} : { publicUrl }),
    }),
    webPayments,
    settlements: createSettlements({ ...shared, webPayments, reach: alertSettings(settings).sending.reach }),
    messages: createMessages({ ...shared, perSecondBudget: keepDays === 0 ? 0 : perSecondBudget }),
    stationEvents,
    strangers: createStrangers({ ...shared, events: stationEvents, settings: { defaultPartyId: DEFAULT_PARTY } }),
    firmware,
    campaigns,
    rebootSchedules: createRebootSchedules(shared),
    diagnostics: createDiagnostics(filing),
    files: filing.files,
    alerts: createAlerts({ ...shared, ...alertSettings(settings) }),
    monitoring: createMonitoring(shared),
    displayMessages: createDisplayMessages(shared),
    eventStreams: createEventStreams(shared),
  }
}

/** Finishes what is under way, so that the database can be closed. */
export async function closeServices(services: Services): Promise<void> {
  const { stations, authorization, stationEvents, transactions, messages, certificates } = services
  services.costs.close()
  await Promise.all([
    stations.close(),
    authorization.close(),
    stationEvents.close(),
    transactions.close(),
    certificates.close(),
    messages.flush(),
  ])
}

/** The authority that stations' requests are passed on to, where it is not the one in the box. */
function elsewhere({ bus, clock, logger, settings, authorityTrust: trust = [] }: ServiceOptions) {
  const { authorityUrl: url, authorityUser: user, authorityPassword: password } = settings.certificates
  return url === '' ? {} : { authority: createEstAuthority({ bus, clock, logger, url, user, password, trust }) }
}

/** Where vehicles get their contracts from. */
function contractPool({ clock, settings }: ServiceOptions) {
  const { contractPoolUrl: url, contractPoolToken, contractPoolTokenUrl, ...others } = settings.certificates
  if (url === '') return {}
  const { contractPoolClient: clientId, contractPoolSecret: clientSecret, contractPoolAudience: audience } = others
  const token =
    contractPoolTokenUrl === ''
      ? fixedToken(contractPoolToken)
      : clientToken({ clock, url: contractPoolTokenUrl, clientId, clientSecret, audience })
  return { contractProvider: createContractPool({ clock, url, token }) }
}

function vatRegister({ clock, logger, settings }: ServiceOptions) {
  const { vatRegisterUrl: url } = settings.payments
  return url === '' ? {} : { validateVat: createVatRegister({ clock, logger, url }) }
}

function alertSettings({ alerts }: Settings): Pick<AlertsOptions, 'thresholds' | 'sending'> {
  const { offlineAfterS, silentAfterS, smtpUrl, mailFrom } = alerts
  return {
    thresholds: {
      ...{ offlineAfterS, silentAfterS },
      contactAfterS: alerts.contactAfterMinutes * 60,
      energyAfterS: alerts.energyAfterMinutes * 60,
      heldAfterS: alerts.heldAfterMinutes * 60,
    },
    sending: {
      reach: { privateNetworks: alerts.webhookPrivateNetworks, hosts: alerts.webhookHosts },
      mail: { smtpUrl, from: mailFrom },
    },
  }
}

function securityProfile(number: number): 0 | 1 | 2 | 3 {
  return number === 1 || number === 2 || number === 3 ? number : 0
}
