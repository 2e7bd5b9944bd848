import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  stripSearchParams,
} from '@tanstack/react-router'
import { meQuery } from './api/session.ts'
import { queryClient } from './query-client.ts'
import {
  readAlertsSearch,
  readCommandsSearch,
  readCompletedSearch,
  readConfigurationSearch,
  readFirmwareSearch,
  readLogsSearch,
  readPaymentsSearch,
  readRebootsSearch,
  readStationSearch,
  readStationsSearch,
  readTokensSearch,
  readTransactionsSearch,
} from './search.ts'
import { Crash, NotFound } from './shell/crash.tsx'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { readSignInSearch } from './sign-in/sign-in-search.ts'
import { StationsPage } from './stations/stations-page.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: SignInPage,
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery)
    if (me === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/stations' })
  },
})
const stations = createRoute({
  getParentRoute: () => shell,
  path: '/stations',
  validateSearch: readStationsSearch,
  component: StationsPage,
})
const station = createRoute({
  getParentRoute: () => shell,
  path: '/stations/$stationId',
  validateSearch: readStationSearch,
  search: { middlewares: [stripSearchParams({ tab: 'overview' })] },
  component: lazyRouteComponent(() => import('./station/station-page.tsx'), 'StationPage'),
})
const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
})
const transactions = createRoute({
  getParentRoute: () => shell,
  path: '/transactions',
  validateSearch: readTransactionsSearch,
  component: lazyRouteComponent(() => import('./transactions/transactions-page.tsx'), 'TransactionsPage'),
})
const transaction = createRoute({
  getParentRoute: () => shell,
  path: '/transactions/$transactionId',
  component: lazyRouteComponent(() => import('./transactions/transaction-page.tsx'), 'TransactionPage'),
})
const commands = createRoute({
  getParentRoute: () => shell,
  path: '/commands',
  validateSearch: readCommandsSearch,
  component: lazyRouteComponent(() => import('./commands/commands-page.tsx'), 'CommandsPage'),
})
const firmware = createRoute({
  getParentRoute: () => shell,
  path: '/firmware',
  validateSearch: readFirmwareSearch,
  component: lazyRouteComponent(() => import('./firmware/firmware-page.tsx'), 'FirmwarePage'),
})
const campaign = createRoute({
  getParentRoute: () => shell,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./campaigns/campaign-page.tsx'), 'CampaignPage'),
})
const configuration = createRoute({
  getParentRoute: () => shell,
  path: '/configuration',
  validateSearch: readConfigurationSearch,
  component: lazyRouteComponent(() => import('./configuration/configuration-page.tsx'), 'ConfigurationPage'),
})
const reboots = createRoute({
  getParentRoute: () => shell,
  path: '/reboots',
  validateSearch: readRebootsSearch,
  component: lazyRouteComponent(() => import('./reboots/reboots-page.tsx'), 'RebootsPage'),
})
const logs = createRoute({
  getParentRoute: () => shell,
  path: '/logs',
  validateSearch: readLogsSearch,
  component: lazyRouteComponent(() => import('./logs/logs-page.tsx'), 'LogsPage'),
})
const tariffs = createRoute({
  getParentRoute: () => shell,
  path: '/tariffs',
  component: lazyRouteComponent(() => import('./tariffs/tariffs-page.tsx'), 'TariffsPage'),
})
const payments = createRoute({
  getParentRoute: () => shell,
  path: '/payments',
  validateSearch: readPaymentsSearch,
  component: lazyRouteComponent(() => import('./payments/payments-page.tsx'), 'PaymentsPage'),
})
const tokens = createRoute({
  getParentRoute: () => shell,
  path: '/tokens',
  validateSearch: readTokensSearch,
  component: lazyRouteComponent(() => import('./tokens/tokens-page.tsx'), 'TokensPage'),
})
const locations = createRoute({
  getParentRoute: () => shell,
  path: '/locations',
  component: lazyRouteComponent(() => import('./locations/locations-page.tsx'), 'LocationsPage'),
})
const questions = createRoute({
  getParentRoute: () => shell,
  path: '/questions',
  validateSearch: readCompletedSearch,
  component: lazyRouteComponent(() => import('./questions/questions-page.tsx'), 'QuestionsPage'),
})
const access = createRoute({
  getParentRoute: () => shell,
  path: '/access',
  component: lazyRouteComponent(() => import('./access/access-page.tsx'), 'AccessPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([
      home,
      stations,
      station,
      alerts,
      transactions,
      transaction,
      commands,
      firmware,
      campaign,
      configuration,
      reboots,
      logs,
      tariffs,
      payments,
      tokens,
      locations,
      questions,
      access,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crash,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
