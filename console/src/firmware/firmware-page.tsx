import { useNavigate, useSearch } from '@tanstack/react-router'
import { CampaignList } from '../campaigns/campaign-list.tsx'
import { Page } from '../ui/page.tsx'
import { SearchTabs } from '../ui/search-tabs.tsx'
import { ImageList } from './image-list.tsx'
import { NewFirmwareCampaign } from './new-firmware-campaign.tsx'
import { PublicationList } from './publication-list.tsx'
import { UpdateList } from './update-list.tsx'

/** What stations run, and how they come to run something newer. */
export function FirmwarePage() {
  const { tab = 'campaigns' } = useSearch({ from: '/shell/firmware' })
  const navigate = useNavigate({ from: '/firmware' })
  return (
    <Page title="Firmware" lead="One image for many stations: a few first, then wave by wave.">
      <SearchTabs
        label="About firmware"
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
        tabs={[
          {
            tab: 'campaigns',
            label: 'Campaigns',
            panel: () => (
              <CampaignList
                kind="firmware"
                verb="Plan a campaign"
                dialog={NewFirmwareCampaign}
                about="A campaign brings firmware to many stations: a few first, the rest once those are well."
              />
            ),
          },
          { tab: 'images', label: 'Images', panel: () => <ImageList /> },
          { tab: 'updates', label: 'Updates', panel: () => <UpdateList /> },
          { tab: 'controllers', label: 'Local controllers', panel: () => <PublicationList /> },
        ]}
      />
    </Page>
  )
}
