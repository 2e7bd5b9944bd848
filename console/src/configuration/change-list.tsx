import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Campaign } from '#api-client'
import { partyForm } from '../access/party-form.ts'
import type { Route } from '../api/ask.ts'
import { may } from '../api/session.ts'
import { RunBadge } from '../firmware/campaign-list.tsx'
import { useGroupForm, useVariableSuggestions } from '../groups/group-form.ts'
import { ProgressBar } from '../progress/progress-bar.tsx'
import { DoButton } from '../resource/do-button.tsx'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { ChangeStations } from './change-stations.tsx'

const MAKES_OLD: readonly Route[] = ['GET /configuration-changes', 'GET /configuration-changes/{id}/stations']

const columns: readonly Column<Campaign>[] = [
  {
    title: 'Change',
    width: 'minmax(10rem,1.2fr)',
    cell: ({ name, requestedByName }) => (
      <>
        <span className="font-medium">{name}</span>
        <span className="block text-[0.9rem] text-faint">by {requestedByName}</span>
      </>
    ),
  },
  { title: 'State', width: '6.5rem', cell: ({ state }) => <RunBadge state={state} /> },
  { title: 'Progress', width: 'minmax(11rem,1.4fr)', cell: ({ progress }) => <ProgressBar progress={progress} /> },
  {
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
  },
  { title: 'Begun', width: '9rem', cell: ({ createdAt }) => <Moment at={createdAt} />, spare: true },
]

/** Values that are, or were, set at many stations. */
export function ChangeList() {
  const me = useMe()
  const party = partyForm(me)
  const group = useGroupForm()
  const variables = useVariableSuggestions()
  const [making, setMaking] = useState(false)
  return (
    <ListCard
      label="Changes"
      actions={
        may(me.principal, 'operator') && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus className="size-4" aria-hidden />
            Set values
          </Button>
        )
      }
    >
      <ResourceList
        label="Changes"
        route="GET /configuration-changes"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        detail={(change) => <ChangeStations change={change} />}
        actions={(change) => may(me.principal, 'operator', change.partyId) && <Moves change={change} />}
        empty={
          <Empty title="No change yet">Apply a template, or set values at a group of stations, a few at a time.</Empty>
        }
      />
      {making && (
        <RequestDialog
          route="POST /configuration-changes"
          title="Set values"
          lead="Begins at once, at all stations of the group. Each is told only what it can have and is not known to have already."
          verb="Begin"
          given={party.given}
          choices={{ ...party.choices, ...group.choices }}
          suggestions={{ ...group.suggestions, ...variables }}
          shownInside={['vendor', 'model', 'stationIds', 'component', 'value']}
          shown={[...party.shown, 'wanted', 'group']}
          makesOld={MAKES_OLD}
          onClose={() => setMaking(false)}
        />
      )}
    </ListCard>
  )
}

function Moves({ change: { id, state } }: { change: Campaign }) {
  const request = { params: { id } }
  return (
    <>
      {state === 'running' && (
        <DoButton route="POST /configuration-changes/{id}/pause" request={request} label="Pause" makesOld={MAKES_OLD} />
      )}
      {state === 'paused' && (
        <DoButton
          route="POST /configuration-changes/{id}/resume"
          request={request}
          label="Go on"
          makesOld={MAKES_OLD}
        />
      )}
      {(state === 'running' || state === 'paused') && (
        <DoButton
          route="POST /configuration-changes/{id}/cancel"
          request={request}
          label="Cancel"
          sure="It ends for good. What was ordered already goes on at the stations."
          makesOld={MAKES_OLD}
        />
      )}
    </>
  )
}
