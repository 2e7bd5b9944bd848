import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import { ValueView } from '../../commands/value-view.tsx'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import { type Column, ResourceTable } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'

type Control = ItemOf<'GET /stations/{id}/der-controls'>
type Alarm = ItemOf<'GET /stations/{id}/der-alarms'>

const columns: readonly Column<Control>[] = [
  {
    title: 'Control',
    width: 'minmax(11rem,1.5fr)',
    cell: ({ control: { kind } }) => <span className="font-medium">{inWords(kind)}</span>,
  },
  { title: 'Priority', width: '5rem', align: 'right', cell: ({ control }) => control.priority },
  {
    title: 'Holds',
    cell: ({ control: { isDefault, startAt } }) => (isDefault ? 'by default' : <Moment at={startAt} />),
  },
  { title: 'State', cell: (control) => <ControlState of={control} /> },
  { title: 'Told', spare: true, cell: ({ toldAt }) => <Moment at={toldAt} /> },
]

function ControlState({ of: { superseded, active } }: { of: Control }) {
  if (superseded) return <Badge title="Another of its kind rules in its place">Superseded</Badge>
  if (active === undefined) return <Badge tone="good">Set</Badge>
  return active ? <Badge tone="busy">Active</Badge> : <Badge>Not active</Badge>
}

/** What the station shall do for the grid when it feeds it (OCPP 2.1). */
export function DerCard({ station, operator }: StationPart) {
  return (
    <Card
      title="Feeding the grid"
      flush
      actions={
        operator && (
          <>
            <AskButton kind="get-der-controls" label="Ask the station" station={station} />
            <CommandButton
              kind="set-der-control"
              label="Set a control"
              icon={<Plus className="size-3.5" aria-hidden />}
              station={station}
            />
          </>
        )
      }
    >
      <ResourceList
        label="Controls of feeding in"
        route="GET /stations/{id}/der-controls"
        request={{ params: { id: station.id } }}
        keyOf={({ controlId }) => controlId}
        columns={columns}
        empty={
          <Empty small title="No control">
            What it shall do when the grid is out of shape appears here.
          </Empty>
        }
        detail={({ control, controlId }) => <ValueView of={{ controlId, ...control }} />}
        actions={
          operator
            ? ({ controlId, control: { isDefault } }) => (
                <AskButton
                  kind="clear-der-controls"
                  label="Clear"
                  look="quiet"
                  station={station}
                  given={{ isDefault, controlId }}
                  sure="The station is asked to forget this control."
                />
              )
            : undefined
        }
      />
      <Alarms stationId={station.id} />
    </Card>
  )
}

const alarmColumns: readonly Column<Alarm>[] = [
  { title: 'Alarm', cell: ({ kind }) => <span className="font-medium">{inWords(kind)}</span> },
  { title: 'Fault', cell: ({ fault, info }) => [fault, info].filter(Boolean).join(' · ') },
  { title: 'State', cell: ({ ended }) => (ended ? <Badge>Over</Badge> : <Badge tone="warn">Lasts</Badge>) },
  { title: 'At', cell: ({ at }) => <Moment at={at} /> },
]

function Alarms({ stationId }: { stationId: string }) {
  const { data } = useInfiniteQuery(listQuery('GET /stations/{id}/der-alarms', { params: { id: stationId } }))
  const alarms = data?.pages.flatMap(({ items }) => items) ?? []
  if (alarms.length === 0) return null
  return (
    <div className="border-line border-t">
      <ResourceTable
        label="Alarms of the grid"
        items={alarms}
        keyOf={({ kind, at }) => `${kind}|${at}`}
        columns={alarmColumns}
      />
    </div>
  )
}
