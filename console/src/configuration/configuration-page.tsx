import { useNavigate, useSearch } from '@tanstack/react-router'
import { CampaignList } from '../campaigns/campaign-list.tsx'
import { Page } from '../ui/page.tsx'
import { SearchTabs } from '../ui/search-tabs.tsx'
import { DriftList } from './drift-list.tsx'
import { SetValues } from './set-values.tsx'
import { TemplateList } from './template-list.tsx'

/** What stations ought to be configured to, where they are not, and what is being set. */
export function ConfigurationPage() {
  const { tab = 'templates', ...drift } = useSearch({ from: '/shell/configuration' })
  const navigate = useNavigate({ from: '/configuration' })
  return (
    <Page title="Configuration" lead="What groups of stations ought to be configured to, and where they are not.">
      <SearchTabs
        label="About configuration"
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
        tabs={[
          { tab: 'templates', label: 'Templates', panel: () => <TemplateList /> },
          { tab: 'drift', label: 'Drift', panel: () => <DriftList filter={drift} /> },
          {
            tab: 'changes',
            label: 'Changes',
            panel: () => (
              <CampaignList
                kind="configuration"
                verb="Set values"
                dialog={SetValues}
                about="Apply a template, or set values at a group of stations, a few at a time."
              />
            ),
          },
        ]}
      />
    </Page>
  )
}
