import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { AlertDelivery, AlertRecipient, CreatedAlertRecipient } from '#api-client'
import { inWords } from '#json-schema'
import { partyForm } from '../access/party-form.ts'
import { DoButton } from '../resource/do-button.tsx'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { SecretDialog } from '../ui/secret-dialog.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { severityWords } from './alert-words.ts'

const columns: readonly Column<AlertRecipient>[] = [
  { title: 'By', width: '6rem', cell: ({ kind }) => inWords(kind) },
  { title: 'To', width: 'minmax(14rem,2fr)', cell: ({ target }) => <span className="break-all">{target}</span> },
  { title: 'Told of', cell: ({ leastSeverity }) => `${severityWords(leastSeverity)} and graver` },
  {
    title: 'State',
    width: '6rem',
    cell: ({ enabled }) => (enabled ? <Badge tone="good">Told</Badge> : <Badge>Not told</Badge>),
  },
]

/** Who is told of alerts outside the platform, by webhook or mail. */
export function RecipientsTab() {
  const party = partyForm(useMe(), 'owner')
  const [adding, setAdding] = useState(false)
  const [created, setCreated] = useState<CreatedAlertRecipient>()
  return (
    <ListCard
      label="Who is told"
      actions={
        <Button look="primary" onClick={() => setAdding(true)}>
          <Plus className="size-4" aria-hidden />
          Tell somebody
        </Button>
      }
    >
      <ResourceList
        label="Who is told"
        route="GET /recipients"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        detail={({ id }) => <Deliveries recipientId={id} />}
        actions={(recipient) => <Actions recipient={recipient} />}
        empty={
          <Empty title="Nobody is told">Alerts show here all the same; by webhook or mail they reach people.</Empty>
        }
      />
      {adding && (
        <RequestDialog
          route="POST /recipients"
          title="Tell somebody of alerts"
          lead="By webhook each alert comes as signed JSON; by mail as a text."
          verb="Tell them"
          given={party.given}
          choices={party.choices}
          shown={[...party.shown, 'leastSeverity']}
          makesOld={['GET /recipients']}
          onDone={setCreated}
          onClose={() => setAdding(false)}
        />
      )}
      {created?.secret !== undefined && (
        <SecretDialog
          title="The secret of the webhook"
          signed="Its messages are"
          secret={created.secret}
          onClose={() => setCreated(undefined)}
        />
      )}
    </ListCard>
  )
}

function Actions({ recipient: { id, target, enabled, leastSeverity } }: { recipient: AlertRecipient }) {
  const [changing, setChanging] = useState(false)
  return (
    <>
      <Button small look="quiet" onClick={() => setChanging(true)}>
        Change
      </Button>
      <DoButton
        route="DELETE /recipients/{id}"
        request={{ params: { id } }}
        label="Remove"
        sure={`${target} is told nothing any more.`}
        makesOld={['GET /recipients']}
      />
      {changing && (
        <RequestDialog
          route="PATCH /recipients/{id}"
          params={{ id }}
          title={`What ${target} is told`}
          verb="Save"
          values={{ leastSeverity, enabled }}
          makesOld={['GET /recipients']}
          onClose={() => setChanging(false)}
        />
      )}
    </>
  )
}

const tones = { waiting: 'busy', delivered: 'good', 'given-up': 'bad' } as const

const deliveryColumns: readonly Column<AlertDelivery>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} /> },
  { title: 'Of', width: '7rem', cell: ({ step }) => inWords(step) },
  { title: 'State', width: '7rem', cell: ({ state }) => <Badge tone={tones[state]}>{inWords(state)}</Badge> },
  { title: 'Tries', width: '4rem', align: 'right', cell: ({ attempts }) => <span className="num">{attempts}</span> },
  { title: 'Problem', width: 'minmax(10rem,1.6fr)', cell: ({ problem }) => problem },
  {
    title: 'When',
    width: '9rem',
    cell: ({ settledAt, dueAt }) => <Moment at={settledAt ?? dueAt} seconds />,
    spare: true,
  },
]

/** What somebody was told, and what is still on its way to them. */
function Deliveries({ recipientId }: { recipientId: string }) {
  return (
    <div className="-mx-4 -my-3">
      <ResourceList
        label="What they were told"
        route="GET /recipients/{id}/deliveries"
        request={{ params: { id: recipientId } }}
        keyOf={({ id }) => id}
        columns={deliveryColumns}
        empty={<p className="px-4 py-3 text-soft">Nothing yet.</p>}
      />
    </div>
  )
}
