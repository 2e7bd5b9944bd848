import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
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
import { type CampaignKind, whatOf } from './campaign-words.ts'

const STATES = Object.keys(runWords) as readonly RunState[]

const first: readonly Column<Campaign>[] = [
  {
    title: 'Campaign',
    width: 'minmax(12rem,1.4fr)',
    cell: ({ id, name, requestedByName }) => (
      <>
        <Link to="/campaigns/$campaignId" params={{ campaignId: id }} className="font-medium hover:text-accent">
          {name}
        </Link>
        <span className="block text-[0.9rem] text-faint">by {requestedByName}</span>
      </>
    ),
  },
  { title: 'State', width: '6.5rem', cell: ({ state }) => <RunBadge state={state} /> },
]
const progress: Column<Campaign> = {
  title: 'Progress',
  width: 'minmax(11rem,1.4fr)',
  cell: (campaign) => <ProgressBar progress={campaign.progress} />,
}
const planned: Column<Campaign> = {
  title: 'Planned',
  width: '9rem',
  cell: ({ createdAt }) => <Moment at={createdAt} />,
  spare: true,
}
const what: Column<Campaign> = { title: 'What', width: '9rem', cell: (campaign) => whatOf(campaign), spare: true }
const toReboot: Column<Campaign> = {
  title: 'To be rebooted',
  width: '7rem',
  align: 'right',
  cell: ({ rebootsRequired }) =>
    rebootsRequired === 0 ? (
      <span className="text-faint">–</span>
    ) : (
      <span className="num text-warn" title="Stations that have to be rebooted before some value counts">
        {rebootsRequired}
      </span>
    ),
  spare: true,
}

const columns: Readonly<Record<CampaignKind, readonly Column<Campaign>[]>> = {
  firmware: [...first, what, progress, planned],
  configuration: [...first, what, progress, toReboot, planned],
  reboot: [...first, progress, planned],
}

/** What people call one, where they find it. */
const called: Readonly<Record<CampaignKind, string>> = {
  firmware: 'campaign',
  configuration: 'change',
  reboot: 'campaign',
}

export function RunBadge({ state }: { state: RunState }) {
  const { label, tone, meaning } = runWords[state]
  return (
    <Badge tone={tone} title={meaning}>
      {label}
    </Badge>
  )
}

/** Makes a campaign of some kind. */
export type CampaignDialog = (props: { onClose: () => void; onMade: (campaign: Campaign) => void }) => ReactNode

interface CampaignListProps {
  readonly kind: CampaignKind
  /** Only those that a schedule has begun. */
  readonly scheduleId?: string | undefined
  /** What the button says that makes one. */
  readonly verb: string
  readonly dialog: CampaignDialog
  /** What such campaigns are for, while there is none. */
  readonly about: string
  /** Beside the filter of states. */
  readonly filters?: ReactNode
}

/** Campaigns of one kind, each with how far it is. */
export function CampaignList({ kind, scheduleId, verb, dialog: NewCampaign, about, filters }: CampaignListProps) {
  const { principal } = useMe()
  const navigate = useNavigate()
  const [state, setState] = useState<RunState>()
  const [making, setMaking] = useState(false)
  const narrowed = state !== undefined || scheduleId !== undefined
  return (
    <ListCard
      label="Campaigns"
      filters={
        <>
          <Filter
            label="State"
            value={state ?? ''}
            onChange={(value) => setState(STATES.find((each) => each === value))}
            choices={[
              { value: '', label: 'Any state' },
              ...STATES.map((value) => ({ value, label: runWords[value].label })),
            ]}
          />
          {filters}
        </>
      }
      actions={
        may(principal, 'operator') && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus className="size-4" aria-hidden />
            {verb}
          </Button>
        )
      }
    >
      <ResourceList
        label="Campaigns"
        route="GET /campaigns"
        request={{ query: { kind, ...(state && { state }), ...(scheduleId !== undefined && { scheduleId }) } }}
        keyOf={({ id }) => id}
        columns={columns[kind]}
        empty={<Empty title={`No ${called[kind]} ${narrowed ? 'matches' : 'yet'}`}>{about}</Empty>}
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
