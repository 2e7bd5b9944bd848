import type { ItemOf } from '../../api/ask.ts'
import type { JsonFields } from '../../commands/request-form.tsx'
import { AskButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Age } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'
import { refOf, variableName } from '../variable-name.ts'

type Drift = ItemOf<'GET /configuration-drift'>

const columns: readonly Column<Drift>[] = [
  {
    title: 'Variable',
    width: 'minmax(12rem,1.6fr)',
    cell: ({ variable: { attribute, ...variable } }) => (
      <>
        <span className="font-medium">{variableName(variable)}</span>
        {attribute !== undefined && attribute !== 'Actual' && <span className="ml-2 text-faint">{attribute}</span>}
      </>
    ),
  },
  {
    title: 'Wanted',
    cell: ({ variable: { value, secret } }) =>
      secret ? <span className="text-faint">secret</span> : <code className="font-mono text-[0.9rem]">{value}</code>,
  },
  {
    title: 'Has',
    cell: ({ told, state }) =>
      state === 'untold' ? (
        <Badge>not told</Badge>
      ) : (
        <code className="font-mono text-[0.9rem] text-warn">{told ?? '–'}</code>
      ),
  },
  { title: 'Template', spare: true, cell: ({ templateName }) => templateName },
  { title: 'Since', width: '6rem', align: 'right', cell: ({ since }) => <Age at={since} /> },
]

/** Where the station is not as its templates want it. */
export function DriftCard({ station, operator }: StationPart) {
  return (
    <Card title="Drift" note="Where it is not as its templates want it." flush>
      <ResourceList
        label="Drift"
        route="GET /configuration-drift"
        request={{ query: { stationId: station.id } }}
        keyOf={({ templateId, variable }) => `${templateId}|${variableName(variable)}|${variable.attribute}`}
        columns={columns}
        empty={<p className="px-4 pb-2 text-soft">None: it is as its templates want it, or none fits it.</p>}
        actions={
          operator
            ? ({ variable }) =>
                variable.value !== undefined && (
                  <AskButton
                    kind="set-variables"
                    label="Set as wanted"
                    station={station}
                    given={{ variables: [asSet(variable, variable.value)] }}
                  />
                )
            : undefined
        }
      />
    </Card>
  )
}

function asSet({ attribute = 'Actual', ...variable }: Drift['variable'], value: string): JsonFields {
  const fields = Object.entries({ ...refOf({ ...variable, attribute }), value })
  return Object.fromEntries(fields.flatMap(([name, each]) => (each === undefined ? [] : [[name, each]])))
}
