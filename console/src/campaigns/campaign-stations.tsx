import { useState } from 'react'
import type { Campaign, CampaignMember } from '#api-client'
import { MemberFilter } from '../progress/member-filter.tsx'
import { type MemberState, memberWords } from '../progress/member-words.ts'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { waitWords, waveName } from './campaign-words.ts'

const station: Column<CampaignMember> = {
  title: 'Station',
  cell: ({ stationId }) => <StationLink id={stationId} tab="commands" />,
}
const state: Column<CampaignMember> = {
  title: 'State',
  width: '6.5rem',
  cell: (member) => <Badge tone={memberWords[member.state].tone}>{memberWords[member.state].label}</Badge>,
}
const answered: Column<CampaignMember> = {
  title: 'What it answered',
  width: 'minmax(14rem,2fr)',
  cell: (member) => <Answered member={member} />,
}
const why: Column<CampaignMember> = {
  title: 'Why',
  width: 'minmax(10rem,1.4fr)',
  cell: (member) => <Why member={member} />,
}
const before: Column<CampaignMember> = {
  title: 'Ran before',
  width: '7rem',
  cell: ({ formerVersion }) => formerVersion,
  spare: true,
}
const ended: Column<CampaignMember> = {
  title: 'Ended',
  width: '9rem',
  cell: ({ settledAt }) => settledAt && <Moment at={settledAt} seconds />,
  spare: true,
}

function columnsFor({ kind, waves, canarySize }: Campaign): readonly Column<CampaignMember>[] {
  const wave: Column<CampaignMember> = {
    title: 'Wave',
    width: '5rem',
    cell: (member) => waveName(member.wave, canarySize),
    spare: true,
  }
  return [
    station,
    ...(waves > 1 ? [wave] : []),
    state,
    ...(kind === 'configuration' ? [answered] : [why]),
    ...(kind === 'firmware' ? [before] : []),
    ended,
  ]
}

/** Why it failed or was left out, or what it waits for. */
function Why({ member: { reason, wait } }: { member: CampaignMember }) {
  if (wait === undefined) return reason
  const { until } = wait
  return (
    <span className="text-soft">
      {waitWords[wait.reason]}
      {until !== undefined && (
        <>
          , until <Moment at={until} />
        </>
      )}
    </span>
  )
}

function Answered({ member }: { member: CampaignMember }) {
  const { results = [], rebootRequired } = member
  const answers = results.map(({ name, status }) => `${name}: ${status}`)
  return (
    <>
      <Why member={member} />
      {answers.length > 0 && `${member.reason === undefined ? '' : ' · '}${answers.join(' · ')}`}
      {rebootRequired && (
        <span className="ml-2">
          <Badge tone="warn" title="Some value counts once it has been rebooted">
            has to reboot
          </Badge>
        </span>
      )}
    </>
  )
}

/** What became of it at each station, in the order they come to their turn. */
export function CampaignStations({ campaign }: { campaign: Campaign }) {
  const [only, setOnly] = useState<MemberState>()
  return (
    <ListCard
      label="Stations"
      filters={
        <>
          <h2 className="mr-2 font-semibold">Stations</h2>
          <MemberFilter value={only} onChange={setOnly} />
        </>
      }
    >
      <ResourceList
        label="Stations of the campaign"
        route="GET /campaigns/{id}/stations"
        request={{ params: { id: campaign.id }, ...(only && { query: { state: only } }) }}
        keyOf={({ stationId }) => stationId}
        columns={columnsFor(campaign)}
        empty={<Empty title="No station matches" />}
      />
    </ListCard>
  )
}
