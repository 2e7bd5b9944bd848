import { useState } from 'react'
import type { Campaign, CampaignMember } from '#api-client'
import { MemberFilter } from '../progress/member-filter.tsx'
import { type MemberState, memberWords } from '../progress/member-words.ts'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { WantedTable } from './wanted-table.tsx'

const columns: readonly Column<CampaignMember>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} tab="commands" /> },
  {
    title: 'State',
    width: '6.5rem',
    cell: ({ state }) => <Badge tone={memberWords[state].tone}>{memberWords[state].label}</Badge>,
  },
  { title: 'What it answered', width: 'minmax(14rem,2fr)', cell: (member) => <Answered member={member} /> },
]

function Answered({ member: { reason, results = [], rebootRequired } }: { member: CampaignMember }) {
  const answers = results.map(({ name, status }) => `${name}: ${status}`)
  return (
    <>
      {[reason, ...answers].filter(Boolean).join(' · ')}
      {rebootRequired && (
        <Badge tone="warn" title="Some value counts once it has been rebooted">
          has to reboot
        </Badge>
      )}
    </>
  )
}

/** What is wanted, and what became of it at each station. */
export function ChangeStations({ change: { id, wanted = [] } }: { change: Campaign }) {
  const [state, setState] = useState<MemberState>()
  return (
    <div className="flex flex-col gap-4">
      <WantedTable wanted={wanted} />
      <div className="-mx-4 border-line border-t">
        <div className="px-4 pt-3">
          <MemberFilter value={state} onChange={setState} />
        </div>
        <ResourceList
          label="Stations of the change"
          route="GET /configuration-changes/{id}/stations"
          request={{ params: { id }, ...(state && { query: { state } }) }}
          keyOf={({ stationId }) => stationId}
          columns={columns}
          empty={<Empty title="No station is so" />}
        />
      </div>
    </div>
  )
}
