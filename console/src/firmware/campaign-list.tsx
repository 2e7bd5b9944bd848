import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Campaign } from '#api-client'
import { may } from '../api/session.ts'
import { type RunState, runWords } from '../progress/member-words.ts'
import { ProgressBar } from '../progress/progress-bar.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filter } from '../ui/filters.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { NewCampaign } from './new-campaign.tsx'

const STATES = Object.keys(runWords) as readonly RunState[]

const columns: readonly Column<Campaign>[] = [
  {
    title: 'Campaign',
    width: 'minmax(12rem,1.4fr)',
    cell: ({ id, name }) => (
      <Link to="/campaigns/$campaignId" params={{ campaignId: id }} className="font-medium hover:text-accent">
        {name}
      </Link>
    ),
  },
  { title: 'State', width: '6.5rem', cell: ({ state }) => <RunBadge state={state} /> },
  { title: 'What', width: '9rem', cell: (campaign) => whatOf(campaign), spare: true },
  { title: 'Progress', width: 'minmax(11rem,1.4fr)', cell: ({ progress }) => <ProgressBar progress={progress} /> },
  { title: 'Planned', width: '9rem', cell: ({ createdAt }) => <Moment at={createdAt} />, spare: true },
]

/** `Firmware 2.4.1`, or `Reboot`. */
export const whatOf = ({ kind, version }: Pick<Campaign, 'kind' | 'version'>): string =>
  kind === 'reboot' ? 'Reboot' : `Firmware ${version ?? ''}`.trim()

export function RunBadge({ state }: { state: RunState }) {
  const { label, tone, meaning } = runWords[state]
  return (
    <Badge tone={tone} title={meaning}>
      {label}
    </Badge>
  )
}

export function CampaignList() {
  const { principal } = useMe()
  const navigate = useNavigate()
  const [state, setState] = useState<RunState>()
  const [making, setMaking] = useState(false)
  return (
    <ListCard
      label="Campaigns"
      filters={
        <Filter
          label="State"
          value={state ?? ''}
          onChange={(value) => setState(STATES.find((each) => each === value))}
          choices={[
            { value: '', label: 'Any state' },
            ...STATES.map((value) => ({ value, label: runWords[value].label })),
          ]}
        />
      }
      actions={
        may(principal, 'operator') && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus className="size-4" aria-hidden />
            Plan a campaign
          </Button>
        )
      }
    >
      <ResourceList
        label="Campaigns"
        route="GET /campaigns"
        request={state === undefined ? {} : { query: { state } }}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty title={state === undefined ? 'No campaign yet' : 'No campaign is so'}>
            A campaign brings firmware to many stations, or reboots them: a few first, the rest once those are well.
          </Empty>
        }
      />
      {making && (
        <NewCampaign
          onClose={() => setMaking(false)}
          onMade={({ id }) => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: id } })}
        />
      )}
    </ListCard>
  )
}
