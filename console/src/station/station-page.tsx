import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { AlertMark } from '../alerts/alert-mark.tsx'
import { useAlertsByStation } from '../alerts/open-alerts.ts'
import { hasStatus } from '../api/problem.ts'
import { may } from '../api/session.ts'
import { stationQuery } from '../api/stations.ts'
import type { Principal, Station } from '../api/types.ts'
import { protocolWord } from '../format/words.ts'
import { STATION_TABS, type StationTab } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { complaintsAbout, healthOf } from '../stations/health.ts'
import { useLoads } from '../stations/running-by-station.ts'
import { Badge } from '../ui/badge.tsx'
import { Age } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { tabListLook, tabLook, useTabInView } from '../ui/tabs.ts'
import { ThingPage } from '../ui/thing-page.tsx'
import { ChargingTab } from './charging/charging-tab.tsx'
import { CommandsTab } from './commands-tab.tsx'
import { ConfigurationTab } from './configuration/configuration-tab.tsx'
import { DriversTab } from './drivers/drivers-tab.tsx'
import { EventsTab } from './events-tab.tsx'
import { MaintenanceTab } from './maintenance/maintenance-tab.tsx'
import { MessagesTab } from './messages-tab.tsx'
import { MonitoringTab } from './monitoring/monitoring-tab.tsx'
import { Overview } from './overview.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { isOld } from './variable-name.ts'

const tabWords: Record<StationTab, string> = {
  overview: 'Overview',
  messages: 'Messages',
  commands: 'Commands',
  charging: 'Charging',
  drivers: 'Drivers',
  variables: 'Configuration',
  monitoring: 'Monitoring',
  events: 'Events',
  maintenance: 'Maintenance',
  settings: 'Settings',
}

export function StationPage() {
  const { stationId } = useParams({ from: '/shell/stations/$stationId' })
  const { data: station, error, refetch } = useQuery(stationQuery(stationId))
  if (station !== undefined && !hasStatus(error, 404)) return <Loaded station={station} />
  return (
    <ThingPage
      title={stationId}
      missing="There is no such station"
      above={back}
      error={error}
      retry={() => void refetch()}
    />
  )
}

const back = (
  <Link to="/stations" className="mb-1 inline-flex items-center gap-1 text-[0.9rem] text-soft hover:text-ink">
    <ChevronLeft className="size-3.5" aria-hidden />
    Stations
  </Link>
)

function Loaded({ station }: { station: Station }) {
  const { principal } = useMe()
  const health = healthOf(station, useLoads().get(station.id))
  const alerts = useAlertsByStation()
  const complaints = complaintsAbout(station, Date.now())
  return (
    <Page
      title={station.name ?? station.id}
      above={back}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={health.tone}>{health.label}</Badge>
          <AlertMark stationId={station.id} alerts={alerts.get(station.id)} />
          {station.name !== undefined && <span>{station.id}</span>}
          <span>{[station.vendor, station.model].filter(Boolean).join(' ') || 'Not booted yet'}</span>
          {station.protocol && <span>{protocolWord(station.protocol)}</span>}
          <span>
            Last contact <Age at={station.presence.lastSeenAt} />
          </span>
        </span>
      }
    >
      {complaints.length > 0 && <Notice kind="warn">This station misbehaves: {complaints.join('; ')}.</Notice>}
      <StationTabs station={station} principal={principal} />
    </Page>
  )
}

function StationTabs({ station, principal }: { station: Station; principal: Principal }) {
  const { tab = 'overview' } = useSearch({ from: '/shell/stations/$stationId' })
  const navigate = useNavigate({ from: '/stations/$stationId' })
  const operator = may(principal, 'operator', station.partyId)
  const panels: Record<StationTab, React.ReactNode> = {
    overview: <Overview station={station} />,
    messages: <MessagesTab station={station} />,
    commands: <CommandsTab station={station} operator={operator} />,
    charging: <ChargingTab station={station} operator={operator} />,
    drivers: <DriversTab station={station} operator={operator} />,
    variables: <ConfigurationTab station={station} operator={operator} />,
    monitoring: <MonitoringTab station={station} operator={operator} />,
    events: <EventsTab station={station} />,
    maintenance: <MaintenanceTab station={station} operator={operator} />,
    settings: <SettingsTab station={station} />,
  }
  // Monitors came with OCPP 2.0.1.
  const shown = STATION_TABS.filter(
    (each) => (each !== 'settings' || operator) && (each !== 'monitoring' || !isOld(station)),
  )
  const list = useTabInView(tab)
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) =>
        void navigate({ search: { tab: shown.find((each) => each === next) ?? 'overview' }, replace: true })
      }
      className="flex flex-col gap-5"
    >
      <Tabs.List ref={list} aria-label="About this station" className={tabListLook}>
        {shown.map((each) => (
          <Tabs.Trigger key={each} value={each} data-tab={each} className={tabLook}>
            {tabWords[each]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {shown.map((each) => (
        <Tabs.Content key={each} value={each} className="outline-offset-4">
          {panels[each]}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
