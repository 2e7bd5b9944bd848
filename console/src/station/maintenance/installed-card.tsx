import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import { ValueView } from '../../commands/value-view.tsx'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'

type Installed = ItemOf<'GET /stations/{id}/installed-certificates'>
type Root = ItemOf<'GET /certificate-authority/roots'>

const columnsWith = (roots: readonly Root[]): readonly Column<Installed>[] => [
  {
    title: 'Use',
    width: 'minmax(11rem,1.2fr)',
    cell: ({ use, hashData }) => (
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{inWords(use)}</span>
        {roots.some((root) => isSame(root.hashData, hashData)) && <Badge tone="good">Ours</Badge>}
      </span>
    ),
  },
  {
    title: 'Serial number',
    width: 'minmax(10rem,1.6fr)',
    cell: ({ hashData }) => <span className="break-all font-mono text-[0.86rem]">{hashData.serialNumber}</span>,
  },
  { title: 'Below it', width: '6rem', spare: true, align: 'right', cell: ({ children }) => children.length },
  { title: 'Told', width: '9rem', cell: ({ toldAt }) => <Moment at={toldAt} /> },
]

const isSame = (a: Installed['hashData'], b: Installed['hashData']): boolean =>
  a.algorithm === b.algorithm &&
  a.issuerKeyHash.toLowerCase() === b.issuerKeyHash.toLowerCase() &&
  a.serialNumber.toLowerCase() === b.serialNumber.toLowerCase()

/** The roots and chains a station keeps, as it told when it was last asked. */
export function InstalledCard({ station, operator }: StationPart) {
  const { data } = useInfiniteQuery(listQuery('GET /certificate-authority/roots', {}))
  const roots = data?.pages.flatMap(({ items }) => items) ?? []
  const [root] = roots
  return (
    <Card
      title="Installed roots"
      note="What it trusts others by, as it told when it was last asked."
      flush
      actions={
        operator && (
          <>
            <AskButton kind="get-installed-certificates" label="Ask the station" station={station} />
            {root !== undefined && (
              <AskButton
                kind="install-certificate"
                label="Install ours"
                station={station}
                given={{ use: 'platform-root', certificate: root.certificate }}
              />
            )}
            <CommandButton
              kind="install-certificate"
              label="Install another"
              icon={<Plus className="size-3.5" aria-hidden />}
              station={station}
            />
          </>
        )
      }
    >
      <ResourceList
        label="Installed roots"
        route="GET /stations/{id}/installed-certificates"
        request={{ params: { id: station.id } }}
        keyOf={({ id }) => id}
        columns={columnsWith(roots)}
        empty={
          <Empty small title="Nothing told yet">
            Ask the station which roots it keeps.
          </Empty>
        }
        detail={({ hashData, children }) => (
          <ValueView of={{ ...hashData, ...(children.length > 0 && { below: children }) }} />
        )}
        actions={
          operator
            ? ({ id }) => (
                <AskButton
                  kind="delete-certificate"
                  label="Delete"
                  look="quiet"
                  station={station}
                  given={{ installedId: id }}
                  sure="The station is asked to delete it. Without the root of this platform it may not find its way back."
                />
              )
            : undefined
        }
      />
    </Card>
  )
}
