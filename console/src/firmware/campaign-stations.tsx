import { useState } from 'react'
import type { CampaignMember } from '#api-client'
import { MemberFilter } from '../progress/member-filter.tsx'
import { type MemberState, memberWords } from '../progress/member-words.ts'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'

const columns: readonly Column<CampaignMember>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} tab="commands" /> },
  { title: 'Wave', width: '5rem', cell: ({ wave }) => (wave === 0 ? 'Canary' : wave), spare: true },
  {
    title: 'State',
    width: '6.5rem',
    cell: ({ state }) => <Badge tone={memberWords[state].tone}>{memberWords[state].label}</Badge>,
  },
  { title: 'Why', cell: ({ reason }) => reason },
  { title: 'Ran before', width: '7rem', cell: ({ formerVersion }) => formerVersion, spare: true },
  {
    title: 'Ended',
    width: '9rem',
    cell: ({ settledAt }) => settledAt && <Moment at={settledAt} seconds />,
    spare: true,
  },
]

/** What became of it at each station, in the order they come to their turn. */
export function CampaignStations({ campaignId }: { campaignId: string }) {
  const [state, setState] = useState<MemberState>()
  return (
    <ListCard
      label="Stations"
      filters={
        <>
          <h2 className="mr-2 font-semibold">Stations</h2>
          <MemberFilter value={state} onChange={setState} />
        </>
      }
    >
      <ResourceList
        label="Stations of the campaign"
        route="GET /campaigns/{id}/stations"
        request={{ params: { id: campaignId }, ...(state && { query: { state } }) }}
        keyOf={({ stationId }) => stationId}
        columns={columns}
        empty={<Empty title="No station is so" />}
      />
    </ListCard>
  )
}
