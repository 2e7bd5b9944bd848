import { useNavigate, useSearch } from '@tanstack/react-router'
import { CampaignList } from '../campaigns/campaign-list.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { SearchTabs } from '../ui/search-tabs.tsx'
import { NewReboots } from './new-reboots.tsx'
import { ScheduleList } from './schedule-list.tsx'

/** Stations that are rebooted: again and again, or once. */
export function RebootsPage() {
  const { tab = 'schedules', scheduleId } = useSearch({ from: '/shell/reboots' })
  const navigate = useNavigate({ from: '/reboots' })
  return (
    <Page title="Reboots" lead="Each station when it is little used, and never while somebody charges there.">
      <SearchTabs
        label="About reboots"
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
        tabs={[
          { tab: 'schedules', label: 'Schedules', panel: () => <ScheduleList /> },
          {
            tab: 'campaigns',
            label: 'Campaigns',
            panel: () => (
              <CampaignList
                kind="reboot"
                scheduleId={scheduleId}
                verb="Plan reboots"
                dialog={NewReboots}
                about="A campaign reboots stations once; a schedule begins one each time it is due."
                filters={
                  scheduleId !== undefined && (
                    <Button small look="quiet" onClick={() => void navigate({ search: { tab: 'campaigns' } })}>
                      Of one schedule: show all
                    </Button>
                  )
                }
              />
            ),
          },
        ]}
      />
    </Page>
  )
}
