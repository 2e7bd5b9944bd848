import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { inWords } from '#json-schema'
import type { AnswerOf } from '../../api/ask.ts'
import { ValueView } from '../../commands/value-view.tsx'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { oneQuery } from '../../resource/resource-query.ts'
import { type Column, ResourceTable } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty, Loading } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ListError } from '../../ui/notice.tsx'
import type { StationPart } from '../station-part.ts'

type Message = AnswerOf<'GET /stations/{id}/display-messages'>['messages'][number]

const columns: readonly Column<Message>[] = [
  {
    title: 'Text',
    width: 'minmax(12rem,2fr)',
    cell: ({ wordings: [first, ...others] }) => (
      <>
        <span className="font-medium">{first?.content}</span>
        {others.length > 0 && <span className="ml-2 text-[0.9rem] text-faint">and {others.length} more wordings</span>}
      </>
    ),
  },
  { title: 'Priority', cell: ({ priority }) => inWords(priority) },
  { title: 'While', cell: ({ state }) => (state === undefined ? 'always' : inWords(state)) },
  { title: 'Until', cell: ({ endsAt }) => (endsAt === undefined ? '–' : <Moment at={endsAt} />) },
  {
    title: 'Known',
    spare: true,
    cell: ({ reportedAt }) =>
      reportedAt === undefined ? <Badge tone="warn">Sent</Badge> : <Badge tone="good">Reported</Badge>,
  },
]

/** What the displays of the station show on our behalf. */
export function DisplayCard({ station, operator }: StationPart) {
  const params = { id: station.id }
  const { data, error, refetch } = useQuery(oneQuery('GET /stations/{id}/display-messages', { params }))
  return (
    <Card
      title="On its display"
      flush
      actions={
        operator && (
          <>
            <AskButton kind="get-display-messages" label="Ask the station" station={station} />
            <CommandButton
              kind="set-display-message"
              label="Show a message"
              icon={<Plus className="size-3.5" aria-hidden />}
              station={station}
              values={{ priority: 'normal-cycle', wordings: [{ format: 'utf8' }] }}
            />
          </>
        )
      }
    >
      {error && <ListError error={error} retry={() => void refetch()} />}
      {data === undefined && !error && <Loading />}
      {data?.messages.length === 0 && (
        <Empty small title="No message">
          What it shall show to drivers appears here.
        </Empty>
      )}
      {data !== undefined && data.messages.length > 0 && (
        <ResourceTable
          label="Display messages"
          items={data.messages}
          keyOf={({ id }) => String(id)}
          columns={columns}
          detail={(message) => <ValueView of={message} />}
          actions={
            operator
              ? ({ id }) => (
                  <AskButton
                    kind="clear-display-message"
                    label="Take away"
                    look="quiet"
                    station={station}
                    given={{ messageId: id }}
                  />
                )
              : undefined
          }
        />
      )}
    </Card>
  )
}
